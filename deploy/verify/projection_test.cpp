// The steps of linked procedures in reporting's database, against the events of their dossiers.
#include "verify/projection.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "catalogue/catalogue.hpp"
#include "dossiers/contracts/events.hpp"
#include "outbox/envelope.hpp"
#include "outbox/history.hpp"
#include "outbox/inbox.hpp"
#include "outbox/intake.hpp"
#include "outbox/numbering.hpp"
#include "reporting/projections/dossiers.hpp"
#include "reporting/store/projection.hpp"
#include "testing/testing.hpp"

namespace motcua::verify {
namespace {

namespace contracts = dossiers::contracts;

const std::string topic = "motcua.dossiers.v1";
const core::Instant now = core::parse_instant("2026-11-23T09:00:00+07:00").value();

core::Date day(int number) { return core::vietnam_date(now) + std::chrono::days{number}; }

contracts::ClockResumed clock_to(core::Date due) { return {0, due, now, "v", day(0), {}}; }

contracts::StepBegun begun(const contracts::About& about, int step, const char* agency) {
  contracts::StepBegun event{};
  event.about = about;
  event.step = step;
  event.agency = agency;
  event.unit = about.receiving_unit;
  event.mode = "DAY";
  event.overdue_from = day(4);
  event.clock = clock_to(day(3));
  return event;
}

/// A dossier in its second step; the first one waited.
std::vector<contracts::Event> linked_dossier(const contracts::About& about, const std::string& number) {
  contracts::Registered registered{};
  registered.about = about;
  registered.applicant.kind = "citizen";
  registered.number = number;
  contracts::Accepted accepted{};
  accepted.about = about;
  accepted.mode = "DAY";
  accepted.due_date = day(9);
  contracts::HandedOver handed_over{};
  handed_over.about = about;
  handed_over.from_step = 1;
  return {registered,
          accepted,
          begun(about, 1, "one_door"),
          contracts::StepPaused{about, 1, {1}, {}},
          contracts::StepResumed{about, 1, day(5), clock_to(day(4)), {}},
          handed_over,
          contracts::StepEnded{about, 1, about.receiving_unit, "early", day(4), {}},
          begun(about, 2, "land_registration")};
}

/// History as dossiers writes it, and what reporting makes of it.
struct Both {
  explicit Both(const std::string& kind) : dossiers_place{kind}, reporting_place{kind} {
    store::migrate(*dossiers, {{"outbox", outbox::history_migrations()}});
    store::migrate(*reporting, {{"inbox", outbox::inbox_migrations()}, {"reporting", reporting::migrations()}});
  }

  void write(const std::string& record, const std::string& number) {
    const auto& units = source.current()->units;
    const core::UnitId ward = units.in_force("11446", core::vietnam_date(now))->id;
    std::vector<outbox::NewEvent> events;
    for (const contracts::Event& event : linked_dossier({ward, {"1.004227.H24", "2021-1", "land"}, "direct"}, number))
      events.push_back(
          {std::string{contracts::type_of(event)}, contracts::write(event), "staff-1", ward.str(), now, now, ""});
    dossiers->transaction(
        [&](store::Transaction& tx) { outbox::append(tx, record, 0, outbox::no_previous_hash, events); });
  }

  void tell() {
    const auto log = outbox::load_log(*dossiers, topic, now);
    const auto numbered = outbox::give_numbers(*dossiers, topic, log, {log.published_through, {}}, 1000, now);
    std::vector<outbox::Incoming> messages;
    for (const outbox::Outgoing& event : numbered.events)
      messages.push_back(outbox::incoming_of(outbox::message_of(event, topic, 4, "/motcua/dossiers", log.epoch, "")));
    const outbox::Inbox::Apply apply = [&](store::Transaction& tx, std::span<const outbox::Event> heard) {
      reporting::apply_dossiers(tx, heard, source.current()->units);
    };
    reporting->transaction([&](store::Transaction& tx) {
      const std::map<std::string, std::string> nothing_given_up;
      outbox::Intake intake{tx, apply, outbox::Intake::Care::together, nothing_given_up, now};
      intake.take(messages);
      intake.finish();
    });
  }

  std::string findings() {
    std::ostringstream out;
    Report report{out};
    reporting->read([&](store::Transaction& reporting_tx) {
      dossiers->read([&](store::Transaction& tx) { check_projection(tx, reporting_tx, topic, report); });
    });
    report.end();
    return out.str();
  }

  catalogue::Source source{CATALOGUE_FOLDER};
  metrics::Registry metrics{"test"};
  testing::TemporaryDatabase dossiers_place;
  testing::TemporaryDatabase reporting_place;
  std::unique_ptr<store::Database> dossiers = store::Database::open(dossiers_place.settings(), metrics);
  std::unique_ptr<store::Database> reporting = store::Database::open(reporting_place.settings(), metrics);
};

/// The first of two linked dossiers is the one that is tampered with.
const std::string record = "0198c7a2-0000-7000-8000-000000000001";

struct Tampering {
  const char* name;
  std::string statement;
  std::string finding;
  const char* findings;
};
std::ostream& operator<<(std::ostream& out, const Tampering& tampering) { return out << tampering.name; }

class ProjectionOfSteps : public ::testing::TestWithParam<std::tuple<std::string, Tampering>> {};

INSTANTIATE_TEST_SUITE_P(
    Verify, ProjectionOfSteps,
    ::testing::Combine(
        ::testing::ValuesIn(testing::database_kinds()),
        ::testing::Values(
            Tampering{"Nothing", "DELETE FROM step_spans WHERE 1 = 0", "projection: 2 records, 4 steps, 10 spans",
                      "0 findings\n"},
            Tampering{
                "ADay",
                "UPDATE step_spans SET ended_day = ended_day + 1 WHERE span = 3 AND record_id = '" + record + "/1'",
                "record " + record + "/1 span 3: it is not what its events give: ended_day\n", "1 finding\n"},
            Tampering{"ANumber", "UPDATE step_spans SET number = 'other' WHERE record_id = '" + record + "/2'",
                      "record " + record + "/2 span 1: it is not what its events give: number\n", "1 finding\n"},
            Tampering{"ALostStep", "DELETE FROM step_spans WHERE record_id = '" + record + "/2'",
                      "record " + record + "/2 span 1: reporting has lost it\n", "1 finding\n"},
            Tampering{"AStepThatNeverBegan",
                      "UPDATE step_spans SET record_id = '" + record + "/9' WHERE record_id = '" + record + "/2'",
                      "record " + record + "/9 span 1: reporting has it and its events do not give it\n",
                      "2 findings\n"},
            Tampering{"AStepOfNobody",
                      "UPDATE step_spans SET record_id = 'nobody/2' WHERE record_id = '" + record + "/2'",
                      "record nobody/2: reporting has a span of it and never heard of it\n", "2 findings\n"},
            Tampering{"ADailyCount", "UPDATE step_daily SET accepted = accepted + 1 WHERE scope = 0 AND accepted > 0",
                      "finding: step_daily 2026-11-23 learnt 2026-11-23, scope 0", "1 finding\n"},
            Tampering{"AMonthlyCount", "UPDATE step_monthly SET early = 0 WHERE scope = 1 AND early > 0",
                      "finding: step_monthly 2026-11 learnt 2026-11, scope 1", "1 finding\n"},
            Tampering{"ASpanOfADossier", "UPDATE spans SET due_date = due_date + 1 WHERE record_id = '" + record + "'",
                      "record " + record + " span 1: it is not what its events give: due_date\n", "1 finding\n"})),
    [](const auto& one) { return std::get<0>(one.param) + std::get<1>(one.param).name; });

TEST_P(ProjectionOfSteps, IsHeldAgainstTheEvents) {
  Both both{std::get<0>(GetParam())};
  const Tampering& tampering = std::get<1>(GetParam());
  both.write(record, "N1");
  both.write("0198c7a2-0000-7000-8000-000000000002", "N2");
  both.tell();
  both.reporting->transaction([&](store::Transaction& tx) { tx.run(tampering.statement); });
  const std::string text = both.findings();
  EXPECT_NE(text.find(tampering.finding), std::string::npos) << text;
  EXPECT_TRUE(text.ends_with(tampering.findings)) << text;
}

}  // namespace
}  // namespace motcua::verify
