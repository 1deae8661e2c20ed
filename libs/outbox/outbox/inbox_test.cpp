#include "outbox/inbox.hpp"

#include <gtest/gtest.h>

#include "outbox/envelope.hpp"
#include "outbox/flow_for_tests.hpp"

namespace motcua::outbox {
namespace {

using namespace std::chrono_literals;

class TheInbox : public ::testing::TestWithParam<Ground> {
 protected:
  Flow flow_{GetParam()};

  void send(const std::vector<bus::Message>& messages) {
    ASSERT_TRUE(bus::ensure_topics(flow_.bus(), {{flow_.topic(), 4, 1h}}, 20s));
    bus::Producer producer{flow_.bus(), [](const bus::Delivery& delivery) { EXPECT_TRUE(delivery.delivered); }};
    for (const bus::Message& message : messages) producer.send(message, 1);
    while (producer.in_flight() > 0) producer.poll(50ms);
  }
  bus::Message message(const std::string& record, std::int64_t version, std::int64_t sequence, std::int64_t epoch = 1) {
    const auto now = core::system_now();
    return message_of({sequence, record, version, "test.counted.v1", R"({"n":1})", now, now, ""}, flow_.topic(), 4,
                      "/test", epoch, {});
  }
  std::int64_t events_of(const std::string& record) {
    return flow_.reader().in_read([&](store::Transaction& tx) {
      return std::get<0>(
          tx.first<std::int64_t>("SELECT COALESCE(SUM(events), 0) FROM counted WHERE record_id = :record", record)
              .value());
    });
  }
  std::int64_t complete() {
    return flow_.reader().in_read([&](store::Transaction& tx) { return complete_through(tx, flow_.topic()); });
  }
  bool becomes(std::int64_t events, const std::string& record) {
    return Flow::within(60s, [&] { return events_of(record) == events; });
  }
};

TEST_P(TheInbox, ParksWhatComesTooEarlyAndAppliesItInItsTurn) {
  send({message("a", 1, 1), message("a", 3, 3), message("a", 4, 4), message("b", 1, 5)});
  flow_.start_reader();
  ASSERT_TRUE(becomes(1, "b"));
  EXPECT_EQ(events_of("a"), 1);
  EXPECT_EQ(complete(), 0);
  send({message("a", 3, 3), message("a", 2, 2), message("a", 1, 1)});
  ASSERT_TRUE(becomes(4, "a"));
  EXPECT_TRUE(Flow::within(10s, [&] { return complete() == 5; }));
  EXPECT_EQ(flow_.metric("motcua_inbox_dead_letters"), 0);
}

TEST_P(TheInbox, SetsAsideWhatItCannotReadAndLetsOtherRecordsPass) {
  flow_.on_apply = [](store::Transaction&, const Event& event) {
    if (event.record_id == "bad" && event.version == 2) throw Unreadable{"a type of the future"};
  };
  auto garbled = message("garbled", 1, 6);
  garbled.value = "not JSON";
  bus::Message nameless;
  nameless.topic = flow_.topic();
  nameless.partition = 0;
  nameless.value = "nameless";
  send({message("good", 1, 1), message("bad", 1, 2), message("bad", 2, 3), message("bad", 3, 4), message("good", 2, 5),
        garbled, nameless, message("good", 3, 7)});
  flow_.start_reader();
  ASSERT_TRUE(becomes(3, "good"));
  ASSERT_TRUE(Flow::within(30s, [&] { return flow_.inbox().dead_letters("", 10).size() == 3 && complete() == 7; }));
  EXPECT_EQ(events_of("bad"), 1);

  std::map<std::string, DeadLetter> letters;
  for (auto& letter : flow_.inbox().dead_letters("", 10)) letters.emplace(letter.id, letter);
  ASSERT_TRUE(letters.contains("bad:2"));
  EXPECT_EQ(letters.at("bad:2").reason, "a type of the future");
  EXPECT_EQ(letters.at("bad:2").waiting, 1);
  EXPECT_EQ(letters.at("bad:2").attempts, 1);
  ASSERT_TRUE(letters.contains("garbled:1"));
  EXPECT_EQ(flow_.inbox().dead_letters(flow_.inbox().dead_letters("", 1).front().id, 10).size(), 2U);

  auto again = flow_.inbox().redrive("bad:2");
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error(), "a type of the future");
  EXPECT_EQ(flow_.inbox().dead_letters("", 10).size(), 3U);
  flow_.stop_reader();
  flow_.on_apply = nullptr;
  flow_.start_reader();
  EXPECT_EQ(flow_.inbox().redrive("no such letter").value(), Redriven::not_found);
  EXPECT_EQ(flow_.inbox().redrive("bad:2").value(), Redriven::applied);
  EXPECT_EQ(events_of("bad"), 3);
  EXPECT_EQ(complete(), 7);
  EXPECT_EQ(flow_.inbox().redrive("garbled:1").value(), Redriven::asked_for_again);
  EXPECT_EQ(complete(), 5) << "what could not be read is missing now, and asked for like anything that is";
  EXPECT_FALSE(flow_.inbox().discard("garbled:1"));
  const auto rest = flow_.inbox().dead_letters("", 10);
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_FALSE(flow_.inbox().redrive(rest.front().id).ok()) << "it names nothing that could be asked for";
  EXPECT_TRUE(flow_.inbox().discard(rest.front().id));
  EXPECT_TRUE(flow_.inbox().dead_letters("", 10).empty());
  send({message("garbled", 1, 6), message("garbled", 2, 8)});
  EXPECT_TRUE(becomes(2, "garbled")) << "a readable copy replaces a garbled one";
  EXPECT_EQ(complete(), 8);
}

TEST_P(TheInbox, CopiesDeadLettersToTheirTopic) {
  flow_.on_apply = [](store::Transaction&, const Event&) { throw Unreadable{"not today"}; };
  bus::Consumer dead{flow_.bus(), "", "watcher", {"motcua." + flow_.consumer() + ".dead-letters"}, nullptr};
  send({message("a", 1, 1)});
  flow_.start_reader();
  std::optional<bus::Message> copy;
  ASSERT_TRUE(Flow::within(60s, [&] { return (copy = dead.poll(100ms)).has_value(); }));
  EXPECT_EQ(copy->header("ce_id"), "a:1");
  EXPECT_EQ(copy->header("reason"), "not today");
}

TEST_P(TheInbox, CopiesALetterAgainUntilItsCopyHasArrived) {
  flow_.on_apply = [](store::Transaction&, const Event&) { throw Unreadable{"not today"}; };
  send({message("a", 1, 1)});
  flow_.start_reader();
  const auto not_copied = [&] {
    return flow_.reader().in_read([](store::Transaction& tx) {
      return std::get<0>(
          tx.first<std::int64_t>("SELECT COUNT(*) FROM inbox_parked WHERE dead > 0 AND copied = 0").value());
    });
  };
  ASSERT_TRUE(Flow::within(60s, [&] { return flow_.inbox().dead_letters("", 10).size() == 1 && not_copied() == 0; }));
  flow_.stop_reader();
  // As after kill -9 between the commit and the copy.
  flow_.reader().transaction([](store::Transaction& tx) { tx.run("UPDATE inbox_parked SET copied = 0"); });
  bus::Consumer dead{flow_.bus(), "", "watcher", {"motcua." + flow_.consumer() + ".dead-letters"}, nullptr};
  flow_.start_reader();
  int copies = 0;
  EXPECT_TRUE(Flow::within(60s, [&] { return (copies += dead.poll(100ms).has_value() ? 1 : 0) == 2; }));
  EXPECT_TRUE(Flow::within(60s, [&] { return not_copied() == 0; }));
}

TEST_P(TheInbox, AsksForAGapAlsoWhileEventsKeepComing) {
  flow_.start_reader();
  send({message("a", 1, 1)});
  ASSERT_TRUE(becomes(1, "a"));
  const auto asked = [&] { return flow_.metric("motcua_inbox_refill_requests_total"); };
  const double before = asked();
  std::int64_t sequence = 2;  // never sent
  const auto one_more = [&] {
    ++sequence;
    send({message("b" + std::to_string(sequence), 1, sequence)});
    return asked() > before;
  };
  EXPECT_TRUE(Flow::within(60s, one_more));
}

TEST_P(TheInbox, TriesAgainForEverWhileTheDatabaseIsAway) {
  std::atomic<int> refusals = 8;
  flow_.on_apply = [&](store::Transaction&, const Event&) {
    if (refusals-- > 0) throw store::Unavailable{"away"};
  };
  send({message("a", 1, 1), message("a", 2, 2)});
  flow_.start_reader();
  EXPECT_TRUE(becomes(2, "a"));
  EXPECT_TRUE(flow_.inbox().dead_letters("", 10).empty());
}

TEST_P(TheInbox, GivesUpOnOneEventThatBreaksTheProgramAndGoesOn) {
  flow_.on_apply = [](store::Transaction&, const Event& event) {
    if (event.record_id == "breaks") throw std::logic_error{"our mistake"};
  };
  send({message("a", 1, 1), message("breaks", 1, 2), message("a", 2, 3)});
  flow_.start_reader();
  EXPECT_TRUE(becomes(2, "a"));
  EXPECT_TRUE(Flow::within(10s, [&] { return flow_.inbox().dead_letters("", 10).size() == 1; }));
}

TEST_P(TheInbox, SurvivesAFloodOfUnreadableEvents) {
  flow_.on_apply = [](store::Transaction&, const Event& event) {
    if (event.record_id != "good") throw Unreadable{"of the future"};
  };
  std::vector<bus::Message> flood;
  for (int number = 1; number <= 1500; ++number) flood.push_back(message("r" + std::to_string(number), 1, number));
  flood.push_back(message("good", 1, 1501));
  send(flood);
  flow_.start_reader();
  EXPECT_TRUE(becomes(1, "good"));
  EXPECT_TRUE(Flow::within(60s, [&] { return complete() == 1501; }));
  EXPECT_EQ(flow_.inbox().dead_letters("", 5000).size(), 1500U);
}

TEST_P(TheInbox, IsRefilledWhenItsDatabaseIsLost) {
  flow_.start_relay();
  flow_.start_reader();
  for (int record = 0; record < 30; ++record) flow_.write("r" + std::to_string(record), 5);
  flow_.expect_arrival();
  flow_.stop_reader();
  flow_.lose_reader_database();
  for (int record = 0; record < 30; ++record) flow_.write("r" + std::to_string(record), 1);
  flow_.start_reader();
  flow_.expect_arrival();
}

TEST_P(TheInbox, GoesOnWhereItStopped) {
  flow_.start_relay();
  flow_.start_reader();
  double dropped = 0;  // an empty database asks for a refill, which brings what has come already
  for (int round = 0; round < 5; ++round) {
    for (int record = 0; record < 10; ++record) flow_.write("r" + std::to_string(record), 2);
    flow_.expect_arrival();
    if (round == 0) dropped = flow_.metric("motcua_inbox_dropped_total");
    flow_.stop_reader();
    flow_.start_reader();
  }
  flow_.expect_arrival();
  EXPECT_LE(flow_.metric("motcua_inbox_dropped_total"), dropped + 20) << "nothing is read twice after a clean stop";
}

INSTANTIATE_TEST_SUITE_P(On, TheInbox, ::testing::ValuesIn(every_ground()), name_of);

}  // namespace
}  // namespace motcua::outbox
