#include <gtest/gtest.h>
#include <malloc.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "http/server_fixture_for_tests.hpp"
#include "http/torture_for_tests.hpp"

namespace motcua::http {
namespace {

using Then = Stream::Then;

// In pieces, which the server is given the time to read one by one; whether it did changes nothing.
void send(RawClient& client, const std::vector<std::string_view>& pieces) {
  for (const std::string_view piece : pieces) {
    client.send(piece);
    std::this_thread::sleep_for(std::chrono::microseconds{50});
  }
}

std::vector<RawAnswer> answers_to(const Stream& stream, RawClient& client) {
  if (stream.then == Then::half_closed) client.finish_sending();
  std::vector<RawAnswer> answers;
  while (answers.size() < stream.statuses.size()) {
    auto answer = client.answer(stream.bytes.starts_with("HEAD "));
    if (answer.status != 100) answers.push_back(std::move(answer));  // said when the body lets itself be waited for
  }
  return answers;
}

void expect_what_the_table_says(const Stream& stream, RawClient& client) {
  const auto answers = answers_to(stream, client);
  for (std::size_t at = 0; at < answers.size(); ++at) EXPECT_EQ(answers[at].status, stream.statuses[at]);
  if (!answers.empty()) {
    EXPECT_EQ(problem_of(answers.back()), stream.code == nullptr ? "" : stream.code);
    EXPECT_EQ(answers.back().header("connection"), stream.then == Then::ends ? "close" : "");
  }
  if (stream.then == Then::goes_on) {
    EXPECT_EQ(client.ask(get("/hello")).status, 200);
  } else {
    if (stream.then == Then::ends) client.send(get("/hello"));
    EXPECT_TRUE(client.ended()) << "nothing else is answered";
  }
}

/// One server for the whole table: what one stream leaves behind, the next would meet.
class Torture : public testing::TestWithParam<Stream> {
 protected:
  static void SetUpTestSuite() { running_ = std::make_unique<Running>(Settings{.workers = 2}); }
  static void TearDownTestSuite() { running_.reset(); }
  static std::unique_ptr<Running> running_;
};
std::unique_ptr<Running> Torture::running_;

TEST_P(Torture, IsAnsweredAsTheTableSays) {
  RawClient client = running_->client();
  client.send(GetParam().bytes);
  expect_what_the_table_says(GetParam(), client);
}

TEST_P(Torture, TakesNothingFromTheRequestBefore) {
  RawClient client = running_->client();
  client.send(get("/hello") + GetParam().bytes);
  EXPECT_EQ(client.answer().status, 200);
  expect_what_the_table_says(GetParam(), client);
}

TEST_P(Torture, IsAnsweredTheSameByteByByte) {
  const std::string_view bytes = GetParam().bytes;
  if (bytes.size() > 2000) return;  // their limits are reached byte by byte in guard_test.cpp
  std::vector<std::string_view> pieces;
  for (std::size_t at = 0; at < bytes.size(); ++at) pieces.push_back(bytes.substr(at, 1));
  RawClient client = running_->client();
  send(client, pieces);
  expect_what_the_table_says(GetParam(), client);
}

// What is refused is split everywhere in guard_test.cpp.
TEST_P(Torture, IsAnsweredTheSameWhereverItIsSplit) {
  const std::string_view bytes = GetParam().bytes;
  if (GetParam().statuses.empty() || GetParam().code != nullptr || bytes.size() > 2000) return;
  for (std::size_t at = 1; at < bytes.size(); ++at) {
    SCOPED_TRACE("split at " + std::to_string(at));
    RawClient client = running_->client();
    send(client, {bytes.substr(0, at), bytes.substr(at)});
    expect_what_the_table_says(GetParam(), client);
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Table, Torture, testing::ValuesIn(torture()), [](const auto& one) { return one.param.name; });

TEST(TortureOverAndOver, LeavesNoMemoryBehind) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the sanitizer keeps what is given back and looks for leaks itself; runs in the other builds";
#endif
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "the sanitizer has an allocator of its own; runs in the other builds";
#endif
  Running running{{.workers = 2}};
  const auto streams = torture();
  const auto in_use_after = [&](int rounds) {
    for (int round = 0; round < rounds; ++round) {
      for (const Stream& stream : streams) {
        RawClient client = running.client();
        client.send(stream.bytes);
        answers_to(stream, client);
      }
    }
    while (running.metrics().find(R"(motcua_http_connections{server="rest"} 0)") == std::string::npos)
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    const auto heap = ::mallinfo2();
    return heap.uordblks + heap.hblkhd;
  };
  const std::size_t before = in_use_after(5);  // by now every table, cache and thread has what it keeps
  const std::size_t after = in_use_after(20);
  RecordProperty("bytes_before", std::to_string(before));
  RecordProperty("bytes_after", std::to_string(after));
  EXPECT_LT(after, before + 64 * 1024) << "twenty times " << streams.size()
                                       << " streams, and a byte kept of each shows";
  EXPECT_NE(running.metrics().find(R"(motcua_http_held_bytes{server="rest"} 0)"), std::string::npos);
}

// After a turn of 256 the server asks to come again, so that the others of its worker have theirs.
TEST(APipelineOfAThousand, IsAnsweredInOrderOverAsManyConnectionsAsItTakes) {
  Running running;
  int next = 0;
  while (next < 1000) {
    std::string rest;
    for (int number = next; number < 1000; ++number) rest += get("/things/" + std::to_string(number));
    RawClient client = running.client();
    std::jthread sending{[&] { client.send(rest); }};
    for (std::string connection; next < 1000 && connection != "close"; ++next) {
      const RawAnswer answer = client.answer();
      ASSERT_EQ(answer.body, std::to_string(next) + "|/things/{id}");
      connection = answer.header("connection");
    }
  }
}

}  // namespace
}  // namespace motcua::http
