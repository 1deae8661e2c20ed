// What was published, changed behind the service's back.
#include "verify/publications.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "core/random.hpp"
#include "outbox/history.hpp"
#include "outbox/inbox.hpp"
#include "reporting/domain/rules.hpp"
#include "reporting/figures.hpp"
#include "reporting/flattening.hpp"
#include "reporting/render/format.hpp"
#include "reporting/store/projection.hpp"
#include "reporting/store/publications.hpp"
#include "store/digest.hpp"
#include "testing/testing.hpp"

namespace motcua::verify {
namespace {

using reporting::About;
using reporting::Accepted;
using reporting::Attribution;
using reporting::By;
using reporting::Channel;
using reporting::Fact;
using reporting::Figures;
using reporting::Format;
using reporting::Publication;
using reporting::RecordId;
using reporting::Registered;
using reporting::Standing;
using reporting::Subject;

const core::Instant now = core::parse_instant("2026-11-24T09:00:00+07:00").value();
core::Date day(const char* text) { return core::parse_date(text).value(); }

class Published : public ::testing::TestWithParam<std::string> {
 protected:
  Published() {
    store::migrate(*dossiers, {{"outbox", outbox::history_migrations()}});
    store::migrate(*reporting, {{"inbox", outbox::inbox_migrations()}, {"reporting", reporting::migrations()}});
    learn("r1");
    learn("r2");
  }

  void learn(const char* record) {
    const About about{kien_an().id, "1.000894.H24", "2018-1", "civil_status", Channel::direct};
    const core::Date on = day("2020-11-02");
    const std::vector<Fact> facts{
        {RecordId{record}, about, on, on, Registered{"N"}},
        {RecordId{record}, about, on, on, Accepted{reporting::to_the_end_of(on + std::chrono::days{5})}}};
    reporting->transaction([&](store::Transaction& tx) {
      reporting::apply(tx, facts, [&](const core::UnitId& id) { return catalogue->units.with_ancestors(id); });
    });
  }

  const catalogue::Unit& kien_an() const { return *catalogue->units.in_force("307", day("2020-12-15")); }

  Standing standing() const {
    return {Subject::dossiers,    catalogue,
            &kien_an(),           {day("2019-12-15"), day("2020-12-15"), day("2020-12-15"), day("2026-11-23"), false},
            day("2026-11-24"),    By::unit,
            Attribution::as_then, false};
  }
  reporting::Report report() {
    return reporting->in_read([&](store::Transaction& tx) { return reporting::figures(tx, standing()); });
  }

  void publish(const std::string& body, const Figures& figures, Format format = Format::json,
               int version = reporting::rules_version) {
    Publication one{.id = core::uuid7(now),
                    .question = {Subject::dossiers, kien_an().id, standing().period, By::unit, Attribution::as_then,
                                 false, day("2026-11-24")},
                    .format = std::string{reporting::name_of(format)},
                    .language = "vi",
                    .title = "",
                    .published_at = now,
                    .publisher_issuer = "test",
                    .publisher = "someone",
                    .publisher_unit = core::UnitId{"u0001"},
                    .sequence = 7,
                    .catalogue_version = catalogue->version,
                    .rules_version = version,
                    .body_digest = store::sha256_hex(body)};
    reporting->transaction([&](store::Transaction& tx) {
      reporting::insert(tx, one, {body, reporting::written(figures)});
    });
  }
  void publish(const reporting::Report& report, Format format = Format::json) {
    publish(reporting::rendered(report, format, http::Language::vietnamese), reporting::figures_of(report), format);
  }

  void change(const std::string& what) {
    reporting->transaction([&](store::Transaction& tx) {
      tx.run(tx.dialect() == store::Dialect::sqlite ? "DROP TRIGGER publications_keep_values"
                                                    : "DROP TRIGGER publications_keep_all ON publications");
      tx.run("UPDATE publications SET " + what);
    });
  }

  std::string findings() {
    std::ostringstream out;
    verify::Report said{out};
    reporting->read([&](store::Transaction& reporting_tx) {
      dossiers->read([&](store::Transaction& tx) { check_publications(tx, reporting_tx, catalogue, said); });
    });
    said.end();
    return out.str();
  }
  void expect(const std::string& words) {
    const std::string text = findings();
    EXPECT_NE(text.find(words), std::string::npos) << text;
  }

  std::shared_ptr<const catalogue::Catalogue> catalogue = catalogue::load(CATALOGUE_FOLDER).value();
  testing::TemporaryDatabase dossiers_place{GetParam()};
  testing::TemporaryDatabase reporting_place{GetParam()};
  metrics::Registry metrics{"test"};
  std::unique_ptr<store::Database> dossiers = store::Database::open(dossiers_place.settings(), metrics);
  std::unique_ptr<store::Database> reporting = store::Database::open(reporting_place.settings(), metrics);
};
INSTANTIATE_TEST_SUITE_P(Kinds, Published, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(Published, HoldsAsItWasKept) {
  publish(report());
  publish(report(), Format::csv);
  publish(report(), Format::form06);
  const std::string text = findings();
  EXPECT_NE(text.find("3 publications, 3 counted again"), std::string::npos) << text;
  EXPECT_EQ(text.find("does not"), std::string::npos) << text;
  EXPECT_EQ(text.find("are not"), std::string::npos) << text;
}

TEST_P(Published, IsFoundWhenItsBytesWereChanged) {
  publish(report());
  change("body = REPLACE(body, '2', '3')");
  expect("its bytes do not match their digest");
}

TEST_P(Published, IsFoundWhenItsQuestionWasChanged) {
  publish(report());
  change("known_at = known_at - 1");
  expect("what is kept of it does not match its digest");
}

TEST_P(Published, IsFoundWhenItsBytesSayOtherFiguresUnderAnotherDigest) {
  reporting::Report forged = report();
  forged.total.direct = 1;
  for (const Format format : {Format::json, Format::csv}) {
    publish(reporting::rendered(forged, format, http::Language::vietnamese), reporting::figures_of(report()), format);
    expect("its bytes say other figures than were kept with them");
  }
}

TEST_P(Published, IsFoundWhenAllOfItWasForged) {
  reporting::Report forged = report();
  forged.total.pending_in_time = 0;
  forged.total.early = 2;
  publish(forged);
  expect("its figures are not what is counted of what was known then");
}

TEST_P(Published, IsNoFindingWhenEventsArrivedLateOrRulesAreOthers) {
  publish(report());
  publish("{\"rows\":[]}", {}, Format::form06, 0);
  const core::Instant late = core::parse_instant("2026-11-23T23:59:59+07:00").value();
  dossiers->transaction([&](store::Transaction& tx) {
    const std::vector<outbox::NewEvent> events{{"x", "{}", "staff-1", "u0001", late, late, ""}};
    outbox::append(tx, "r3", 0, outbox::no_previous_hash, events);
    tx.run("UPDATE history SET sequence = 8");
  });
  learn("r3");
  expect("2 publications, 0 counted again");
  EXPECT_EQ(findings().find("publication 0"), std::string::npos) << findings();
}

}  // namespace
}  // namespace motcua::verify
