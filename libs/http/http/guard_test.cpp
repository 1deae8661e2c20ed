#include "http/guard.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

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

struct Refused {
  const char* name;
  std::string bytes;
  const char* outcome;
};

std::ostream& operator<<(std::ostream& out, const Refused& refused) { return out << refused.name; }

class WhatTheGuardRefuses : public testing::TestWithParam<Refused> {};

TEST_P(WhatTheGuardRefuses, IsRefusedWhereverItIsSplitAndNothingFollows) {
  const auto& [name, bytes, expected] = GetParam();
  const std::string all = bytes + get;
  EXPECT_EQ(outcome({all}), expected);
  for (std::size_t first = 0; first <= all.size(); ++first) {
    ASSERT_EQ(outcome({all.substr(0, first), all.substr(first)}), expected) << "split at " << first;
  }
}

const std::string te = "Transfer-Encoding: chunked\r\n";

INSTANTIATE_TEST_SUITE_P(
    Guard, WhatTheGuardRefuses,
    testing::Values(
        Refused{"BareLineFeeds", "GET / HTTP/1.1\nHost: a\n\n", "400 line_end"},
        Refused{"ABareLineFeedInTheFields", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", "400 line_end"},
        Refused{"ABareCarriageReturn", "GET / HTTP/1.1\r\nHost: a\rX: y\r\n\r\n", "400 header"},
        Refused{"ABareCarriageReturnInAValue", with("X: a\rb\r\n"), "400 header"},
        Refused{"AFoldedLine", with("X: a\r\n b\r\n"), "400 header"},
        Refused{"ABlankBeforeTheColon", with("X : a\r\n"), "400 header"},
        Refused{"AFieldWithoutAName", with(": a\r\n"), "400 header"},
        Refused{"AFieldWithoutAColon", with("X\r\n"), "400 header"},
        Refused{"AControlCharacterInAValue", with("X: a\x01\r\n"), "400 header"},
        Refused{"NulInAValue", with(std::string("X: a\0b\r\n", 8)), "400 header"},
        Refused{"NulInTheTarget", std::string("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 27), "400 target"},
        Refused{"ANameWithNonAscii", with("Xé: a\r\n"), "400 header"},
        Refused{"NoHost", "GET / HTTP/1.1\r\n\r\n", "400 host"},
        Refused{"TwoHosts", with("Host: other\r\n"), "400 host"},
        Refused{"AHostWithAPath", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "400 host"},
        Refused{"NoVersion", "GET /\r\n\r\n", "400 request_line"},
        Refused{"TwoBlanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "400 request_line"},
        Refused{"ATab", "GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n", "400 request_line"},
        Refused{"ALowerCaseVersion", "GET / http/1.1\r\nHost: a\r\n\r\n", "400 request_line"},
        Refused{"AStrangeVersion", "GET / HTTP/11.1\r\nHost: a\r\n\r\n", "400 request_line"},
        Refused{"AnotherVersion", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", "505 version"},
        Refused{"Http2", "PRI * HTTP/2.0\r\n\r\n", "505 version"},
        Refused{"AMethodThatIsNoToken", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", "400 request_line"},
        Refused{"AbsoluteForm", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", "400 target"},
        Refused{"AsteriskForm", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "400 target"},
        Refused{"AuthorityForm", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", "400 target"},
        Refused{"DotSegments", "GET /a/%2e%2e/b HTTP/1.1\r\nHost: a\r\n\r\n", "400 target"},
        Refused{"ABadEscape", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", "400 target"},
        Refused{"ASignedLength", with("Content-Length: +5\r\n", "hello"), "400 content_length"},
        Refused{"ANegativeLength", with("Content-Length: -1\r\n"), "400 content_length"},
        Refused{"ALengthWithLetters", with("Content-Length: 5x\r\n", "hello"), "400 content_length"},
        Refused{"AnEmptyLength", with("Content-Length:\r\n"), "400 content_length"},
        Refused{"AListOfLengths", with("Content-Length: 5, 5\r\n", "hello"), "400 content_length"},
        Refused{"TwoLengths", with("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), "400 content_length"},
        Refused{"ALengthBeyondAllNumbers", with("Content-Length: 99999999999999999999\r\n"), "400 content_length"},
        Refused{"LengthAndEncoding", with("Content-Length: 5\r\n" + te, "0\r\n\r\n"), "400 length_and_encoding"},
        Refused{"EncodingInHttp10", "POST / HTTP/1.0\r\nHost: a\r\n" + te + "\r\n0\r\n\r\n", "400 length_and_encoding"},
        Refused{"AnotherEncoding", with("Transfer-Encoding: gzip\r\n"), "501 transfer_encoding"},
        Refused{"AListOfEncodings", with("Transfer-Encoding: gzip, chunked\r\n"), "501 transfer_encoding"},
        Refused{"AnObscuredEncoding",
                with("Transfer-Encoding: \x0b"
                     "chunked\r\n"),
                "400 header"},
        Refused{"TwoEncodings", with(te + te), "400 repeated_header"},
        Refused{"AnotherExpectation", with("Expect: tea\r\n"), "417 expect"},
        Refused{"TwoAuthorizations", with("Authorization: a\r\nAuthorization: b\r\n"), "400 repeated_header"},
        Refused{"TwoKeys", with("Idempotency-Key: a\r\nIdempotency-Key: b\r\n"), "400 repeated_header"},
        Refused{"TwoTypes", with("Content-Type: a/b\r\nContent-Type: a/b\r\n"), "400 repeated_header"},
        Refused{"AChunkWithoutASize", with(te, "\r\nhello\r\n"), "400 chunk"},
        Refused{"AChunkSizeInWords", with(te, "five\r\nhello\r\n"), "400 chunk"},
        Refused{"AHexPrefix", with(te, "0x5\r\nhello\r\n"), "400 chunk"},
        Refused{"ABlankAfterTheSize", with(te, "5 \r\nhello\r\n"), "400 chunk"},
        Refused{"AChunkSizeOfNineDigits", with(te, "000000005\r\nhello\r\n"), "400 chunk"},
        Refused{"AChunkLongerThanItsSize", with(te, "4\r\nhello\r\n"), "400 chunk"},
        Refused{"AChunkEndedByALineFeed", with(te, "5\r\nhello\n"), "400 chunk"},
        Refused{"ASizeEndedByALineFeed", with(te, "5\nhello\r\n"), "400 line_end"},
        Refused{"AnExtensionWithoutEnd", with(te, "5;" + std::string(300, 'a') + "\r\nhello\r\n"), "400 chunk"},
        Refused{"AnExtensionWithControls", with(te, "5;a\x01\r\nhello\r\n"), "400 chunk"},
        Refused{"ATrailerThatIsNoField", with(te, "0\r\nno field\r\n\r\n"), "400 chunk"},
        Refused{"TrailersWithoutEnd", with(te, "0\r\nX: " + std::string(5000, 'a') + "\r\n\r\n"), "431 head_size"},
        Refused{"ManyTrailers",
                with(te, "0\r\nX: " + std::string(3000, 'a') + "\r\nX: " + std::string(3000, 'a') + "\r\n\r\n"),
                "431 head_size"}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace motcua::http
