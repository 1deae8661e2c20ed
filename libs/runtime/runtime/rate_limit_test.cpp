#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "runtime/rate_limit.hpp"

namespace motcua::runtime {
namespace {

class ARateLimit : public testing::Test {
 protected:
  std::int64_t second_ = 1'800'000'000;
  RateLimit limit_{{.per_minute = 6, .burst = 3},
                   [this] { return core::instant_from(second_ * 1000); }};  // one more every 10 s
};

TEST_F(ARateLimit, AllowsABurstThenSaysHowLongToWait) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limit_.refuse("a"), std::nullopt);
  EXPECT_EQ(limit_.refuse("a"), std::chrono::seconds{10});
  second_ += 4;
  EXPECT_EQ(limit_.refuse("a"), std::chrono::seconds{6});
  second_ += 6;
  EXPECT_EQ(limit_.refuse("a"), std::nullopt);
  EXPECT_EQ(limit_.refuse("a"), std::chrono::seconds{10});
}

TEST_F(ARateLimit, IsNotLengthenedByThoseItRefuses) {
  for (int i = 0; i < 100; ++i) static_cast<void>(limit_.refuse("a"));
  EXPECT_EQ(limit_.refuse("a"), std::chrono::seconds{10});
}

TEST_F(ARateLimit, CountsEachKeyByItself) {
  for (int i = 0; i < 4; ++i) static_cast<void>(limit_.refuse("a"));
  EXPECT_EQ(limit_.refuse("b"), std::nullopt);
}

TEST_F(ARateLimit, TakesNothingWhenItIsOnlyAsked) {
  const Rate rate{.per_minute = 6, .burst = 1};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limit_.spent("a", rate), std::nullopt);
  EXPECT_EQ(limit_.refuse("a", rate), std::nullopt);
  EXPECT_EQ(limit_.spent("a", rate), std::chrono::seconds{10});
}

TEST_F(ARateLimit, HoldsAKeyToARateOfItsOwn) {
  const Rate high{.per_minute = 60, .burst = 5};
  for (int i = 0; i < 5; ++i) EXPECT_EQ(limit_.refuse("a", high), std::nullopt);
  EXPECT_EQ(limit_.refuse("a", high), std::chrono::seconds{1});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limit_.refuse("b"), std::nullopt);
  EXPECT_EQ(limit_.refuse("b"), std::chrono::seconds{10});
}

TEST_F(ARateLimit, IsNoneAtTheHighestRate) {
  for (int i = 0; i < 10'000; ++i) EXPECT_EQ(limit_.refuse("a", {1'000'000'000, 1'000'000'000}), std::nullopt);
}

TEST_F(ARateLimit, IsFullAgainAfterAWhileAndNotFuller) {
  for (int i = 0; i < 4; ++i) static_cast<void>(limit_.refuse("a"));
  second_ += 3600;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limit_.refuse("a"), std::nullopt);
  EXPECT_EQ(limit_.refuse("a"), std::chrono::seconds{10});
}

TEST_F(ARateLimit, ShutsNobodyOutForLongWhenTheClockIsSetBack) {
  for (int i = 0; i < 3; ++i) static_cast<void>(limit_.refuse("a"));
  second_ -= 86'400;
  EXPECT_EQ(limit_.refuse("a"), std::chrono::seconds{10});
}

TEST_F(ARateLimit, HoldsABoundedNumberOfKeysAndForgetsTheFullestFirst) {
  for (int i = 0; i < 3; ++i) static_cast<void>(limit_.refuse("busy"));
  for (int i = 0; i < 150'000; ++i) EXPECT_EQ(limit_.refuse(std::to_string(i)), std::nullopt);
  EXPECT_NE(limit_.refuse("busy"), std::nullopt);
}

TEST_F(ARateLimit, AllowsNoMoreToManyThreads) {
  std::atomic<int> allowed{0};
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < 100; ++i) allowed += limit_.refuse("a") ? 0 : 1;
      });
    }
  }
  EXPECT_EQ(allowed, 3);
}

}  // namespace
}  // namespace motcua::runtime
