#include "log/log.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>
#include <vector>

#include "core/time.hpp"

namespace motcua::log {
namespace {

std::vector<nlohmann::json> written(const std::function<void()>& work) {
  testing::internal::CaptureStderr();
  work();
  std::istringstream text{testing::internal::GetCapturedStderr()};
  std::vector<nlohmann::json> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

TEST(ALogLine, IsOneJsonObjectWithTimeLevelServiceMessageAndFields) {
  start("dossiers", Level::info);
  const auto lines = written([] {
    warn("event not delivered; will retry",
         {{"event", "d1:3"}, {"attempt", 2}, {"next_in", 0.25}, {"leading", true}, {"big", std::int64_t{1} << 60}});
  });
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(core::parse_instant(lines[0]["time"].get<std::string>()).has_value());
  EXPECT_EQ(lines[0]["level"], "warn");
  EXPECT_EQ(lines[0]["service"], "dossiers");
  EXPECT_EQ(lines[0]["message"], "event not delivered; will retry");
  EXPECT_EQ(lines[0]["event"], "d1:3");
  EXPECT_EQ(lines[0]["attempt"], 2);
  EXPECT_EQ(lines[0]["next_in"], 0.25);
  EXPECT_EQ(lines[0]["leading"], true);
  EXPECT_EQ(lines[0]["big"], std::int64_t{1} << 60);
  EXPECT_FALSE(lines[0].contains("trace_id"));
}

TEST(ALogLine, StaysOneLineOfJsonWhateverTheTextHolds) {
  start("dossiers", Level::info);
  std::string hostile{"a\"b\\c\nd\r\te \x01\x1f\x7f {\"level\":\"x\"} Kiến An "};
  hostile += "\xff\xc3\xe1\xba";
  hostile += '\0';
  const auto lines = written([&] {
    error(hostile, {{"field", hostile}, {"none", std::numeric_limits<double>::quiet_NaN()}});
  });
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0]["level"], "error");
  EXPECT_NE(lines[0]["field"].get<std::string>().find("a\"b\\c\nd\r\te \x01\x1f\x7f {"), std::string::npos);
  EXPECT_NE(lines[0]["message"].get<std::string>().find("Kiến An \xef\xbf\xbd"), std::string::npos);
  EXPECT_TRUE(lines[0]["none"].is_null());
}

TEST(ALogLine, IsLeftOutBelowTheLeastLevel) {
  start("dossiers", Level::warn);
  EXPECT_TRUE(written([] {
                info("quiet");
                debug("quiet");
              }).empty());
  EXPECT_EQ(written([] { warn("heard"); }).size(), 1U);
}

TEST(ARedactedValue, NeverReachesALine) {
  start("dossiers", Level::info);
  const auto lines = written([] { info("connecting", {{"password", Redacted<std::string>{"opensesame"}}}); });
  EXPECT_EQ(lines.at(0)["password"], "[redacted]");
}

TEST(ATraceScope, NamesTheLinesOfItsThreadWhileItLives) {
  start("dossiers", Level::info);
  const auto lines = written([] {
    const TraceScope outer{"0af7651916cd43dd8448eb211c80319c"};
    {
      const TraceScope inner{"b7ad6b7169203331b7ad6b7169203331"};
      info("inner");
      std::jthread{[] { info("another thread"); }}.join();
    }
    info("outer");
  });
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0]["trace_id"], "b7ad6b7169203331b7ad6b7169203331");
  EXPECT_FALSE(lines[1].contains("trace_id"));
  EXPECT_EQ(lines[2]["trace_id"], "0af7651916cd43dd8448eb211c80319c");
}

TEST(ManyThreads, DoNotMixTheirLines) {
  start("dossiers", Level::info);
  const auto lines = written([] {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([thread] {
        for (int i = 0; i < 200; ++i) info(std::string(200, 'x'), {{"thread", thread}});
      });
    }
  });
  EXPECT_EQ(lines.size(), 800U);
}

}  // namespace
}  // namespace motcua::log
