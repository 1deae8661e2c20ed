#include "reporting/projections/dossiers.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "dossiers/contracts/events.hpp"

namespace motcua::reporting {
namespace {

namespace contracts = dossiers::contracts;

outbox::Event event(std::string type, std::string data) {
  return {"motcua.dossiers.v1",
          "0175f2a0-0000-7000-8000-000000000001",
          1,
          1,
          std::move(type),
          core::parse_instant("2020-12-14T23:30:00+07:00").value(),
          core::parse_instant("2026-11-24T00:30:00+07:00").value(),
          std::move(data),
          ""};
}

const contracts::About about{core::UnitId{"u0006"}, {"1.000894.H24", "2018-1", "civil_status"}, "online"};

TEST(AnEvent, CountsOnItsDaysInVietnam) {
  const auto fact = fact_of(event("dossier.returned.v1", contracts::write(contracts::Returned{about, {}, {}, {}})));
  EXPECT_EQ(core::format_date(fact.day), "2020-12-14");
  EXPECT_EQ(core::format_date(fact.learnt), "2026-11-24");
  EXPECT_EQ(fact.about, (About{core::UnitId{"u0006"}, "1.000894.H24", "2018-1", "civil_status", Channel::online}));
}

TEST(AnEvent, OfAWithdrawalSaysWhetherTheDossierCounts) {
  const auto fact =
      fact_of(event("dossier.withdrawn.v1",
                    contracts::write(contracts::Withdrawn{about, true, core::parse_date("2020-12-20"), {}, {}})));
  EXPECT_TRUE(std::get<Withdrawn>(fact.what).after_acceptance);
}

TEST(AnEvent, ThatHoldsADossierUpSaysHowItStands) {
  const contracts::Standing stands{true, std::nullopt, std::nullopt};
  const auto fact =
      fact_of(event("dossier.stopped.v1", contracts::write(contracts::Stopped{about, {}, stands, {}, {}, {}})));
  const auto& moved = std::get<DueMoved>(fact.what);
  EXPECT_TRUE(moved.paused);
  EXPECT_FALSE(moved.due);

  const contracts::Standing runs{false, core::parse_date("2020-12-20"), core::parse_date("2020-12-21")};
  const auto again =
      fact_of(event("dossier.reopened.v1", contracts::write(contracts::Reopened{about, {}, runs, {}, {}})));
  const auto& back = std::get<DueMoved>(again.what);
  EXPECT_FALSE(back.paused);
  EXPECT_EQ(back.due, (DueDay{*core::parse_date("2020-12-20"), *core::parse_date("2020-12-21")}));
}

TEST(AnEvent, BeforeAcceptanceMovesNothing) {
  const contracts::SupplementReceived early{about,        "registered", std::nullopt,
                                            std::nullopt, std::nullopt, std::nullopt};
  const auto fact = fact_of(event("dossier.supplement_received.v1", contracts::write(early)));
  EXPECT_TRUE(std::holds_alternative<Uncounted>(fact.what));
}

TEST(AnEvent, OfAnAcceptanceInHoursIsOverdueAtTheEndOfItsDueDay) {
  contracts::Accepted accepted{};
  accepted.about = about;
  accepted.due_date = *core::parse_date("2020-12-20");
  for (const auto& [mode, day] : {std::pair{"HOUR", "2020-12-20"}, std::pair{"DAY", "2020-12-21"}}) {
    accepted.mode = mode;
    const auto fact = fact_of(event("dossier.accepted.v1", contracts::write(accepted)));
    EXPECT_EQ(std::get<Accepted>(fact.what).due.overdue_from, core::parse_date(day)) << mode;
  }
}

TEST(AnEvent, OfAVisitToTheCounterIsATrip) {
  contracts::About at_the_counter = about;
  at_the_counter.channel = "direct";
  const auto trip_of = [](const auto& event_of) {
    using Event = std::decay_t<decltype(event_of)>;
    return fact_of(event(std::string{Event::type}, contracts::write(event_of))).trip;
  };
  contracts::Registered registered{};
  registered.applicant.kind = "citizen";
  registered.about = about;
  EXPECT_EQ(trip_of(registered), std::nullopt);
  registered.about = at_the_counter;
  EXPECT_EQ(trip_of(registered), Trip::submission);
  contracts::SupplementReceived papers{about, "processing", "direct", std::nullopt, std::nullopt, std::nullopt};
  EXPECT_EQ(trip_of(papers), Trip::supplement);
  papers.channel = "postal";
  EXPECT_EQ(trip_of(papers), std::nullopt);
  EXPECT_EQ(trip_of(contracts::Returned{at_the_counter, {}, {}, {}}), Trip::collection) << "as the dossier came";
  EXPECT_EQ(trip_of(contracts::Returned{at_the_counter, {}, "online", {}}), std::nullopt);
}

TEST(AnEvent, OfAResolutionTellsHowOftenPapersWereAskedFor) {
  contracts::Resolved resolved{};
  resolved.about = about;
  resolved.outcome = "granted";
  resolved.timeliness = "early";
  for (const std::optional<int> told : {std::optional<int>{}, std::optional{0}, std::optional{2}}) {
    resolved.supplements = told;
    const auto fact = fact_of(event("dossier.resolved.v1", contracts::write(resolved)));
    EXPECT_EQ(std::get<Resolved>(fact.what).supplements, told);
  }
}

TEST(AnEvent, OfAResolutionTellsHowLongItTookInTheUnitOfItsClock) {
  contracts::Resolved resolved{};
  resolved.about = about;
  resolved.outcome = "granted";
  resolved.timeliness = "early";
  for (const auto& [used, told] : {std::pair{contracts::Used{"DAY", 3}, TimeUsed{Unit::working_days, 3}},
                                   std::pair{contracts::Used{"CALENDAR", 3}, TimeUsed{Unit::days, 3}},
                                   std::pair{contracts::Used{"HOUR", 0}, TimeUsed{Unit::working_hours, 0}},
                                   std::pair{contracts::Used{"HOUR", 60}, TimeUsed{Unit::working_hours, 1}},
                                   std::pair{contracts::Used{"HOUR", 61}, TimeUsed{Unit::working_hours, 2}}}) {
    resolved.used = used;
    const auto fact = fact_of(event("dossier.resolved.v1", contracts::write(resolved)));
    EXPECT_EQ(std::get<Resolved>(fact.what).used, told);
  }
}

TEST(AnEvent, OfATypeFromTheFutureIsUnreadable) {
  EXPECT_THROW(fact_of(event("dossier.burnt.v1", "{}")), outbox::Unreadable);
  EXPECT_THROW(fact_of(event("dossier.returned.v2", contracts::write(contracts::Returned{about, {}, {}, {}}))),
               outbox::Unreadable);
}

TEST(AnEvent, WithWordsFromTheFutureIsUnreadable) {
  contracts::About by_drone = about;
  by_drone.channel = "drone";
  EXPECT_THROW(fact_of(event("dossier.returned.v1", contracts::write(contracts::Returned{by_drone, {}, {}, {}}))),
               outbox::Unreadable);
  EXPECT_THROW(fact_of(event("dossier.returned.v1", "{")), outbox::Unreadable);
}

std::string golden(const std::string& type) {
  std::ifstream in{std::filesystem::path{GOLDEN_FOLDER} / (type + ".json")};
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(ACorrection, TellsTheCourseThatCountsAndTheTripsThatCountedUntilNow) {
  const std::string type = "dossier.acceptance_corrected.v1";
  const auto right = std::get<Corrected>(fact_of(event(type, golden(type))).what);
  EXPECT_EQ(right.unit_before, core::UnitId{"u0307"});
  ASSERT_EQ(right.stretches.size(), 3U);
  EXPECT_EQ(right.stretches[0].day, core::parse_date("2021-03-02"));
  EXPECT_EQ(right.stretches[0].due, to_the_end_of(core::parse_date("2021-03-05").value()));
  EXPECT_TRUE(right.stretches[1].paused);
  EXPECT_FALSE(right.stretches[1].due);
  ASSERT_TRUE(right.end);
  EXPECT_EQ(right.end->timeliness, Timeliness::overdue);
  EXPECT_EQ(right.end->used, (TimeUsed{Unit::working_days, 4}));
  EXPECT_EQ(right.trips_before.at(0).day, core::parse_date("2021-03-03"));
  EXPECT_EQ(right.trips.at(0).day, core::parse_date("2021-03-02"));
  EXPECT_EQ(right.trips.at(1).trip, Trip::supplement);

  const Fact moved = fact_of(event("dossier.unit_corrected.v1", golden("dossier.unit_corrected.v1")));
  EXPECT_EQ(moved.about.unit, core::UnitId{"u0306"});
  EXPECT_EQ(std::get<Corrected>(moved.what).unit_before, core::UnitId{"u0307"});
  const Fact annulled = fact_of(event("dossier.annulled.v1", golden("dossier.annulled.v1")));
  EXPECT_TRUE(std::get<Corrected>(annulled.what).annulled);
}

// Events are kept for ever; so is the ability to count them.
TEST(AnEvent, OfEveryGoldenFileIsRead) {
  std::set<std::string> types;
  for (const auto& file : std::filesystem::directory_iterator{GOLDEN_FOLDER}) {
    std::ifstream in{file.path()};
    std::stringstream text;
    text << in.rdbuf();
    const std::string type = file.path().stem().string();
    EXPECT_NO_THROW(fact_of(event(type, text.str()))) << type;
    types.insert(type);
  }
  EXPECT_GE(types.size(), 31U);
}

}  // namespace
}  // namespace motcua::reporting
