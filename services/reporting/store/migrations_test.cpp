// What a database of an earlier version becomes.
#include <gtest/gtest.h>

#include "outbox/inbox.hpp"
#include "reporting/store/projection.hpp"
#include "reporting/store/publications.hpp"
#include "reporting/store/spans.hpp"
#include "testing/testing.hpp"

namespace motcua::reporting {
namespace {

void write_as_before(store::Transaction& tx, const char* record) {
  tx.run(
      "INSERT INTO spans (record_id, span, number, unit_id, procedure_code, procedure_version, field, channel, "
      "accepted_on, begun_as, begun_day, begun_learnt, due_date, ended_as, ended_day, ended_learnt) VALUES (:record, "
      "1, "
      "'N1', 'u0307', 'p', '1', 'land', 'direct', 18000, 'accepted', 18000, 18001, 18007, '', 2147483647, 2147483647)",
      record);
}

Span a_span(const char* record) {
  const core::Date day = core::date_from(18'000);
  Span span;
  span.record = RecordId{record};
  span.number = "N1";
  span.about = {core::UnitId{"u0307"}, "p", "1", "land", Channel::direct};
  span.begun = Span::Beginning{
      day, core::date_from(18'001), Begun::accepted, to_the_end_of(core::date_from(18'007)), false, day};
  return span;
}

void migrate(store::Database& database) {
  store::migrate(database, {{"inbox", outbox::inbox_migrations()}, {"reporting", migrations()}});
}

class ADatabaseOfAnEarlierVersion : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Kinds, ADatabaseOfAnEarlierVersion, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

// It could not tell how often papers were asked for, nor the trips made: everything is read again.
TEST_P(ADatabaseOfAnEarlierVersion, IsFilledAnewFromTheFirstEvent) {
  testing::TemporaryDatabase files{GetParam()};
  metrics::Registry metrics{"test"};
  const auto database = store::Database::open(files.settings(), metrics);
  store::migrate(*database, {{"inbox", outbox::inbox_migrations()}, {"reporting", migrations().first(6)}});
  database->transaction([](store::Transaction& tx) {
    write_as_before(tx, "pending");
    tx.run("INSERT INTO unit_ancestors (unit_id, ancestor_id) VALUES ('u0307', 'u0307')");
    tx.run("INSERT INTO inbox_partitions (topic, partition, epoch, next_offset, last_id) VALUES ('t', 0, 1, 7, 'x')");
    tx.run("INSERT INTO inbox_records (topic, record_id, version) VALUES ('t', 'pending', 2)");
  });

  migrate(*database);

  database->transaction([](store::Transaction& tx) {
    for (const char* table : {"spans", "unit_ancestors", "inbox_partitions", "inbox_records"})
      EXPECT_EQ(std::get<0>(*tx.first<std::int64_t>(std::string{"SELECT COUNT(*) FROM "} + table)), 0) << table;
  });
}

// It would go on counting without what came after it.
TEST_P(ADatabaseOfAnEarlierVersion, IsNotWrittenByAnInstanceOfThatVersionAnyMore) {
  testing::TemporaryDatabase files{GetParam()};
  metrics::Registry metrics{"test"};
  const auto database = store::Database::open(files.settings(), metrics);
  migrate(*database);
  EXPECT_ANY_THROW(database->transaction([](store::Transaction& tx) { write_as_before(tx, "pending"); }));
}

TEST_P(ADatabaseOfAnEarlierVersion, KeepsStepsBesideDossiers) {
  testing::TemporaryDatabase files{GetParam()};
  metrics::Registry metrics{"test"};
  const auto database = store::Database::open(files.settings(), metrics);
  migrate(*database);
  database->transaction([](store::Transaction& tx) {
    const Span dossier = a_span("pending");
    save_spans(tx, Subject::dossiers, {dossier});
    Span step = a_span("pending/1");
    step.begun->due = DueDay{core::date_from(18'007), core::date_from(18'007)};
    step.begun->paused = true;
    step.ended = Span::End{core::date_from(18'009), core::date_from(18'010), Ended::overdue};
    save_spans(tx, Subject::steps, {step});
    EXPECT_TRUE(deviations(tx, Subject::steps, {step.record}, {step}).empty());
    EXPECT_EQ(latest_spans(tx, Subject::steps, {step.record}).at(step.record), step);
    EXPECT_TRUE(latest_spans(tx, Subject::dossiers, {step.record}).empty());
    EXPECT_EQ(latest_spans(tx, Subject::dossiers, {dossier.record}).at(dossier.record), dossier);
  });
}

Publication a_publication(const char* id) {
  const core::Date day = core::date_from(18'000);
  return {.id = id,
          .question = {Subject::dossiers,
                       core::UnitId{"u0307"},
                       {day, day, day, day, false},
                       By::unit,
                       Attribution::as_now,
                       true,
                       day},
          .format = "csv",
          .language = "vi",
          .title = "Tháng 11",
          .published_at = core::instant_from(1'600'000'000'123),
          .publisher_issuer = "issuer",
          .publisher = "someone",
          .publisher_unit = core::UnitId{"u0001"},
          .sequence = 7,
          .catalogue_version = "c1",
          .rules_version = 1,
          .body_digest = "b"};
}

/// What is kept of it, as text.
std::string kept(store::Transaction& tx, const char* id) {
  const Publication found = publication(tx, id).value();
  const PublishedContent content = published_content(tx, id).value();
  EXPECT_EQ(digest_of(found, content), kept_digest(tx, id));
  return found.title + found.format + core::format_instant(found.published_at) + content.body + content.figures;
}

// Whatever later migrations do to what is counted: this they leave alone.
TEST_P(ADatabaseOfAnEarlierVersion, KeepsItsPublications) {
  testing::TemporaryDatabase files{GetParam()};
  metrics::Registry metrics{"test"};
  const auto database = store::Database::open(files.settings(), metrics);
  store::migrate(*database, {{"inbox", outbox::inbox_migrations()}, {"reporting", migrations().first(9)}});
  const std::string before = database->in_transaction([](store::Transaction& tx) {
    insert(tx, a_publication("p1"), {"a,b\r\n\"ê\",2\r\n", "{}"});
    return kept(tx, "p1");
  });
  migrate(*database);
  EXPECT_EQ(database->in_read([](store::Transaction& tx) { return kept(tx, "p1"); }), before);
}

TEST_P(ADatabaseOfAnEarlierVersion, LetsNobodyChangeAPublication) {
  testing::TemporaryDatabase files{GetParam()};
  metrics::Registry metrics{"test"};
  const auto database = store::Database::open(files.settings(), metrics);
  migrate(*database);
  database->transaction([](store::Transaction& tx) { insert(tx, a_publication("p1"), {"body", "{}"}); });
  for (const char* change : {"UPDATE publications SET body = 'x'", "DELETE FROM publications"})
    EXPECT_ANY_THROW(database->transaction([&](store::Transaction& tx) { tx.run(change); })) << change;
  EXPECT_THROW(database->transaction([](store::Transaction& tx) {
    insert(tx, a_publication("p1"), {"another", "{}"});
  }),
               store::Conflict);
  EXPECT_EQ(database->in_read([](store::Transaction& tx) { return published_content(tx, "p1")->body; }), "body");
}

}  // namespace
}  // namespace motcua::reporting
