#include "core/random.hpp"

#include <gtest/gtest.h>

#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

namespace motcua::core {
namespace {

TEST(RandomText, DrawsFromTheWholeAlphabetAndNothingElse) {
  const std::string text = random_text(4000, "abc");
  EXPECT_EQ(text.size(), 4000U);
  EXPECT_EQ(std::set<char>(text.begin(), text.end()), (std::set<char>{'a', 'b', 'c'}));
}

TEST(RandomText, NeedsAnAlphabet) {
  EXPECT_THROW(random_text(1, ""), std::invalid_argument);
  EXPECT_THROW(random_text(1, std::string(257, 'a')), std::invalid_argument);
}

TEST(RandomBytes, AreAsManyAsAskedForAndDifferEachTime) {
  EXPECT_EQ(random_bytes(0), "");
  EXPECT_EQ(random_bytes(1000).size(), 1000U);
  EXPECT_NE(random_bytes(16), random_bytes(16));
}

TEST(Uuid7, CarriesItsMomentVersionAndVariant) {
  const std::string id = uuid7(Instant{std::chrono::milliseconds{0x7FFFFFFFFFFE}});  // later than any other test's
  ASSERT_EQ(id.size(), 36U);
  EXPECT_EQ(id.substr(0, 15), "7fffffff-fffe-7");
  EXPECT_NE(std::string_view{"89ab"}.find(id[19]), std::string_view::npos);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) EXPECT_EQ(id[at], '-');
}

TEST(Uuid7, LooksLikeAUuidAndNothingElseDoes) {
  EXPECT_TRUE(is_uuid(uuid7(Instant{std::chrono::milliseconds{1}})));
  for (const char* other :
       {"", "0190", "0190f5e2-0000-7000-8000-00000000000g", "0190f5e2-0000-7000-8000-0000000000000"})
    EXPECT_FALSE(is_uuid(other)) << other;
}

TEST(Uuid7, AscendsWithinAMillisecondAndWhenTheClockIsSetBack) {
  const Instant moment = instant_from(1'600'000'000'000);
  std::string last = uuid7(moment);
  for (int i = 0; i < 10'000; ++i) {
    const std::string next = uuid7(moment - std::chrono::milliseconds{i % 7});
    ASSERT_LT(last, next);
    last = next;
  }
}

TEST(Uuid7, IsNeverGivenTwiceByManyThreads) {
  std::mutex mutex;
  std::set<std::string> all;
  std::vector<std::jthread> threads;
  threads.reserve(4);
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      std::vector<std::string> mine(2'000);
      for (std::string& id : mine) id = uuid7(instant_from(1'700'000'000'000));
      const std::lock_guard lock{mutex};
      all.insert(mine.begin(), mine.end());
    });
  }
  threads.clear();
  EXPECT_EQ(all.size(), 8'000U);
}

}  // namespace
}  // namespace motcua::core
