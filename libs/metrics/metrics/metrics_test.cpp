#include "metrics/metrics.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace motcua::metrics {
namespace {

testing::AssertionResult says(const std::string& text, const std::string& line) {
  if (("\n" + text).find("\n" + line) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "no line begins with " << line << " in\n" << text;
}

TEST(ARegistry, GivesTheSameSeriesForTheSameNameAndLabels) {
  Registry registry{"dossiers"};
  registry.counter("motcua_things_total", "Things.", {{"outcome", "done"}}).increment();
  registry.counter("motcua_things_total", "Things.", {{"outcome", "done"}}).increment(2);
  registry.counter("motcua_things_total", "Things.", {{"outcome", "refused"}}).increment();

  const auto text = registry.text();

  EXPECT_TRUE(says(text, "motcua_things_total{outcome=\"done\"} 3"));
  EXPECT_TRUE(says(text, "motcua_things_total{outcome=\"refused\"} 1"));
}

TEST(ARegistry, KeepsAnotherKindFromTakingAName) {
  Registry registry{"dossiers"};
  registry.counter("motcua_things_total", "Things.");
  EXPECT_THROW(registry.gauge("motcua_things_total", "Things."), std::invalid_argument);
}

TEST(ARegistry, SaysWhatRunsAndWhatTheProcessUses) {
  const auto text = Registry{"dossiers"}.text();
  EXPECT_TRUE(says(text, "motcua_build_info{service=\"dossiers\",version=\""));
  for (const auto* name : {"process_cpu_seconds_total ", "process_resident_memory_bytes ", "process_open_fds ",
                           "process_max_fds ", "process_threads 1", "process_start_time_seconds "}) {
    EXPECT_TRUE(says(text, name));
  }
}

TEST(AHistogram, HasTheBucketsOfRequests) {
  Registry registry{"dossiers"};
  registry.histogram("motcua_took_seconds", "Time.").observe(std::chrono::milliseconds{3});

  const auto text = registry.text();

  EXPECT_TRUE(says(text, "motcua_took_seconds_bucket{le=\"0.001\"} 0"));
  EXPECT_TRUE(says(text, "motcua_took_seconds_bucket{le=\"0.005\"} 1"));
  EXPECT_TRUE(says(text, "motcua_took_seconds_bucket{le=\"10\"} 1"));
  EXPECT_TRUE(says(text, "motcua_took_seconds_count 1"));
}

TEST(ACounter, CountsFromManyThreads) {
  Registry registry{"dossiers"};
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        auto counter = registry.counter("motcua_things_total", "Things.");
        for (int i = 0; i < 1000; ++i) counter.increment();
        EXPECT_FALSE(registry.text().empty());
      });
    }
  }
  EXPECT_TRUE(says(registry.text(), "motcua_things_total 4000"));
}

}  // namespace
}  // namespace motcua::metrics
