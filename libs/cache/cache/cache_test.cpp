#include "cache/cache.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "cache/seal.hpp"

namespace motcua::cache {
namespace {

class AnyCache : public testing::TestWithParam<const char*> {
 protected:
  std::unique_ptr<Cache> open(std::size_t memory_bytes = 1024 * 1024) {
    return Cache::open({.url = GetParam(), .memory_bytes = memory_bytes}, metrics_);
  }
  /// Returns once three callers wait for the one who makes the value; after a while it gives up, so that a cache with
  /// which nobody waits fails its test and does not hang.
  void wait_for_the_others() {
    for (int turn = 0; turn < 5000 && metrics_.text().find(R"({outcome="hit"} 3)") == std::string::npos; ++turn)
      std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  metrics::Registry metrics_{"test"};
};

INSTANTIATE_TEST_SUITE_P(Kinds, AnyCache, testing::Values("off", "memory", "redis:127.0.0.1:1"),
                         [](const auto& one) { return std::string{one.param}.substr(0, 3); });

TEST_P(AnyCache, GivesWhatIsMade) {
  const auto cache = open();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(cache->get_or_make("key", [] { return "value"; }), "value");
}

TEST_P(AnyCache, LetsTheMakersExceptionThroughAndKeepsNothing) {
  const auto cache = open();
  EXPECT_THROW(cache->get_or_make("key", []() -> std::string { throw std::out_of_range{"gone"}; }), std::out_of_range);
  EXPECT_EQ(cache->get_or_make("key", [] { return "value"; }), "value");
}

TEST_P(AnyCache, MakesOneValueForAllWhoAskAtOnce) {
  const auto cache = open();
  std::atomic<int> made{0};
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        EXPECT_EQ(cache->get_or_make("key",
                                     [&] {
                                       wait_for_the_others();
                                       ++made;
                                       return std::string(1000, 'v');
                                     }),
                  std::string(1000, 'v'));
      });
    }
  }
  EXPECT_EQ(made, 1);
}

TEST_P(AnyCache, TellsAllWhoWaitWhatWentWrong) {
  const auto cache = open();
  std::atomic<int> made{0};
  std::atomic<int> told{0};
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        try {
          cache->get_or_make("key", [&]() -> std::string {
            wait_for_the_others();
            ++made;
            throw std::out_of_range{"gone"};
          });
        } catch (const std::out_of_range&) {
          ++told;
        }
      });
    }
  }
  EXPECT_EQ(made, 1);
  EXPECT_EQ(told, 4);
}

TEST(TheMemoryCache, KeepsWhatWasUsedLastWithinItsBytes) {
  metrics::Registry metrics{"test"};
  const auto cache = Cache::open({.url = "memory", .memory_bytes = 4000}, metrics);
  int made = 0;
  const auto ask = [&](const std::string& key) {
    cache->get_or_make(key, [&] {
      ++made;
      return std::string(1000, 'v');
    });
  };
  for (const auto* key : {"a", "b", "c", "a", "b", "c", "a", "d", "a"}) ask(key);
  EXPECT_EQ(made, 4);
  ask("b");
  EXPECT_EQ(made, 5) << "it was used longest ago and had to go for d";
}

TEST(TheMemoryCache, KeepsNoHugeValue) {
  metrics::Registry metrics{"test"};
  const auto cache = Cache::open({.url = "memory"}, metrics);
  int made = 0;
  for (int i = 0; i < 2; ++i) {
    cache->get_or_make("key", [&] {
      ++made;
      return std::string(largest_value + 1, 'v');
    });
  }
  EXPECT_EQ(made, 2);
}

TEST(TheMemoryCache, ForgetsWhenTheLifetimeIsOver) {
  metrics::Registry metrics{"test"};
  const auto cache = Cache::open({.url = "memory", .lifetime = std::chrono::seconds{0}}, metrics);
  int made = 0;
  for (int i = 0; i < 2; ++i) cache->get_or_make("key", [&] { return std::to_string(++made); });
  EXPECT_EQ(made, 2);
}

TEST(AnUnknownCache, IsRefusedWithWhatWouldDo) {
  metrics::Registry metrics{"test"};
  for (const auto* url :
       {"", "redis", "redis:", "redis:host", "redis:host:0", "redis:host:65536", "redis::1", "memcached:x:1"}) {
    EXPECT_THROW(Cache::open({.url = url}, metrics), std::runtime_error) << url;
  }
}

TEST(ASealedValue, IsOnlyReadUnderItsKeyAndWhole) {
  const Seal seal{"a key that every instance has"};
  const auto text = seal.sealed("key", "value");
  EXPECT_EQ(seal.unsealed("key", text), "value");
  EXPECT_EQ(seal.unsealed("key", seal.sealed("key", "")), "");
  EXPECT_EQ(seal.unsealed("another", text), std::nullopt);
  EXPECT_EQ(seal.unsealed("key", text.substr(0, text.size() - 1)), std::nullopt);
  EXPECT_EQ(seal.unsealed("key", text + "x"), std::nullopt);
  EXPECT_EQ(seal.unsealed("key", "value"), std::nullopt);
  EXPECT_EQ(seal.unsealed("key", ""), std::nullopt);
  EXPECT_EQ(seal.unsealed("key", "motcua2:"), std::nullopt);
  EXPECT_EQ(seal.unsealed("ke", seal.sealed("key", "value")), std::nullopt);
}

TEST(ASealedValue, IsOnlyReadByWhoHasItsSecret) {
  const auto forged = Seal{"another secret"}.sealed("key", "value");
  EXPECT_EQ(Seal{"secret"}.unsealed("key", forged), std::nullopt);
  EXPECT_EQ(Seal{"secret"}.unsealed("key", Seal{""}.sealed("key", "value")), std::nullopt);
  EXPECT_EQ(Seal{"another secret"}.unsealed("key", forged), "value");
  EXPECT_EQ(Seal{""}.unsealed("key", Seal{""}.sealed("key", "value")), "value");
}

TEST(SettingsOfACache, TakeSecretsFromFiles) {
  const auto folder = std::filesystem::temp_directory_path() / ("motcua-cache-" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  const auto file = [&](const char* name, const std::string& text) {
    std::ofstream{folder / name} << text;
    return (folder / name).string();
  };
  const auto settings_with = [](const std::vector<std::string>& arguments) {
    return settings_from(config::read("t", settings(), arguments, {}).value());
  };
  const std::string key(32, 'k');
  const auto all =
      settings_with({"--cache=redis:h:1", "--cache-user=motcua", "--cache-password-file=" + file("p", "secret \n"),
                     "--cache-key-file=" + file("k", key + "\n")});
  EXPECT_EQ(all.user, "motcua");
  EXPECT_EQ(all.password, "secret");
  EXPECT_EQ(all.seal_key, key);
  EXPECT_EQ(settings_with({}).url, "memory");
  EXPECT_THROW(settings_with({"--cache-key-file=" + file("short", "k")}), std::runtime_error);
  EXPECT_THROW(settings_with({"--cache-password-file=" + file("empty", "")}), std::runtime_error);
  EXPECT_THROW(settings_with({"--cache-password-file=/nowhere"}), std::runtime_error);
  std::filesystem::remove_all(folder);
}

TEST(ALifetime, VariesByAFifth) {
  for (int i = 0; i < 1000; ++i) {
    const auto one = varied(std::chrono::seconds{100});
    EXPECT_GE(one, std::chrono::seconds{80});
    EXPECT_LE(one, std::chrono::seconds{120});
  }
}

}  // namespace
}  // namespace motcua::cache
