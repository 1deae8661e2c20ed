#include "verify/verify.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <sstream>
#include <thread>

#include "bus/bus.hpp"
#include "verify/city_examples.hpp"

namespace motcua::verify {
namespace {

using namespace examples;  // NOLINT: a city and its words, this file only

class AnInstallation : public ::testing::TestWithParam<std::string> {
 protected:
  City city{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Verify, AnInstallation, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(AnInstallation, ThatHasNothingYetHasNoFinding) {
  const Outcome outcome = city.verified();
  EXPECT_EQ(outcome.findings, 0) << outcome.text;
  EXPECT_TRUE(outcome.says("0 findings\n"));
}

TEST_P(AnInstallation, ThatNobodyTouchedHasNoFinding) {
  city.import(210);
  city.work_at_the_counter();
  city.tell();
  city.work_at_the_counter();  // written, and not on its way yet
  const Outcome outcome = city.verified();
  EXPECT_EQ(outcome.findings, 0) << outcome.text;
  EXPECT_TRUE(outcome.says("chains: 222 records")) << outcome.text;
  EXPECT_TRUE(outcome.says("1 checkpoint")) << outcome.text;
}

TEST_P(AnInstallation, WhoseFactsWereCorrectedHasNoFinding) {
  city.work_at_the_counter();
  city.tell();
  const json second = city.correct_what_was_told();
  city.tell();
  const Outcome outcome = city.verified();
  EXPECT_EQ(outcome.findings, 0) << outcome.text;

  const std::string id = second["id"].get<std::string>();
  const auto tampered = [&](store::Database& database, const std::string& sql, const std::string& finding) {
    database.transaction([&](store::Transaction& tx) { tx.run(sql + " = :id", id); });
    const Outcome found = city.verified();
    EXPECT_GT(found.findings, 0) << sql;
    EXPECT_TRUE(found.says(finding)) << found.text;
  };
  tampered(*city.reporting, "UPDATE spans SET superseded_learnt = 2147483647 WHERE record_id",
           "record " + id + " span 1: it is not what its events give: superseded_learnt");
  tampered(*city.office.database, "UPDATE dossiers SET doubles = NULL WHERE id",
           "record " + id + ": its row is not what its history gives: doubles");
}

TEST_P(AnInstallation, HasNoFindingWhileItIsAtWork) {
  const std::jthread at_work{[this](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      city.work_at_the_counter();
      city.tell();
    }
  }};
  for (int time = 0; time < 5; ++time) {
    const Outcome outcome = city.verified();
    EXPECT_EQ(outcome.findings, 0) << outcome.text;
  }
}

/// RECORD stands for the dossier that is tampered with.
struct Tampering {
  const char* name;
  bool in_reporting;
  std::vector<const char*> statements;
  const char* finding;
  std::int64_t findings;  ///< 0: any number, for one lie makes others
  int dossiers = 8;       ///< of years past; a checkpoint takes a thousand events
};

std::ostream& operator<<(std::ostream& out, const Tampering& tampering) { return out << tampering.name; }

const std::vector<Tampering> tamperings{
    {"data",
     false,
     {"UPDATE history SET data = REPLACE(data, 'direct', 'online') WHERE record_id = 'RECORD' AND version = 1"},
     "record RECORD version 1: its hash is not that of what it holds",
     0},
    {"actor",
     false,
     {"UPDATE history SET actor = 'somebody else' WHERE record_id = 'RECORD' AND version = 3"},
     "record RECORD version 3: its hash is not that of what it holds",
     1},
    {"a link",
     false,
     {"UPDATE history SET previous_hash = 'another' WHERE record_id = 'RECORD' AND version = 3"},
     "record RECORD version 3: it does not link to the version before it",
     2},
    {"history that cannot be read",
     false,
     {"UPDATE history SET data = '{\"name\":\"Trần Văn Cường\"}' WHERE record_id = 'RECORD' AND version = 2"},
     "record RECORD version 5: its history cannot be folded",
     0},
    {"the last version",
     false,
     {"DELETE FROM history WHERE record_id = 'RECORD' AND version = 5"},
     "record RECORD: its row is not what its history gives: version, status",
     0},
    {"a version between",
     false,
     {"DELETE FROM history WHERE record_id = 'RECORD' AND version = 3"},
     "record RECORD version 4: version 3 before it is missing",
     0},
    {"a whole record",
     false,
     {"DELETE FROM history WHERE record_id = 'RECORD'", "DELETE FROM dossiers WHERE id = 'RECORD'"},
     "record RECORD: reporting applied it and history does not have it",
     0},
    {"a history",
     false,
     {"DELETE FROM history WHERE record_id = 'RECORD'"},
     "record RECORD: it has a row and no history",
     0},
    {"a row", false, {"DELETE FROM dossiers WHERE id = 'RECORD'"}, "record RECORD: it has a history and no row", 1},
    {"a status",
     false,
     {"UPDATE dossiers SET status = 3 WHERE id = 'RECORD'"},
     "record RECORD: its row is not what its history gives: status\n",
     1},
    {"a due date",
     false,
     {"UPDATE dossiers SET due_date = due_date + 1 WHERE id = 'RECORD'"},
     "record RECORD: its row is not what its history gives: due_date\n",
     1},
    {"a person",
     false,
     {"UPDATE persons SET name = NULL, identity_number = NULL, salt = NULL WHERE dossier_id = 'RECORD'"},
     "record RECORD: somebody of it is kept no longer and no event says so",
     1},
    {"a person's row",
     false,
     {"DELETE FROM persons WHERE dossier_id = 'RECORD'"},
     "record RECORD: somebody of it is kept no longer and no event says so",
     1},
    {"a name",
     false,
     {"UPDATE persons SET name = 'Trần Văn Khác' WHERE dossier_id = 'RECORD'"},
     "record RECORD: what is kept of its people is not what its history has a digest of",
     1},
    {"the end of a chain",
     false,
     {"UPDATE dossiers SET history_hash = 'another' WHERE id = 'RECORD'"},
     "record RECORD: its row is not what its history gives: history_hash\n",
     1},
    {"the order of a record",
     false,
     {"UPDATE history SET sequence = -sequence WHERE record_id = 'RECORD' AND version IN (3, 4)",
      "UPDATE history SET sequence = (SELECT -other.sequence FROM history AS other WHERE other.record_id = 'RECORD' "
      "AND "
      "other.version = 4) WHERE record_id = 'RECORD' AND version = 3",
      "UPDATE history SET sequence = (SELECT other.sequence - 1 FROM history AS other WHERE other.record_id = 'RECORD' "
      "AND other.version = 3) WHERE record_id = 'RECORD' AND version = 4"},
     "record RECORD version 4: its sequence is not later than that of the version before it",
     2},
    {"a sequence",
     false,
     {"UPDATE history SET sequence = NULL WHERE record_id = 'RECORD' AND version = 5"},
     "it was given and no event has it",
     0},
    {"a sequence far away",
     false,
     {"UPDATE history SET sequence = 9000000000000000 WHERE record_id = 'RECORD' AND version = 5",
      "UPDATE outbox_log SET published_through = 9000000000000000"},
     "to 9000000000000000: it was never given: the log ends before it",
     0},
    {"a checkpoint",
     false,
     {"UPDATE checkpoints SET rolling_hash = 'another'"},
     "checkpoint 1000: its hash is not that of the events up to it",
     1,
     210},
    {"a checkpoint's row", false, {"DELETE FROM checkpoints"}, "checkpoint 1000: it is missing", 1, 210},
    {"the end of the log", false, {"UPDATE outbox_log SET rolling_hash = 'another'"}, "the hash of outbox_log", 1},
    {"a span's day",
     true,
     {"UPDATE spans SET ended_day = ended_day + 1 WHERE record_id = 'RECORD'"},
     "record RECORD span 1: it is not what its events give: ended_day\n",
     1},
    {"a span",
     true,
     {"DELETE FROM spans WHERE record_id = 'RECORD'"},
     "record RECORD span 1: reporting has lost it",
     1},
    {"one span more",
     true,
     {"UPDATE spans SET span = 2 WHERE record_id = 'RECORD'"},
     "record RECORD span 2: reporting has it and its events do not give it",
     2},
    {"a span of nobody",
     true,
     {"UPDATE spans SET record_id = 'nobody' WHERE record_id = 'RECORD'"},
     "record nobody: reporting has a span of it and never heard of it",
     2},
    {"a daily count",
     true,
     {"UPDATE daily SET early = early + 1 WHERE scope = 2 AND early > 0 AND day = (SELECT MIN(day) FROM daily WHERE "
      "scope = 2 AND early > 0)"},
     "daily 2020-03-04 learnt 2026-11-23, scope 2",
     1},
    {"a trip",
     true,
     {"UPDATE daily SET collection_trips = collection_trips - 1 WHERE scope = 0 AND day = (SELECT MIN(day) FROM daily "
      "WHERE scope = 0 AND collection_trips > 0)"},
     "collection_trips is ",
     1},
    {"how long one took",
     true,
     {"UPDATE durations_daily SET used = used + 100 WHERE scope = 1 AND day = (SELECT MIN(day) FROM durations_daily)"},
     "resolved is 0 and should be ",
     0},
    {"a monthly count", true, {"DELETE FROM monthly WHERE scope = 0"}, "monthly 2020-03 learnt 2026-11, scope 0", 0},
    {"who stands above whom", true, {"DELETE FROM unit_ancestors WHERE unit_id <> ancestor_id"}, "scope 2", 0},
    {"what was applied", true, {"UPDATE inbox_topics SET applied = applied - 1"}, "inbox_topics: applied is", 1},
    {"what is set aside",
     true,
     {"UPDATE inbox_topics SET parked = parked + 1"},
     "inbox_topics: parked is 1 and should be 0",
     1},
    {"how far it is",
     true,
     {"UPDATE inbox_topics SET complete_through = complete_through - 1"},
     "inbox_topics: complete_through is",
     1},
    {"a version heard",
     true,
     {"UPDATE inbox_records SET version = 6 WHERE record_id = 'RECORD'"},
     "record RECORD version 6: reporting applied it and history does not have it",
     0},
    {"a record heard",
     true,
     {"DELETE FROM inbox_records WHERE record_id = 'RECORD'"},
     "version 1: reporting says that it has everything up to sequence",
     0},
};

class ATampering : public ::testing::TestWithParam<std::tuple<std::string, Tampering>> {};

INSTANTIATE_TEST_SUITE_P(Verify, ATampering,
                         ::testing::Combine(::testing::ValuesIn(testing::database_kinds()),
                                            ::testing::ValuesIn(tamperings)),
                         [](const auto& one) {
                           std::string name = std::get<1>(one.param).name;
                           std::erase_if(name, [](char letter) { return std::isalpha(letter) == 0; });
                           return std::get<0>(one.param) + name;
                         });

TEST_P(ATampering, IsFoundAndItsRecordNamed) {
  const Tampering& tampering = std::get<1>(GetParam());
  City city{std::get<0>(GetParam())};
  city.import(tampering.dossiers);
  city.work_at_the_counter();
  city.tell();
  const std::string record = city.imported("s-7");
  const auto about = [&record](std::string text) {
    for (auto at = text.find("RECORD"); at != std::string::npos; at = text.find("RECORD")) text.replace(at, 6, record);
    return text;
  };
  store::Database& database = tampering.in_reporting ? *city.reporting : *city.office.database;
  database.transaction([&](store::Transaction& tx) {
    for (const char* table : {"history", "checkpoints"}) {
      if (!tampering.in_reporting) testing::let_change(tx, table);
    }
    for (const char* statement : tampering.statements) tx.run(about(statement));
  });
  const Outcome outcome = city.verified();
  EXPECT_GE(outcome.findings, 1);
  if (tampering.findings != 0) {
    EXPECT_EQ(outcome.findings, tampering.findings) << outcome.text;
  }
  EXPECT_TRUE(outcome.says(about(tampering.finding))) << outcome.text;
  EXPECT_FALSE(outcome.says("Cường")) << "personal data";
}

// Whoever writes a record anew, hashes and all, still cannot make it fit what was sealed.
TEST_P(AnInstallation, WhoseRecordWasForgedThroughoutDoesNotFitItsSeals) {
  city.import(210);
  city.tell();
  const std::string record = city.imported("s-7");
  city.office.database->transaction([&](store::Transaction& tx) {
    testing::let_change(tx, "history");
    std::string hash{outbox::no_previous_hash};
    for (outbox::HistoryRow& row : outbox::history_of(tx, record, 0, 100)) {
      row.event.actor = "somebody else";
      const std::string next = outbox::hash_of(record, row.version, row.event, hash);
      tx.run(
          "UPDATE history SET actor = :actor, previous_hash = :previous, hash = :hash WHERE record_id = :record AND "
          "version = :version",
          row.event.actor, hash, next, record, row.version);
      hash = next;
    }
    tx.run("UPDATE dossiers SET history_hash = :hash WHERE id = :id", hash, record);
  });
  const Outcome outcome = city.verified();
  EXPECT_EQ(outcome.findings, 1) << outcome.text;
  EXPECT_TRUE(outcome.says("sequence 1 to 1000: not the events that were sealed")) << outcome.text;
}

TEST_P(AnInstallation, ShowsAHundredFindingsAndCountsThemAll) {
  city.import(130);
  city.office.database->transaction([](store::Transaction& tx) { tx.run("UPDATE dossiers SET imported = 0"); });
  const Outcome outcome = city.verified();
  EXPECT_EQ(outcome.findings, 130);
  EXPECT_TRUE(outcome.says("130 findings\n"));
  std::size_t shown = 0;
  for (auto at = outcome.text.find("finding: "); at != std::string::npos; at = outcome.text.find("finding: ", at + 1))
    ++shown;
  EXPECT_EQ(shown, 100U);
}

TEST_P(AnInstallation, IsHeldAgainstWhatTheBrokerHas) {
  const testing::EmbeddedBroker broker;
  city.import(8);
  city.work_at_the_counter();
  city.tell();
  city.publish(broker.address());
  const Outcome before = city.verified(broker.address());
  EXPECT_EQ(before.findings, 0) << before.text;
  EXPECT_TRUE(before.says("topic: 59 messages")) << before.text;

  const std::string one = city.imported("s-1");
  const std::string other = city.imported("s-2");
  city.office.database->transaction([&](store::Transaction& tx) {
    testing::let_change(tx, "history");
    const auto sequence_of = [&](const std::string& id) {
      return std::get<0>(
          *tx.first<std::int64_t>("SELECT sequence FROM history WHERE record_id = :id AND version = 5", id));
    };
    const auto set = [&](const std::string& id, std::int64_t sequence) {
      tx.run("UPDATE history SET sequence = :sequence WHERE record_id = :id AND version = 5", sequence, id);
    };
    const std::int64_t first = sequence_of(one);
    const std::int64_t second = sequence_of(other);
    set(one, 0);
    set(other, first);
    set(one, second);
  });
  const Outcome after = city.verified(broker.address());
  for (const std::string& id : {one, other})
    EXPECT_TRUE(after.says("record " + id + " version 5: the topic gives it sequence")) << after.text;
}

TEST_P(AnInstallation, DoesNotKnowAMessageThatSomebodyElseWrote) {
  const testing::EmbeddedBroker broker;
  city.import(1);
  city.tell();
  city.publish(broker.address());
  auto forged =
      city.office.database->in_read([](store::Transaction& tx) { return outbox::history_after(tx, "", 0, 1).front(); });
  bus::Producer producer{{broker.address(), "forger"}, [](const bus::Delivery&) {}};
  const auto send = [&](const std::string& record, const std::string& data) {
    producer.send(outbox::message_of({forged.sequence, record, 1, forged.event.type, data, forged.event.occurred_at,
                                      forged.event.recorded_at, ""},
                                     topic, 4, "/motcua/dossiers", 1, ""),
                  1);
  };
  send("nobody", forged.event.data);
  send(forged.record_id, "{}");
  while (producer.in_flight() > 0) producer.poll(std::chrono::milliseconds{50});
  const Outcome outcome = city.verified(broker.address());
  EXPECT_EQ(outcome.findings, 2) << outcome.text;
  EXPECT_TRUE(outcome.says("record nobody version 1: the topic has it and history does not")) << outcome.text;
  EXPECT_TRUE(outcome.says("version 1: its message and its history hold different things")) << outcome.text;
}

TEST_P(AnInstallation, WhoseBrokerForgotHasNoFinding) {
  testing::EmbeddedBroker broker;
  city.import(8);
  city.tell();
  city.publish(broker.address());
  broker.wipe();
  bus::ensure_topics({broker.address(), "test"}, {{topic, 4, std::chrono::hours{1}}}, std::chrono::seconds{10});
  const Outcome outcome = city.verified(broker.address());
  EXPECT_EQ(outcome.findings, 0) << outcome.text;
  EXPECT_TRUE(outcome.says("the broker keeps 0 of 40 published events")) << outcome.text;
}

TEST(WhatIsNotThere, CannotBeChecked) {
  const testing::TemporaryFolder folder;
  std::ostringstream out;
  EXPECT_THROW(verify({.dossiers = "sqlite:" + folder.path() + "/none.db"}, out), std::exception);
}

}  // namespace
}  // namespace motcua::verify
