#include <gtest/gtest.h>

#include <map>
#include <set>
#include <tuple>

#include "catalogue/examples.hpp"
#include "core/text.hpp"

// What the shipped folder promises to those who build on it. Ids and agency codes are permanent.
namespace motcua::catalogue {
namespace {

using examples::on;
using examples::real;

TEST(TheRealFolder, HasAsManyUnitsAsTheResolutionsSay) {
  const std::pair<const char*, std::pair<int, int>> days[] = {
      {"2020-06-01", {15, 217}}, {"2025-03-01", {15, 167}}, {"2025-07-01", {0, 114}}, {"2026-11-24", {0, 114}}};
  for (const auto& [day, expected] : days) {
    std::map<Level, int> count;
    for (const Unit& unit : real().units.all()) count[unit.level] += unit.in_force(on(day)) ? 1 : 0;
    EXPECT_EQ(count[Level::city], 1) << day;
    EXPECT_EQ(count[Level::district], expected.first) << day;
    EXPECT_EQ(count[Level::commune], expected.second) << day;
  }
}

TEST(TheRealFolder, KeepsTheIdsAndAgencyCodesThatWereGiven) {
  const auto& units = real().units;
  EXPECT_EQ(units.in_force("31", on("2020-06-01"))->id, core::UnitId{"u0001"});
  EXPECT_EQ(units.in_force("307", on("2020-06-01"))->id, core::UnitId{"u0006"});
  EXPECT_EQ(units.in_force("11446", on("2020-06-01"))->id, core::UnitId{"u0070"});
  EXPECT_EQ(units.in_force("11446", on("2026-01-01"))->id, core::UnitId{"u0354"});
  EXPECT_EQ(units.find(core::UnitId{"u0001"})->agency_code, "H24");
  EXPECT_EQ(units.find(core::UnitId{"u0006"})->agency_code, "H24.07");
  EXPECT_EQ(units.find(core::UnitId{"u0354"})->agency_code, "H24.173");
}

// Shape: H24, then up to three parts of two or three digits. The loader checks the same; here it is spelt out once
// more.
bool fits_a_dossier_number(std::string_view agency_code) {
  const auto parts = core::split(agency_code, '.');
  bool fits = parts.front() == "H24" && parts.size() <= 4;
  for (std::size_t at = 1; at < parts.size(); ++at) {
    fits = fits && (parts[at].size() == 2 || parts[at].size() == 3) && core::parse_number(parts[at]).has_value();
  }
  return fits;
}

TEST(TheRealFolder, GivesEveryUnitAnAgencyCodeOfItsOwnThatFitsADossierNumber) {
  std::set<std::string> agencies;
  for (const Unit& unit : real().units.all()) {
    EXPECT_TRUE(fits_a_dossier_number(unit.agency_code)) << unit.agency_code;
    EXPECT_TRUE(agencies.insert(unit.agency_code).second) << unit.agency_code;
  }
}

TEST(TheRealFolder, HasProceduresForADistrictIn2020AndForAWardToday) {
  int at_district = 0;
  int at_ward_then = 0;
  int at_ward_now = 0;
  std::set<std::string> codes;
  std::set<std::string> fields;
  for (const Procedure& one : real().procedures.all()) {
    codes.insert(one.code);
    fields.insert(one.field);
    at_district += one.in_force(on("2020-06-01")) && one.is_received_at(Level::district) ? 1 : 0;
    at_ward_then += one.in_force(on("2020-06-01")) && one.is_received_at(Level::commune) ? 1 : 0;
    at_ward_now += one.in_force(on("2026-11-24")) && one.is_received_at(Level::commune) ? 1 : 0;
  }
  EXPECT_GE(codes.size(), 25U);
  EXPECT_GE(fields.size(), 6U);
  EXPECT_EQ(at_district, static_cast<int>(codes.size()));
  EXPECT_GE(at_ward_then, 10);
  EXPECT_EQ(at_ward_now, static_cast<int>(codes.size()));
}

TEST(AProcedure, HasTheLimitOfTheRulesInForceThatDay) {
  const auto& procedures = real().procedures;
  EXPECT_EQ(procedures.in_force("1.000948.H24", on("2020-06-01"))->limit.amount, 30);
  EXPECT_EQ(procedures.in_force("1.000948.H24", on("2024-08-01"))->limit.amount, 20);
  EXPECT_EQ(procedures.in_force("1.000948.H24", on("2026-11-24"))->limit.amount, 17);
  EXPECT_EQ(procedures.in_force("1.000948.H24", on("2018-01-01")), nullptr);
  EXPECT_EQ(procedures.in_force("9.999999.H24", on("2020-06-01")), nullptr);
  EXPECT_TRUE(procedures.knows("1.000948.H24"));
  EXPECT_FALSE(procedures.knows("1.000948"));
  EXPECT_EQ(procedures.find("1.000948.H24", "1999-1"), nullptr);
}

TEST(TheProceduresOfADay, AreAtLeast25InKienAnAndToday) {
  for (const char* day : {"2020-12-15", "2026-11-24"}) EXPECT_GE(real().procedures.on(on(day)).size(), 25U) << day;
}

TEST(TheRealFolder, CountsInEveryMode) {
  const auto limit = [](const char* code) { return real().procedures.in_force(code, on("2026-11-24"))->limit; };
  EXPECT_EQ(limit("1.000948.H24"), (calendar::Allowance{calendar::Mode::day, 17}));
  EXPECT_EQ(limit("2.000815.H24"), (calendar::Allowance{calendar::Mode::hour, 480}));
  EXPECT_EQ(limit("1.012812.H24"), (calendar::Allowance{calendar::Mode::calendar, 30}));
}

// The demo counts 2020 in working days.
TEST(TheRealFolder, CountedWorkingDaysOnlyIn2020) {
  for (const Procedure* one : real().procedures.on(on("2020-12-15"))) {
    EXPECT_EQ(one->limit.mode, calendar::Mode::day) << one->code;
  }
}

TEST(TheRealFolder, HasChecklistsAndFeesInSixFields) {
  for (const char* day : {"2020-12-15", "2026-11-24"}) {
    std::set<std::string> fields;
    int with_checklist = 0;
    for (const Procedure* one : real().procedures.on(on(day))) {
      if (one->components.empty() || one->fees.empty()) continue;
      ++with_checklist;
      fields.insert(one->field);
    }
    EXPECT_GE(with_checklist, 8) << day;
    for (const char* field :
         {"land", "civil_status", "household_business", "certification", "construction", "social"}) {
      EXPECT_TRUE(fields.contains(field)) << day << " " << field;
    }
  }
}

TEST(TheRealFolder, RestartsTheClockUnlessAVersionPausesIt) {
  const auto& procedures = real().procedures;
  const auto switches = [&](const char* code, const char* day) {
    return procedures.switches_of(*procedures.in_force(code, on(day)), on(day));
  };
  for (const char* day : {"2018-06-21", "2020-12-15", "2025-06-30", "2025-07-01", "2026-11-24"}) {
    EXPECT_EQ(switches("1.000894.H24", day), Switches{}) << day;
    EXPECT_EQ(switches("1.000948.H24", day).supplement_effect, SupplementEffect::pause) << day;
  }
  EXPECT_EQ(switches("2.000815.H24", "2025-06-30"), Switches{});
  EXPECT_EQ(switches("2.000815.H24", "2025-07-01").supplement_effect, SupplementEffect::no_effect);
  EXPECT_EQ(switches("1.001612.H24", "2026-11-24").financial_step, FinancialStep::count);
  EXPECT_EQ(switches("1.009994.H24", "2026-11-24").supplement_reply_limit, 30);
  EXPECT_EQ(switches("2.000884.H24", "2026-11-24").reception.cut_off, std::chrono::hours{15});
}

// Code, days, counted.
using Division = std::vector<std::tuple<std::string, int, bool>>;

Division division_of(const char* code, const char* day) {
  Division division;
  for (const Step& step : real().procedures.in_force(code, on(day))->steps) {
    division.emplace_back(step.code, static_cast<int>(step.limit.amount), step.counted);
  }
  return division;
}

// Three days, five, two; the tax between them is not counted.
TEST(TheTransferOfLand, IsLinkedFrom2021UntilThatLawEnded) {
  const Division linked{{"check", 3, true}, {"verify", 5, true}, {"tax", 5, false}, {"issue", 2, true}};
  EXPECT_EQ(division_of("1.004227.H24", "2020-12-31"), Division{});
  EXPECT_EQ(division_of("1.004227.H24", "2021-01-01"), linked);
  EXPECT_EQ(division_of("1.004227.H24", "2024-07-31"), linked);
  EXPECT_EQ(division_of("1.004227.H24", "2024-08-01"), Division{});
}

TEST(TheBirthOfAChild, IsLinkedIn2020AndToday) {
  EXPECT_EQ(division_of("2.000986.H24", "2020-12-15"),
            (Division{{"birth", 3, true}, {"residence", 10, true}, {"insurance", 7, true}}));
  EXPECT_EQ(division_of("2.000986.H24", "2026-11-24"),
            (Division{{"birth", 1, true}, {"residence", 1, true}, {"insurance", 1, true}}));
}

TEST(AProcedureOfTheDistrict, IsReceivedThereAndAboveOnly) {
  const Procedure& land = *real().procedures.in_force("1.000948.H24", on("2020-06-01"));
  EXPECT_TRUE(land.is_received_at(Level::city));
  EXPECT_TRUE(land.is_received_at(Level::district));
  EXPECT_FALSE(land.is_received_at(Level::commune));
}

TEST(TheProceduresOfADay, AreAtMostOneVersionEachByCode) {
  std::string last;
  for (const Procedure* one : real().procedures.on(on("2026-11-24"))) {
    EXPECT_LT(last, one->code);
    last = one->code;
  }
  EXPECT_TRUE(real().procedures.on(on("2010-01-01")).empty());
}

}  // namespace
}  // namespace motcua::catalogue
