#include "outbox/history.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "testing/testing.hpp"

namespace motcua::outbox {
namespace {

NewEvent event(const std::string& type, const std::string& data, std::int64_t moment) {
  return {type,
          data,
          "staff-17",
          "u0307",
          core::instant_from(moment),
          core::instant_from(moment + 5),
          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"};
}

std::string file(const std::string& name) {
  const std::ifstream in{std::string{MOTCUA_GOLDEN} + "/" + name};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(TheCanonicalBytes, AreThoseOfTheGoldenFileForEver) {
  const auto first = event("dossier.registered.v1", R"({"number":"307-201215-0001"})", 1608002400000);
  const auto second = event("dossier.accepted.v1", "{\"reason\":\"đủ hồ sơ\\n\"}", 1608006000123);
  const std::string hash = hash_of("d-1", 1, first, no_previous_hash);
  const std::string bytes = canonical("d-1", 1, first, no_previous_hash) + hash + "\n" +
                            canonical("d-1", 2, second, hash) + hash_of("d-1", 2, second, hash) + "\n";
  EXPECT_EQ(bytes, file("canonical.txt"));
}

TEST(TheCanonicalBytes, DifferWhenTextMovesFromOneFieldToTheNext) {
  auto one = event("ab", "{}", 0);
  auto other = event("a", "{}", 0);
  one.actor = "c";
  other.actor = "bc";
  EXPECT_NE(canonical("r", 1, one, no_previous_hash), canonical("r", 1, other, no_previous_hash));
}

class History : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    place_ = std::make_unique<testing::TemporaryDatabase>(GetParam());
    database_ = store::Database::open(place_->settings(), metrics_);
    store::migrate(*database_, {{"history", history_migrations()}});
  }

  std::string add(std::int64_t last_version, const std::string& last_hash, const std::vector<NewEvent>& events) {
    return database_->in_transaction(
        [&](store::Transaction& tx) { return append(tx, "d-1", last_version, last_hash, events); });
  }
  std::vector<HistoryRow> rows() {
    return database_->in_read([](store::Transaction& tx) { return history_of(tx, "d-1", 0, 100); });
  }
  static bool holds(const std::vector<HistoryRow>& rows) {
    std::string previous{no_previous_hash};
    for (const HistoryRow& row : rows) {
      if (row.previous_hash != previous || hash_of(row.record_id, row.version, row.event, previous) != row.hash)
        return false;
      previous = row.hash;
    }
    return true;
  }

  metrics::Registry metrics_{"history_test"};
  std::unique_ptr<testing::TemporaryDatabase> place_;
  std::unique_ptr<store::Database> database_;
};

TEST_P(History, ChainsEveryEventToTheOneBefore) {
  std::vector<NewEvent> events;
  events.reserve(21);
  for (int number = 0; number < 21; ++number)
    events.push_back(event("t", "{\"n\":" + std::to_string(number) + "}", number));
  const std::string middle = add(0, "", {events.begin(), events.begin() + 3});
  const std::string last = add(3, middle, {events.begin() + 3, events.end()});

  const auto found = rows();
  ASSERT_EQ(found.size(), 21U);
  for (std::size_t at = 0; at < found.size(); ++at) {
    EXPECT_EQ(found[at].version, static_cast<std::int64_t>(at) + 1);
    EXPECT_EQ(found[at].event.data, events[at].data);
    EXPECT_EQ(found[at].event.recorded_at, events[at].recorded_at);
    EXPECT_EQ(found[at].sequence, 0);
  }
  EXPECT_TRUE(holds(found));
  EXPECT_EQ(found.back().hash, last);
}

TEST_P(History, IsGoneThroughInPagesThatLeaveNoRowOutAndGiveNoneTwice) {
  const std::vector<NewEvent> events{event("t", "{}", 1), event("t", "{}", 2), event("t", "{}", 3)};
  for (const char* record : {"d-2", "d-1", "d-3"})
    database_->transaction([&](store::Transaction& tx) { append(tx, record, 0, "", events); });
  std::vector<std::string> seen;
  for (HistoryRow last{"", 0, {}, "", "", 0}; true;) {
    const auto page =
        database_->in_read([&](store::Transaction& tx) { return history_after(tx, last.record_id, last.version, 2); });
    if (page.empty()) break;
    for (const HistoryRow& row : page) seen.push_back(row.record_id + ":" + std::to_string(row.version));
    last = page.back();
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"d-1:1", "d-1:2", "d-1:3", "d-2:1", "d-2:2", "d-2:3", "d-3:1", "d-3:2",
                                            "d-3:3"}));
}

TEST_P(History, RefusesEveryChangeButOneNumberARow) {
  add(0, "", {event("t", "{}", 1), event("t", "{}", 2), event("t", "{}", 3)});
  const auto change = [this](const std::string& sql) {
    database_->transaction([&](store::Transaction& tx) { tx.run(sql); });
  };
  change("UPDATE history SET sequence = version");
  change("INSERT INTO checkpoints (sequence, rolling_hash, sealed_at) VALUES (1000, 'sealed', 1)");
  for (const char* column : {"record_id", "type", "data", "actor", "unit", "traceparent", "previous_hash", "hash"})
    EXPECT_ANY_THROW(change("UPDATE history SET " + std::string{column} + " = 'x' WHERE version = 2")) << column;
  for (const char* column : {"version", "occurred_at", "recorded_at", "sequence"})
    EXPECT_ANY_THROW(change("UPDATE history SET " + std::string{column} + " = 9 WHERE version = 2")) << column;
  for (const char* sql :
       {"UPDATE history SET sequence = NULL WHERE version = 3", "DELETE FROM history WHERE version = 2",
        "DELETE FROM history", "UPDATE checkpoints SET rolling_hash = 'x'", "DELETE FROM checkpoints"})
    EXPECT_ANY_THROW(change(sql)) << sql;
  if (GetParam() == "postgresql") {
    EXPECT_ANY_THROW(change("TRUNCATE history"));
    EXPECT_ANY_THROW(change("TRUNCATE checkpoints"));
  }
  EXPECT_EQ(rows().size(), 3U);
  EXPECT_TRUE(holds(rows()));
}

TEST_P(History, ShowsEveryChangeMadeLater) {
  add(0, "", {event("t", "{}", 1), event("t", "{}", 2), event("t", "{}", 3)});
  for (const char* change :
       {"UPDATE history SET data = '{\"n\":2}' WHERE version = 2",
        "UPDATE history SET occurred_at = 0 WHERE version = 1",
        "UPDATE history SET actor = 'another' WHERE version = 3", "DELETE FROM history WHERE version = 2"}) {
    try {
      database_->transaction([&](store::Transaction& tx) {
        testing::let_change(tx, "history");
        tx.run(change);
        EXPECT_FALSE(holds(history_of(tx, "d-1", 0, 100))) << change;
        throw std::domain_error{"undo"};
      });
    } catch (const std::domain_error&) {
      EXPECT_TRUE(holds(rows()));
    }
  }
}

TEST_P(History, TakesAVersionOnlyOnce) {
  add(0, "", {event("t", "{}", 1)});
  EXPECT_THROW(add(0, "", {event("t", "{}", 2)}), store::Conflict);
}

INSTANTIATE_TEST_SUITE_P(On, History, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

}  // namespace
}  // namespace motcua::outbox
