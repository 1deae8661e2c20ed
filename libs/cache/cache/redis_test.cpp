#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "cache/cache.hpp"
#include "cache/redis.hpp"
#include "cache/seal.hpp"
#include "core/random.hpp"

namespace motcua::cache {
namespace {

std::string bulk(const std::string& text) { return "$" + std::to_string(text.size()) + "\r\n" + text + "\r\n"; }

/// A Redis of our own that answers each command as the test wants; GET and SET as they are meant, by default.
class FakeRedis {
 public:
  using Words = std::vector<std::string>;
  /// Nothing at all when it returns an empty text; `\0` closes the connection.
  using Behaviour = std::function<std::string(const Words&)>;

  FakeRedis() : listener_{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(listener_, 16) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
      throw std::runtime_error{"no port"};
    }
    port_ = ntohs(address.sin_port);
    acceptor_ = std::jthread{[this] { accept_all(); }};
  }
  ~FakeRedis() {
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    hang_up();
    peers_.clear();
    close(listener_);
  }
  FakeRedis(const FakeRedis&) = delete;
  FakeRedis& operator=(const FakeRedis&) = delete;

  std::string url() const { return "redis:127.0.0.1:" + std::to_string(port_); }
  void behave(Behaviour behaviour) {
    const std::lock_guard lock{mutex_};
    behaviour_ = std::move(behaviour);
  }
  int port() const { return port_; }
  int commands() const { return commands_; }
  /// Closes every connection, as a Redis that is started anew.
  void hang_up() {
    const std::lock_guard lock{mutex_};
    for (const int peer : sockets_) shutdown(peer, SHUT_RDWR);
  }
  std::string as_meant(const Words& words) {
    const std::lock_guard lock{mutex_};
    if (words.at(0) == "SET") {
      values_[words.at(1)] = words.at(2);
      return "+OK\r\n";
    }
    const auto found = values_.find(words.at(1));
    return found == values_.end() ? "$-1\r\n" : bulk(found->second);
  }

 private:
  void accept_all() {
    for (int peer = accept(listener_, nullptr, nullptr); peer >= 0; peer = accept(listener_, nullptr, nullptr)) {
      const std::lock_guard lock{mutex_};
      sockets_.push_back(peer);
      peers_.emplace_back([this, peer] { serve(peer); });
    }
  }

  void serve(int peer) {
    std::string read;
    const auto more = [&] {
      char buffer[65536];
      const auto count = recv(peer, buffer, sizeof buffer, 0);
      if (count > 0) read.append(buffer, static_cast<std::size_t>(count));
      return count > 0;
    };
    const auto line = [&](std::string& text) {
      while (read.find("\r\n") == std::string::npos) {
        if (!more()) return false;
      }
      text = read.substr(0, read.find("\r\n"));
      read.erase(0, text.size() + 2);
      return true;
    };
    for (std::string head; line(head);) {
      Words words(static_cast<std::size_t>(std::stoi(head.substr(1))));
      for (auto& word : words) {
        if (!line(head)) return;
        const auto size = static_cast<std::size_t>(std::stoi(head.substr(1)));
        while (read.size() < size + 2) {
          if (!more()) return;
        }
        word = read.substr(0, size);
        read.erase(0, size + 2);
      }
      ++commands_;
      Behaviour behaviour;
      {
        const std::lock_guard lock{mutex_};
        behaviour = behaviour_;
      }
      const auto answer = behaviour ? behaviour(words) : as_meant(words);
      if (answer == std::string{'\0'})
        shutdown(peer, SHUT_RDWR);
      else if (!answer.empty())
        static_cast<void>(send(peer, answer.data(), answer.size(), MSG_NOSIGNAL));
    }
  }

  int listener_;
  int port_ = 0;
  std::atomic<int> commands_{0};
  std::mutex mutex_;
  Behaviour behaviour_;
  std::map<std::string, std::string> values_;
  std::vector<int> sockets_;
  std::vector<std::jthread> peers_;
  std::jthread acceptor_;
};

struct Caller {
  explicit Caller(const std::string& url, std::chrono::milliseconds budget = std::chrono::milliseconds{2000},
                  std::size_t memory_bytes = 0)
      : cache{Cache::open({.url = url, .budget = budget, .memory_bytes = memory_bytes}, metrics)} {}
  /// The value that is right for the key; every answer must be it.
  std::string ask(const std::string& key) {
    return cache->get_or_make(key, [&] {
      ++made;
      return "value of " + key;
    });
  }

  metrics::Registry metrics{"test"};
  std::unique_ptr<Cache> cache;
  std::atomic<int> made{0};
};

TEST(Redis, GivesAValueToAllProcesses) {
  FakeRedis redis;
  Caller one{redis.url()};
  Caller other{redis.url()};
  EXPECT_EQ(one.ask("a"), "value of a");
  EXPECT_EQ(other.ask("a"), "value of a");
  EXPECT_EQ(one.made + other.made, 1);
}

TEST(Redis, IsAskedByManyThreads) {
  FakeRedis redis;
  Caller caller{redis.url()};
  {
    std::vector<std::jthread> threads;
    threads.reserve(12);
    for (int thread = 0; thread < 12; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i) {
          const auto key = std::to_string(i % 10);
          EXPECT_EQ(caller.ask(key), "value of " + key);
        }
      });
    }
  }
  EXPECT_LE(caller.made, 12 * 10);
}

TEST(Redis, ThatWasStartedAnewIsUsedAtOnce) {
  FakeRedis redis;
  Caller caller{redis.url()};
  caller.ask("a");
  redis.hang_up();
  caller.ask("a");
  caller.ask("a");
  EXPECT_EQ(caller.made, 1);
}

TEST(ARedisWithAPassword, IsAskedByWhoKnowsIt) {
  FakeRedis redis;
  std::atomic<bool> let_in{false};
  redis.behave([&](const FakeRedis::Words& words) -> std::string {
    if (words.front() != "AUTH") return let_in ? redis.as_meant(words) : "-NOAUTH Authentication required.\r\n";
    let_in = words == FakeRedis::Words{"AUTH", "motcua", "secret"};
    return let_in ? "+OK\r\n" : "-WRONGPASS invalid username-password pair or user is disabled.\r\n";
  });
  Settings settings{.url = redis.url(), .budget = std::chrono::milliseconds{2000}, .memory_bytes = 0};
  const auto made_after_two = [&] {
    metrics::Registry metrics{"test"};
    const auto cache = Cache::open(settings, metrics);
    int made = 0;
    for (int time = 0; time < 2; ++time) {
      EXPECT_EQ(cache->get_or_make("a",
                                   [&] {
                                     ++made;
                                     return "value";
                                   }),
                "value");
    }
    return made;
  };
  EXPECT_EQ(made_after_two(), 2);
  settings.user = "motcua";
  settings.password = "wrong";
  EXPECT_EQ(made_after_two(), 2);
  settings.password = "secret";
  EXPECT_EQ(made_after_two(), 1);
}

TEST(ValuesInRedis, AreSharedByInstancesThatHaveTheSameKey) {
  FakeRedis redis;
  metrics::Registry metrics{"test"};
  const auto with = [&](const std::string& key) {
    return Cache::open(
        {.url = redis.url(), .budget = std::chrono::milliseconds{2000}, .memory_bytes = 0, .seal_key = key}, metrics);
  };
  const auto ours = with("ours");
  EXPECT_EQ(ours->get_or_make("a", [] { return "right"; }), "right");
  EXPECT_EQ(with("ours")->get_or_make("a", [] { return "made anew"; }), "right");
  EXPECT_EQ(with("theirs")->get_or_make("a", [] { return "forged"; }), "forged");
  EXPECT_EQ(ours->get_or_make("a", [] { return "right again"; }), "right again");
}

TEST(Redis, IsNotAskedForWhatThisProcessHasLately) {
  FakeRedis redis;
  Caller caller{redis.url(), std::chrono::milliseconds{2000}, 3000};
  Caller other{redis.url()};
  const auto commands_for = [&](const char* key) {
    const int before = redis.commands();
    EXPECT_EQ(caller.ask(key), std::string{"value of "} + key);
    return redis.commands() - before;
  };
  EXPECT_EQ(commands_for("a"), 2) << "GET and SET";
  EXPECT_EQ(commands_for("a"), 0);
  other.ask("b");
  EXPECT_EQ(commands_for("b"), 1) << "the other one has put it there";
  EXPECT_EQ(commands_for("b"), 0);
  for (int i = 0; i < 20; ++i) caller.ask(std::to_string(i));
  EXPECT_EQ(commands_for("a"), 1) << "it was used longest ago and had to go here";
}

TEST(Redis, GetsNoHugeValue) {
  FakeRedis redis;
  Caller caller{redis.url()};
  caller.cache->get_or_make("huge", [] { return std::string(largest_value + 1, 'v'); });
  EXPECT_EQ(redis.commands(), 1) << "GET only";
  caller.cache->get_or_make("large", [] { return std::string(largest_value, 'v'); });
  EXPECT_EQ(caller.cache->get_or_make("large", [] { return "made anew"; }), std::string(largest_value, 'v'));
}

struct Misbehaviour {
  const char* name;
  FakeRedis::Behaviour behaviour;
};

class ABadRedis : public testing::TestWithParam<Misbehaviour> {};

TEST_P(ABadRedis, ChangesNoAnswer) {
  FakeRedis redis;
  Caller caller{redis.url(), std::chrono::milliseconds{20}};
  redis.behave(GetParam().behaviour);
  for (int i = 0; i < 12; ++i) {
    const auto key = std::to_string(i % 3);
    EXPECT_EQ(caller.ask(key), "value of " + key);
  }
  EXPECT_EQ(caller.made, 12);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, ABadRedis,
    testing::Values(
        Misbehaviour{"Stalls", [](const auto&) { return ""; }},
        Misbehaviour{"AnswersLate",
                     [](const auto&) {
                       std::this_thread::sleep_for(std::chrono::milliseconds{30});
                       return bulk(Seal{""}.sealed("0", "value of 0"));
                     }},
        Misbehaviour{"ClosesTheConnection", [](const auto&) { return std::string{'\0'}; }},
        Misbehaviour{"TalksRubbish", [](const auto&) { return "HTTP/1.1 200 OK\r\n\r\n"; }},
        Misbehaviour{"StopsHalfWay", [](const auto&) { return "$100\r\nabc"; }},
        Misbehaviour{"HoldsValuesOfOthers", [](const auto&) { return bulk("value of another program"); }},
        Misbehaviour{"HoldsTheValueOfAnotherKey", [](const auto&) { return bulk(Seal{""}.sealed("9", "value of 9")); }},
        Misbehaviour{"AnswersTwice",
                     [](const auto&) {
                       return bulk(Seal{""}.sealed("0", "value of 0")) + bulk(Seal{""}.sealed("1", "value of 1"));
                     }},
        Misbehaviour{"SaysError", [](const auto&) { return "-LOADING Redis is loading the dataset in memory\r\n"; }},
        Misbehaviour{"AnswersWithANumber", [](const auto&) { return ":7\r\n"; }},
        Misbehaviour{"AnswersWithAList", [](const auto&) { return "*1\r\n$1\r\nx\r\n"; }}),
    [](const auto& one) { return one.param.name; });

TEST(ARedisThatRecovers, IsUsedAgainAfterAPause) {
  FakeRedis redis;
  Caller caller{redis.url(), std::chrono::seconds{20}};
  const auto left_alone = [&] {
    return caller.metrics.text().find("\nmotcua_cache_breaker_open 1\n") != std::string::npos;
  };
  redis.behave([](const auto&) { return "-ERR\r\n"; });
  for (int i = 0; i < 200; ++i) caller.ask("a");
  EXPECT_TRUE(left_alone());
  EXPECT_LT(redis.commands(), 200) << "the breaker keeps it out of the way";

  redis.behave({});
  while (left_alone()) {
    EXPECT_EQ(caller.ask("a"), "value of a");
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  const int made = caller.made;
  EXPECT_EQ(caller.ask("a"), "value of a");
  EXPECT_EQ(caller.made, made) << "Redis has it";
}

TEST(ABreaker, OpensAfterThreeFailuresInARowOnly) {
  Breaker breaker;
  EXPECT_FALSE(breaker.failed());
  EXPECT_FALSE(breaker.failed());
  EXPECT_FALSE(breaker.succeeded());
  EXPECT_FALSE(breaker.failed());
  EXPECT_FALSE(breaker.failed());
  EXPECT_TRUE(breaker.lets_through());
  EXPECT_TRUE(breaker.failed());
  EXPECT_FALSE(breaker.lets_through());
  EXPECT_TRUE(breaker.succeeded());
  EXPECT_TRUE(breaker.lets_through());
}

TEST(ARedisPool, TellsThatAllAreLentFromARedisThatCannotBeReached) {
  const auto soon = [] { return std::chrono::steady_clock::now() + std::chrono::milliseconds{20}; };
  const auto late = [] { return std::chrono::steady_clock::now() + std::chrono::seconds{20}; };
  FakeRedis redis;
  RedisPool pool{{"127.0.0.1", redis.port()}, std::chrono::seconds{20}, 1};
  auto only = pool.take(late());
  ASSERT_TRUE(only);
  EXPECT_EQ(pool.take(soon()).error(), RedisPool::None::free);
  pool.give_back(std::move(only).value());
  EXPECT_TRUE(pool.take(late()));

  RedisPool nowhere{{"127.0.0.1", 1}, std::chrono::seconds{20}, 1};
  EXPECT_EQ(nowhere.take(late()).error(), RedisPool::None::opened);
}

TEST(ARealRedis, KeepsValues) {
  const char* address = std::getenv("MOTCUA_TEST_REDIS");
  if (address == nullptr) GTEST_SKIP() << "MOTCUA_TEST_REDIS=host:port names none; tests/run.sh starts one and sets it";
  const auto key = "test:" + core::random_text(16, "abcdefgh");
  Caller one{std::string{"redis:"} + address};
  Caller other{std::string{"redis:"} + address};
  std::string value{"bytes \0 \r\n $ *", 14};
  value += std::string(100'000, '\xff');
  EXPECT_EQ(one.cache->get_or_make(key, [&] { return value; }), value);
  EXPECT_EQ(other.cache->get_or_make(key, [] { return "made anew"; }), value);
}

}  // namespace
}  // namespace motcua::cache
