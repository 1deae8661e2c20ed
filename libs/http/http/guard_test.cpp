#include "http/guard.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "http/torture_for_tests.hpp"

namespace motcua::http {
namespace {

const std::string get = "GET /v1/dossiers?unit=307 HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n";
const std::string post = "POST /v1/dossiers HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\nhello world";
const std::string chunked =
    "POST /v1/dossiers HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    "6;name=\"x\"\r\nhello \r\n00005\r\nworld\r\n0\r\nDigest: abc\r\n\r\n";

// What came out, as text: the method, the path and the body of each request, or why there is none.
std::string outcome(Guard& guard) {
  std::string text;
  while (true) {
    switch (guard.step()) {
      case Guard::Step::more: return text;
      case Guard::Step::head: break;
      case Guard::Step::request: {
        const Head head = guard.take_head();
        text += std::string{name_of(head.method)} + " " + head.target.path + " [" + guard.take_body() + "]\n";
        break;
      }
      case Guard::Step::broken:
        return text + std::to_string(guard.breach().status) + " " + std::string{guard.breach().reason};
    }
  }
}

std::string outcome(const std::vector<std::string>& pieces, const Limits& limits = {}) {
  Guard guard{limits};
  std::string text;
  for (const std::string& piece : pieces) {
    guard.feed(piece);
    text += outcome(guard);
    if (!text.empty() && guard.step() == Guard::Step::broken) break;
  }
  return text;
}

Head head_of_first(const std::string& bytes) {
  Guard guard{Limits{}};
  guard.feed(bytes);
  EXPECT_EQ(guard.step(), Guard::Step::head) << bytes;
  return guard.head();
}

// A request with these fields besides Host.
std::string with(const std::string& fields, const std::string& body = {}) {
  return "POST /v1 HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" + body;
}

TEST(TheGuard, GivesWholeRequests) {
  EXPECT_EQ(outcome({get}), "GET /v1/dossiers []\n");
  EXPECT_EQ(outcome({post}), "POST /v1/dossiers [hello world]\n");
  EXPECT_EQ(outcome({chunked}), "POST /v1/dossiers [hello world]\n");
}

TEST(TheGuard, LowersNamesAndTrimsValues) {
  const Head head = head_of_first(with("X-Name: \t a b \t\r\nX-Empty:\r\n"));
  const std::vector<std::pair<std::string, std::string>> expected{
      {"host", "localhost"}, {"x-name", "a b"}, {"x-empty", ""}};
  EXPECT_EQ(head.headers, expected);
}

TEST(TheGuard, DoesNotCareWhereTheBytesAreSplit) {
  const std::string all = get + post + chunked + "\r\n" + get + chunked + post;
  const std::string expected = outcome({all});
  ASSERT_EQ(std::count(expected.begin(), expected.end(), '\n'), 6);
  for (std::size_t first = 0; first <= all.size(); ++first) {
    EXPECT_EQ(outcome({all.substr(0, first), all.substr(first)}), expected) << "split at " << first;
  }
}

TEST(TheGuard, DoesNotCareAboutTwoSplitsInAChunkedRequest) {
  for (std::size_t first = 0; first <= chunked.size(); ++first) {
    for (std::size_t second = first; second <= chunked.size(); ++second) {
      ASSERT_EQ(outcome({chunked.substr(0, first), chunked.substr(first, second - first), chunked.substr(second)}),
                "POST /v1/dossiers [hello world]\n")
          << "split at " << first << " and " << second;
    }
  }
}

TEST(TheGuard, TakesBytesOneByOne) {
  std::vector<std::string> bytes;
  std::string all = get;
  all.append(chunked).append(post);
  for (const char c : all) bytes.emplace_back(1, c);
  EXPECT_EQ(outcome(bytes), "GET /v1/dossiers []\nPOST /v1/dossiers [hello world]\nPOST /v1/dossiers [hello world]\n");
}

TEST(TheGuard, KeepsTwoHundredPipelinedRequestsInOrder) {
  std::string all;
  std::string expected;
  for (int number = 0; number < 200; ++number) {
    all += "GET /" + std::to_string(number) + " HTTP/1.1\r\nHost: a\r\n\r\n";
    expected += "GET /" + std::to_string(number) + " []\n";
  }
  EXPECT_EQ(outcome({all}), expected);
}

TEST(TheGuard, ForgivesOneEmptyLineBeforeARequest) {
  EXPECT_EQ(outcome({"\r\n" + get}), "GET /v1/dossiers []\n");
  EXPECT_EQ(outcome({"\r\n\r\n" + get}), "400 line_end");
}

TEST(TheGuard, SaysWhetherARequestIsUnderWay) {
  Guard guard{Limits{}};
  EXPECT_TRUE(guard.idle());
  guard.feed(post.substr(0, 10));
  outcome(guard);
  EXPECT_FALSE(guard.idle());
  EXPECT_FALSE(guard.in_body());
  guard.feed(post.substr(10, post.size() - 15));
  outcome(guard);
  EXPECT_TRUE(guard.in_body());
  guard.feed(post.substr(post.size() - 5));
  outcome(guard);
  EXPECT_TRUE(guard.idle());
}

TEST(TheGuard, KnowsWhenTheConnectionEnds) {
  EXPECT_TRUE(head_of_first(get).keep_alive);
  EXPECT_TRUE(head_of_first(with("Connection: keep-alive\r\n")).keep_alive);
  EXPECT_FALSE(head_of_first(with("Connection: foo, Close\r\n")).keep_alive);
  EXPECT_FALSE(head_of_first("GET / HTTP/1.0\r\n\r\n").keep_alive);
  EXPECT_FALSE(head_of_first("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").keep_alive);
}

TEST(TheGuard, SeesExpectations) {
  EXPECT_TRUE(head_of_first(with("Expect: 100-Continue\r\nContent-Length: 3\r\n")).expects_continue);
  EXPECT_FALSE(head_of_first("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n").expects_continue);
}

TEST(ABody, IsRefusedByItsAnnouncedLengthBeforeItComes) {
  EXPECT_EQ(outcome({with("Content-Length: 9\r\n")}, {.body = 8}), "413 body_size");
  EXPECT_EQ(outcome({with("Content-Length: 8\r\n", "12345678")}, {.body = 8}), "POST /v1 [12345678]\n");
}

TEST(ABody, InChunksIsRefusedAsSoonAsItIsTooLarge) {
  const std::string fields = "Transfer-Encoding: chunked\r\n";
  EXPECT_EQ(outcome({with(fields, "4\r\n1234\r\n4\r\n5678\r\n0\r\n\r\n")}, {.body = 8}), "POST /v1 [12345678]\n");
  EXPECT_EQ(outcome({with(fields, "4\r\n1234\r\n5\r\n")}, {.body = 8}), "413 body_size");
  EXPECT_EQ(outcome({with(fields, "ffffffff\r\n")}, {.body = 8}), "413 body_size");
}

TEST(ABody, MayBeLimitedOnceItsHeadIsKnown) {
  Guard guard{Limits{}};
  guard.feed(post + get);
  ASSERT_EQ(guard.step(), Guard::Step::head);
  guard.limit_body(10);
  EXPECT_EQ(guard.step(), Guard::Step::broken);
  EXPECT_EQ(guard.breach().status, 413);
}

TEST(ALimitOfOneRequest, IsForgottenWithTheNext) {
  Guard guard{Limits{}};
  guard.feed(get + post);
  ASSERT_EQ(guard.step(), Guard::Step::head);
  guard.limit_body(1);
  EXPECT_EQ(guard.step(), Guard::Step::request);
  EXPECT_EQ(outcome(guard), "POST /v1/dossiers [hello world]\n");
}

TEST(AHead, MayBeJustAsLongAsTheLimit) {
  const Limits limits;
  const std::string empty = with("X: \r\n");
  const std::string longest = with("X: " + std::string(limits.head - empty.size(), 'a') + "\r\n");
  ASSERT_EQ(longest.size(), limits.head);
  EXPECT_EQ(outcome({longest}), "POST /v1 []\n");
  EXPECT_EQ(outcome({with("X: " + std::string(limits.head - empty.size() + 1, 'a') + "\r\n")}), "431 head_size");
}

TEST(AHead, ThatNeverEndsIsRefusedAtTheLimit) {
  EXPECT_EQ(outcome({"GET / HTTP/1.1\r\nX: ", std::string(17 * 1024, 'a')}), "431 head_size");
  EXPECT_EQ(outcome({"GET /", std::string(9 * 1024, 'a')}), "414 target_size");
  EXPECT_EQ(outcome({"GET /" + std::string(9 * 1024, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"}), "414 target_size");
}

TEST(AHead, MayHaveAHundredFields) {
  std::string fields;
  for (int count = 1; count < 100; ++count) fields += "X: y\r\n";
  EXPECT_EQ(outcome({with(fields)}), "POST /v1 []\n");
  EXPECT_EQ(outcome({with(fields + "X: y\r\n")}), "431 header_count");
}

// Whatever comes, in whatever pieces: no crash, and the same outcome.
TEST(TheGuard, IsNotMovedByMutations) {
  std::minstd_rand random{20201215};
  const auto below = [&](std::size_t limit) { return random() % limit; };
  const std::string all = get + post + chunked + get;
  const std::string_view spice{
      "\r\n\0 \t:;,%/\x80"
      "Aa09f",
      16};
  for (int round = 0; round < 20000; ++round) {
    std::string bytes = all;
    for (std::size_t change = below(4) + 1; change > 0; --change) {
      const std::size_t at = below(bytes.size());
      switch (below(3)) {
        case 0: bytes[at] = spice[below(spice.size())]; break;
        case 1: bytes.erase(at, below(20)); break;
        default: bytes.insert(at, 1, spice[below(spice.size())]); break;
      }
    }
    const std::size_t first = below(bytes.size() + 1);
    const std::size_t second = first + below(bytes.size() - first + 1);
    ASSERT_EQ(outcome({bytes}),
              outcome({bytes.substr(0, first), bytes.substr(first, second - first), bytes.substr(second)}))
        << "round " << round;
  }
}

class WhatTheGuardRefuses : public testing::TestWithParam<Stream> {};

TEST_P(WhatTheGuardRefuses, IsRefusedWhereverItIsSplitAndNothingFollows) {
  const Stream& stream = GetParam();
  const std::string all = stream.bytes + get;
  const std::string expected = std::to_string(stream.statuses.back()) + " " + stream.reason;
  EXPECT_EQ(outcome({all}), expected);
  const std::size_t step = 1 + all.size() / 1000;  // a megabyte is split at a thousand places
  for (std::size_t first = 0; first <= all.size(); first += step) {
    ASSERT_EQ(outcome({all.substr(0, first), all.substr(first)}), expected) << "split at " << first;
  }
}

INSTANTIATE_TEST_SUITE_P(Torture, WhatTheGuardRefuses, testing::ValuesIn(breaches()),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace motcua::http
