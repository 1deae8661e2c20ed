#include <gtest/gtest.h>

#include <random>

#include "outbox/envelope.hpp"
#include "outbox/flow_for_tests.hpp"
#include "outbox/numbering.hpp"
#include "store/digest.hpp"

namespace motcua::outbox {
namespace {

using namespace std::chrono_literals;

class TheRelay : public ::testing::TestWithParam<Ground> {
 protected:
  Flow flow_{GetParam()};

  std::vector<std::tuple<std::int64_t, std::string, std::int64_t, std::string>> sequences() {
    return flow_.publisher().in_read([](store::Transaction& tx) {
      return tx.query<std::int64_t, std::string, std::int64_t, std::string>(
          "SELECT COALESCE(sequence, 0), record_id, version, hash FROM history ORDER BY 1");
    });
  }
};

TEST_P(TheRelay, NumbersWithoutGapsInOrderOfEachRecordWhateverIsWrittenAtOnce) {
  flow_.start_relay();
  {
    std::vector<std::jthread> writers;
    writers.reserve(4);
    for (int writer = 0; writer < 4; ++writer) {
      writers.emplace_back([this, writer] {
        for (int round = 0; round < 60; ++round)
          flow_.write("r" + std::to_string(writer * 10 + round % 7), 1 + round % 3);
      });
    }
  }
  ASSERT_TRUE(Flow::within(60s, [this] { return std::get<0>(sequences().front()) != 0; }));
  std::int64_t expected = 0;
  std::map<std::string, std::int64_t> versions;
  for (const auto& [sequence, record, version, hash] : sequences()) {
    EXPECT_EQ(sequence, ++expected);
    EXPECT_EQ(version, ++versions[record]);
  }
}

TEST_P(TheRelay, SealsCheckpointsThatShowADeletedRecord) {
  for (int record = 0; record < 25; ++record) flow_.write("r" + std::to_string(record), 100);
  flow_.start_relay();
  ASSERT_TRUE(Flow::within(60s, [this] { return std::get<0>(sequences().front()) != 0; }));
  const auto checkpoints = flow_.publisher().in_read([](store::Transaction& tx) {
    return tx.query<std::int64_t, std::string>("SELECT sequence, rolling_hash FROM checkpoints ORDER BY sequence");
  });
  ASSERT_EQ(checkpoints.size(), 2U);
  const auto agrees = [&](const auto& rows) {
    std::string rolling{no_previous_hash};
    std::size_t at = 0;
    for (const auto& [sequence, record, version, hash] : rows) {
      rolling = store::sha256_hex(rolling.append(hash));
      if (at < checkpoints.size() && sequence >= std::get<0>(checkpoints[at])) {
        if (rolling != std::get<1>(checkpoints[at])) return false;
        ++at;
      }
    }
    return at == checkpoints.size();
  };
  EXPECT_TRUE(agrees(sequences()));
  flow_.stop_relay();
  flow_.publisher().transaction([](store::Transaction& tx) {
    testing::let_change(tx, "history");
    tx.run("DELETE FROM history WHERE record_id = 'r3'");
  });
  EXPECT_FALSE(agrees(sequences()));
}

TEST_P(TheRelay, BringsEveryEventOverOnceAndInOrder) {
  flow_.start_relay();
  flow_.start_reader();
  for (int round = 0; round < 50; ++round) {
    for (int record = 0; record < 20; ++record) flow_.write("r" + std::to_string(record), 1 + (round + record) % 2);
  }
  flow_.expect_arrival();
  EXPECT_TRUE(Flow::within(20s, [this] { return flow_.metric("motcua_outbox_backlog_events") == 0; }));
  EXPECT_EQ(flow_.metric("motcua_outbox_wipes_total"), 0);
  EXPECT_EQ(flow_.metric("motcua_inbox_dead_letters"), 0);
}

TEST_P(TheRelay, LosesNothingHoweverOftenItEnds) {
  flow_.start_reader();
  std::mt19937 random{7};
  std::jthread writer{[this](const std::stop_token& stop) {
    for (int number = 0; !stop.stop_requested(); ++number) flow_.write("r" + std::to_string(number % 30), 1);
  }};
  for (int round = 0; round < 15; ++round) {
    flow_.start_relay();
    std::this_thread::sleep_for(std::chrono::milliseconds{random() % 120});
    flow_.stop_relay();
    // As after kill -9: what was acknowledged is not written down. The events go out again and are dropped.
    flow_.publisher().transaction([&](store::Transaction& tx) {
      tx.run(
          "UPDATE outbox_log SET published_through = CASE WHEN published_through > 40 THEN published_through - 40 ELSE "
          "0 END");
    });
  }
  writer = {};
  flow_.start_relay();
  flow_.expect_arrival();
}

TEST_P(TheRelay, LeadsAlone) {
  flow_.start_relay();
  flow_.start_reader();
  metrics::Registry metrics{"second"};
  Relay second{flow_.publisher(), flow_.relay_settings(), metrics};
  std::jthread thread{[&](const std::stop_token& stop) { second.run(stop); }};
  for (int round = 0; round < 40; ++round) {
    for (int record = 0; record < 10; ++record) flow_.write("r" + std::to_string(record), 1);
    second.wake();
  }
  flow_.expect_arrival();
  flow_.stop_relay();
  for (int round = 0; round < 20; ++round) flow_.write("r" + std::to_string(round), 1);
  second.wake();
  flow_.expect_arrival();
}

TEST_P(TheRelay, KeepsAHistoryToOneTopic) {
  flow_.start_relay();
  metrics::Registry metrics{"second"};
  RelaySettings other = flow_.relay_settings();
  other.topic += "x";
  EXPECT_THROW((Relay{flow_.publisher(), other, metrics}), std::runtime_error);
}

TEST_P(TheRelay, EndsEveryRefillWithTheLastEventPublished) {
  for (int record = 0; record < 30; ++record) flow_.write("r" + std::to_string(record), 1);
  flow_.start_relay();
  ASSERT_TRUE(Flow::within(60s, [this] { return flow_.published(); }));
  bus::Consumer topic{flow_.bus(), "", "watcher", {flow_.topic()}, nullptr};
  bus::Producer producer{flow_.bus(), [](const bus::Delivery&) {}};
  std::map<std::int64_t, std::string> answer;  // by sequence, with what the header says
  const auto answered = [&] {
    if (answer.empty()) producer.send(message_of(RefillRequest{"watcher", flow_.topic(), 3, 5, "mine"}), 1);
    producer.poll(10ms);
    while (auto message = topic.poll(100ms)) {
      const Incoming event = incoming_of(std::move(*message));
      if (event.refill == "mine")
        answer[event.event.sequence] = event.refill + "/" + std::to_string(event.refill_count);
    }
    return answer.size() == 6;
  };
  EXPECT_TRUE(Flow::within(60s, answered));
  for (const std::int64_t sequence : {3, 4, 5, 6, 7, 30}) EXPECT_EQ(answer[sequence], "mine/5") << sequence;
}

TEST_P(TheRelay, PublishesToAsManyPartitionsAsTheTopicHas) {
  ASSERT_TRUE(bus::ensure_topics(flow_.bus(), {{flow_.topic(), 4, 1h}}, 20s));
  auto settings = flow_.relay_settings();
  settings.partitions = 9;
  metrics::Registry metrics{"wide"};
  Relay wide{flow_.publisher(), settings, metrics};
  const std::jthread thread{[&](const std::stop_token& stop) { wide.run(stop); }};
  flow_.start_reader();
  for (int record = 0; record < 30; ++record) flow_.write("r" + std::to_string(record), 2);
  flow_.expect_arrival();
}

TEST_P(TheRelay, StopsWhileItsBrokerIsAway) {
  metrics::Registry metrics{"lonely"};
  auto settings = flow_.relay_settings();
  settings.bus.brokers = "127.0.0.1:1";
  flow_.write("r", 3);
  {
    Relay lonely{flow_.publisher(), settings, metrics};
    const std::jthread thread{[&](const std::stop_token& stop) { lonely.run(stop); }};
    std::this_thread::sleep_for(200ms);
  }  // a relay that waited for what it cannot send would never come to its end
  flow_.start_relay();
  flow_.start_reader();
  flow_.expect_arrival();
}

// What is recorded long before the newest that has a number: an instance whose clock is behind, or a slow commit.
TEST_P(TheRelay, NumbersWhatCameLateBeforeWhatFollowsIt) {
  const auto now = core::system_now();
  const auto event = [](core::Instant moment) {
    return NewEvent{"test.counted.v1", R"({"n":1})", "tester", "u1", moment, moment, ""};
  };
  flow_.publisher().transaction([&](store::Transaction& tx) {
    append(tx, "followed", 0, no_previous_hash, std::vector{event(now - 1h), event(now)});
    append(tx, "on time", 0, no_previous_hash, std::vector{event(now)});
  });
  auto log = load_log(flow_.publisher(), flow_.topic(), now);
  const auto number = [&](core::Instant from) {
    auto numbered = give_numbers(flow_.publisher(), flow_.topic(), log, {0, {}}, 1000, now, from);
    log.last_sequence = numbered.last_sequence;
    log.rolling_hash = numbered.rolling_hash;
    std::vector<std::pair<std::string, std::int64_t>> order;
    for (const auto& one : numbered.events) order.emplace_back(one.record_id, one.version);
    return order;
  };
  using Order = std::vector<std::pair<std::string, std::int64_t>>;
  EXPECT_EQ(number(now - 1s), (Order{{"followed", 1}, {"followed", 2}, {"on time", 1}}));

  flow_.publisher().transaction(
      [&](store::Transaction& tx) { append(tx, "alone", 0, no_previous_hash, std::vector{event(now - 1h)}); });
  EXPECT_FALSE(any_waits(flow_.publisher(), now - 1s));
  EXPECT_EQ(number(now - 1s), Order{});
  EXPECT_TRUE(any_waits(flow_.publisher(), {}));
  EXPECT_EQ(number({}), (Order{{"alone", 1}}));
}

TEST_P(TheRelay, LooksAtAllNowAndThen) {
  flow_.start_relay();
  flow_.start_reader();
  flow_.write("r", 1);
  flow_.expect_arrival();
  const auto long_ago = core::system_now() - 24h;
  flow_.publisher().transaction([&](store::Transaction& tx) {
    const std::vector<NewEvent> late{{"test.counted.v1", R"({"n":1})", "tester", "u1", long_ago, long_ago, ""}};
    append(tx, "late", 0, no_previous_hash, late);
  });
  EXPECT_TRUE(Flow::within(20s, [this] { return std::get<0>(sequences().front()) != 0; }));
}

INSTANTIATE_TEST_SUITE_P(On, TheRelay, ::testing::ValuesIn(every_ground()), name_of);

}  // namespace
}  // namespace motcua::outbox
