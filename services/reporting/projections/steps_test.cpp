// The events of a linked procedure's dossier, from its registration on: what its steps and the dossier itself count as,
// on each database.
#include <gtest/gtest.h>

#include <memory>

#include "dossiers/contracts/events.hpp"
#include "reporting/figures.hpp"
#include "reporting/listing.hpp"
#include "reporting/projections/dossiers.hpp"
#include "reporting/store/projection.hpp"
#include "reporting/store/spans.hpp"
#include "testing/testing.hpp"

namespace motcua::reporting {
namespace {

namespace contracts = dossiers::contracts;

core::Date day(const char* text) { return core::parse_date(std::string{"2020-"} + text).value(); }
core::Instant noon(core::Date date) { return core::parse_instant(core::format_date(date) + "T12:00:00+07:00").value(); }

std::shared_ptr<const catalogue::Catalogue> real_catalogue() {
  static const auto loaded = catalogue::load(CATALOGUE_FOLDER);
  return loaded.value();
}
const catalogue::Unit& unit(const char* code) { return *real_catalogue()->units.in_force(code, day("12-15")); }
const catalogue::Unit& ward() { return unit("11440"); }  // Ngọc Sơn, of the district
const catalogue::Unit& district() { return unit("307"); }
const catalogue::Unit& city() { return unit("31"); }

const RecordId dossier{"0175f2a0-0000-7000-8000-000000000001"};
const contracts::About about{ward().id, {"1.004227.H24", "2020-1", "land"}, "online"};
constexpr std::chrono::days one_day{1};

contracts::Standing runs(const char* due) { return {false, day(due), day(due) + one_day}; }
const contracts::Standing stands{false, std::nullopt, std::nullopt};
const contracts::Standing waits{true, std::nullopt, std::nullopt};
contracts::ClockResumed clock_to(const char* due) { return {0, day(due), noon(day(due)), "v", day(due), {}}; }

contracts::StepBegun begun(int step, const char* agency, const catalogue::Unit& owner, const char* due) {
  contracts::StepBegun event{};
  event.about = about;
  event.step = step;
  event.agency = agency;
  event.unit = owner.id;
  event.mode = "DAY";
  event.overdue_from = day(due) + one_day;
  event.clock = clock_to(due);
  return event;
}
contracts::StepEnded ended(int step, const char* as) {
  return {about, step, core::UnitId{"any"}, as, day("03-04"), std::nullopt};
}
contracts::HandedOver handed_over(int from, const contracts::Standing& standing) {
  contracts::HandedOver event{};
  event.about = about;
  event.from_step = from;
  event.standing = standing;
  return event;
}

class Stream {
 public:
  void on(const char* date, const contracts::Event& said) {
    ++version_;
    events_.push_back({"motcua.dossiers.v1", dossier.str(), version_, version_, std::string{contracts::type_of(said)},
                       noon(day(date)), noon(day(date)), contracts::write(said), ""});
  }
  const std::vector<outbox::Event>& events() const { return events_; }

 private:
  std::int64_t version_ = 0;
  std::vector<outbox::Event> events_;
};

/// Four steps: the counter's, one that waits for papers and is late, one that is not counted, one that is withdrawn.
Stream linked_dossier() {
  Stream stream;
  contracts::Registered registered{};
  registered.about = about;
  registered.applicant.kind = "citizen";
  registered.number = "H24.07.40-200302-0001";
  stream.on("03-02", registered);
  contracts::Accepted accepted{};
  accepted.about = about;
  accepted.mode = "DAY";
  accepted.due_date = day("03-20");
  stream.on("03-02", accepted);
  stream.on("03-02", begun(1, "one_door", ward(), "03-04"));

  stream.on("03-04", handed_over(1, runs("03-20")));
  stream.on("03-04", ended(1, "on_time"));
  stream.on("03-04", begun(2, "land_registration", district(), "03-12"));
  stream.on("03-05", contracts::HandoverReceived{about, 2, {}});
  stream.on("03-06", contracts::SupplementRequested{about, {}, "PAUSE", {}, {}, waits, {}, {}});
  stream.on("03-06", contracts::StepPaused{about, 2, {2}, {}});
  stream.on("03-10", contracts::SupplementReceived{about, "processing", {}, runs("03-24"), {}, {}});
  stream.on("03-10", contracts::StepResumed{about, 2, day("03-17"), clock_to("03-16"), {}});
  stream.on("03-11", contracts::DeadlineRecounted{about, "1/VPCP", day("03-24"), {}, runs("03-25"), {}, {}});
  stream.on("03-11",
            contracts::StepRecounted{about, 2, "1/VPCP", day("03-16"), {}, day("03-18"), clock_to("03-17"), {}});

  contracts::HandedOver to_tax = handed_over(2, stands);
  to_tax.stopped = contracts::ClockStopped{9};
  stream.on("03-19", to_tax);
  stream.on("03-19", ended(2, "overdue"));
  stream.on("03-19", begun(3, "tax", city(), "03-27"));

  contracts::HandedOver back = handed_over(3, runs("04-08"));
  back.resumed = clock_to("04-08");
  stream.on("03-26", back);
  stream.on("03-26", ended(3, "early"));
  stream.on("03-26", begun(4, "land_registration", district(), "04-08"));
  stream.on("03-30", contracts::Withdrawn{about, true, day("04-08"), {}, {}});
  stream.on("03-30", ended(4, "withdrawn"));
  return stream;
}

class ALinkedDossier : public ::testing::TestWithParam<std::string> {
 protected:
  ALinkedDossier() { store::migrate(*database_, {{"inbox", outbox::inbox_migrations()}, {"reporting", migrations()}}); }

  void hear(std::span<const outbox::Event> events) {
    database_->transaction([&](store::Transaction& tx) { apply_dossiers(tx, events, real_catalogue()->units); });
  }
  Standing as_of(Subject subject, const catalogue::Unit& of, const char* date, By by = By::nothing) {
    return {subject, real_catalogue(),    &of, {day("03-01"), day(date), day(date), day("12-31"), true}, day("12-31"),
            by,      Attribution::as_then};
  }
  Report report(const Standing& standing) {
    return database_->in_read([&](store::Transaction& tx) { return figures(tx, standing); });
  }
  Cells steps(const catalogue::Unit& of, const char* date) { return report(as_of(Subject::steps, of, date)).total; }
  Cells dossiers(const char* date) { return report(as_of(Subject::dossiers, city(), date)).total; }
  std::vector<Span> listed(const Standing& standing, Cell cell) {
    return database_->in_read(
        [&](store::Transaction& tx) { return list(tx, standing, cell, std::nullopt, std::nullopt, 50)->spans; });
  }
  std::int64_t count(const std::string& table) {
    return database_->in_read(
        [&](store::Transaction& tx) { return std::get<0>(*tx.first<std::int64_t>("SELECT COUNT(*) FROM " + table)); });
  }

 private:
  testing::TemporaryDatabase files_{GetParam()};
  metrics::Registry metrics_{"test"};
  std::unique_ptr<store::Database> database_ = store::Database::open(files_.settings(), metrics_);
};
INSTANTIATE_TEST_SUITE_P(Kinds, ALinkedDossier, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(ALinkedDossier, TellsWhichOwnerWasLate) {
  hear(linked_dossier().events());

  EXPECT_EQ(steps(ward(), "03-04"), (Cells{.online = 1, .on_time = 1}));
  EXPECT_EQ(steps(district(), "03-18"), (Cells{.online = 2, .on_time = 1, .pending_overdue = 1}));
  EXPECT_EQ(steps(district(), "03-19"), (Cells{.online = 2, .on_time = 1, .overdue = 1}));
  EXPECT_EQ(steps(district(), "04-30"), (Cells{.online = 3, .on_time = 1, .overdue = 1, .withdrawn = 1}));

  const Report by_owner = report(as_of(Subject::steps, city(), "04-30", By::unit));
  EXPECT_EQ(by_owner.total, (Cells{.online = 4, .early = 1, .on_time = 1, .overdue = 1, .withdrawn = 1}));
  ASSERT_EQ(by_owner.rows.size(), 3U);
  for (const Row& row : by_owner.rows) EXPECT_EQ(row.cells.overdue, row.key == district().id.str() ? 1 : 0) << row.name;

  const Report by_agency = report(as_of(Subject::steps, city(), "04-30", By::agency));
  ASSERT_EQ(by_agency.rows.size(), 3U);
  EXPECT_EQ(by_agency.rows[0].key, "land_registration");
  EXPECT_EQ(by_agency.rows[0].cells, (Cells{.online = 2, .overdue = 1, .withdrawn = 1}));
  EXPECT_EQ(by_agency.rows[2].key, "tax");
}

TEST_P(ALinkedDossier, WaitsInItsStepWithoutBeingLate) {
  hear(linked_dossier().events());
  EXPECT_EQ(steps(district(), "03-05"), (Cells{.online = 2, .on_time = 1, .pending_in_time = 1}));
  const Cells waiting{.online = 2, .on_time = 1, .pending_in_time = 1, .paused_in_time = 1};
  EXPECT_EQ(steps(district(), "03-06"), waiting);
  EXPECT_EQ(steps(district(), "03-09"), waiting);
  EXPECT_EQ(steps(district(), "03-10"), (Cells{.online = 2, .on_time = 1, .pending_in_time = 1}));
  // Recounted: the 17th is its due day and no longer the first day of being late.
  EXPECT_EQ(steps(district(), "03-17").pending_overdue, 0);
  EXPECT_EQ(steps(district(), "03-18").pending_overdue, 1);
}

TEST_P(ALinkedDossier, StandsItselfWhileAStepIsNotCounted) {
  hear(linked_dossier().events());
  const auto pending = [&](const char* date) { return listed(as_of(Subject::dossiers, city(), date), Cell::pending); };
  EXPECT_EQ(pending("03-18").at(0).begun->due, to_the_end_of(day("03-25")));
  ASSERT_EQ(pending("03-25").size(), 1U);
  EXPECT_FALSE(pending("03-25").at(0).begun->due);
  EXPECT_FALSE(pending("03-25").at(0).begun->paused);
  EXPECT_EQ(pending("03-26").at(0).begun->due, to_the_end_of(day("04-08")));
  EXPECT_EQ(dossiers("03-25"), (Cells{.online = 1, .pending_in_time = 1}));
  EXPECT_EQ(dossiers("04-30"), (Cells{.online = 1, .withdrawn = 1}));
  // Accepted, waited, went on, was recounted, stood, went on: no span for the hand-over that left its clock as it was.
  EXPECT_EQ(count("spans"), 6);
  EXPECT_EQ(count("step_spans"), 1 + 4 + 1 + 1);
}

TEST_P(ALinkedDossier, ListsItsStepsWithTheirOwnersUnderItsNumber) {
  hear(linked_dossier().events());
  const auto late = listed(as_of(Subject::steps, city(), "04-30"), Cell::resolved_overdue);
  ASSERT_EQ(late.size(), 1U);
  EXPECT_EQ(step_named(late[0].record), (StepName{dossier, 2}));
  EXPECT_EQ(late[0].number, "H24.07.40-200302-0001");
  EXPECT_EQ(late[0].about, (About{district().id, "1.004227.H24", "2020-1", "land_registration", Channel::online}));
  EXPECT_EQ(late[0].begun->accepted_on, day("03-04"));
  EXPECT_EQ(late[0].begun->due, to_the_end_of(day("03-17")));
  EXPECT_EQ(late[0].ended, (Span::End{day("03-19"), day("03-19"), Ended::overdue}));
}

TEST_P(ALinkedDossier, CountsTheSameWhenEachEventComesAlone) {
  const Stream stream = linked_dossier();
  for (const outbox::Event& event : stream.events()) hear({&event, 1});
  EXPECT_EQ(steps(city(), "04-30"), (Cells{.online = 4, .early = 1, .on_time = 1, .overdue = 1, .withdrawn = 1}));
  EXPECT_EQ(steps(district(), "03-18"), (Cells{.online = 2, .on_time = 1, .pending_overdue = 1}));
  EXPECT_EQ(listed(as_of(Subject::steps, city(), "04-30"), Cell::withdrawn).at(0).number, "H24.07.40-200302-0001");
  EXPECT_EQ(count("step_spans"), 7);
}

TEST_P(ALinkedDossier, LeavesTheDossiersReportAsItIsWithoutItsOwners) {
  hear(linked_dossier().events());
  for (const Attribution attribution : {Attribution::as_then, Attribution::as_now}) {
    Standing standing = as_of(Subject::dossiers, city(), "04-30", By::unit);
    standing.attribution = attribution;
    if (attribution == Attribution::as_now) standing.unit = real_catalogue()->units.in_force("31", standing.today);
    const Report found = report(standing);
    EXPECT_EQ(found.total, (Cells{.online = 1, .withdrawn = 1}));
    EXPECT_EQ(found.rows.size(), 1U) << "the district and the city have received nothing";
    if (found.not_attributable) {
      EXPECT_TRUE(found.not_attributable->rows.empty());
    }
  }
}

TEST_P(ALinkedDossier, IsUnreadableWhereAStepCannotFollow) {
  const Stream stream = linked_dossier();
  const auto of = [&](std::size_t number) { return std::span{stream.events()}.subspan(number, 1); };
  EXPECT_THROW(hear(of(2)), outbox::Unreadable) << "a step of a dossier that nobody registered";
  EXPECT_THROW(hear(of(8)), outbox::Unreadable) << "a pause of a step that has not begun";
  hear(std::span{stream.events()}.first(3));
  EXPECT_THROW(hear(of(2)), outbox::Unreadable) << "a step that begins twice";
  Stream odd;
  odd.on("03-04", ended(1, "soon"));
  EXPECT_THROW(hear(odd.events()), outbox::Unreadable);
}

TEST_P(ALinkedDossier, WaitsForACatalogueThatKnowsTheOwner) {
  const Stream stream = linked_dossier();
  hear(std::span{stream.events()}.first(2));
  Stream unknown;
  contracts::StepBegun event = begun(1, "one_door", ward(), "03-04");
  event.unit = core::UnitId{"nowhere"};
  unknown.on("03-02", event);
  EXPECT_THROW(hear(unknown.events()), outbox::Unreadable);
}

}  // namespace
}  // namespace motcua::reporting
