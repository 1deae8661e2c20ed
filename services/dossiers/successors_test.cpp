// What became of units, by the city's real ones: Kiến An's wards of 2020 and its district.
#include "dossiers/successors.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "catalogue/catalogue.hpp"
#include "dossiers/domain/examples.hpp"

namespace motcua::dossiers {
namespace {

using examples::on;

const core::Date last_day = on("2025-06-30");
const core::Date first_day = on("2025-07-01");

const catalogue::Units& units() {
  static const auto loaded = catalogue::load(CATALOGUE_FOLDER);
  return loaded.value()->units;
}
core::UnitId unit(const char* code, core::Date day) { return units().in_force(code, day)->id; }
core::UnitId then(const char* code) { return unit(code, on("2020-12-15")); }
core::UnitId now(const char* code) { return unit(code, first_day); }

std::vector<EndedUnit> ended(const core::UnitId& responsible, core::Date day,
                             const std::optional<core::UnitId>& handling = std::nullopt) {
  Dossier dossier;
  dossier.responsible_unit = responsible;
  dossier.handling_unit = handling;
  return ended_units(dossier, units(), day);
}

TEST(AUnitsEnd, IsNoneWhileItIsInForce) {
  EXPECT_TRUE(ended(then("11440"), last_day).empty());
  EXPECT_TRUE(ended(now("11446"), first_day).empty());
  EXPECT_TRUE(ended(core::UnitId{"nowhere"}, first_day).empty());
}

TEST(AUnitsEnd, LeadsToTheOneThatContinuesItAsAWhole) {
  const auto found = ended(then("11440"), first_day);  // Ngọc Sơn
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].whole);
  EXPECT_EQ(found[0].successors, std::vector<core::UnitId>{now("11446")});
}

TEST(AUnitsEnd, LeadsThroughTwoMergers) {
  const auto found = ended(then("11449"), first_day);  // Phù Liễn, then Bắc Hà
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].whole);
  EXPECT_EQ(found[0].successors, std::vector<core::UnitId>{now("11446")});
}

TEST(AUnitsEnd, InPartsLeadsToEachOfThem) {
  const auto found = ended(then("11443"), first_day);  // Trần Thành Ngọ
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FALSE(found[0].whole);
  EXPECT_EQ(found[0].successors, (std::vector<core::UnitId>{now("11443"), now("11446")}));
}

TEST(AUnitsEnd, OfADistrictLeavesTheCityAndTheWardsThatContinueItsOwn) {
  const auto found = ended(then("307"), first_day);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FALSE(found[0].whole);
  const auto& heirs = found[0].successors;
  for (const core::UnitId& heir : {now("31"), now("11443"), now("11446")})
    EXPECT_NE(std::ranges::find(heirs, heir), heirs.end()) << heir.str();
  EXPECT_EQ(std::ranges::find(heirs, now("11411")), heirs.end()) << "a ward of another district's land";
}

TEST(AUnitsEnd, IsToldOfTheHandlingUnitAndOfTheStepsAsWell) {
  Dossier dossier;
  dossier.responsible_unit = then("11440");
  dossier.handling_unit = then("307");
  Step step;
  step.unit = then("11443");
  dossier.steps.push_back(step);
  EXPECT_EQ(ended_units(dossier, units(), first_day).size(), 3U);
  dossier.steps.back().moved_to = now("11443");
  EXPECT_EQ(ended_units(dossier, units(), first_day).size(), 2U);
}

TEST(UnitsThatEnded, AreThoseWhoseEndWasOnThatDay) {
  const auto ended_then = units_that_ended_on(first_day, units());
  EXPECT_TRUE(std::ranges::is_sorted(ended_then));
  const auto among = [&](const core::UnitId& id) { return std::ranges::find(ended_then, id) != ended_then.end(); };
  EXPECT_TRUE(among(then("11440")));
  EXPECT_TRUE(among(then("307")));
  EXPECT_FALSE(among(then("11449"))) << "it ended half a year before";
  EXPECT_FALSE(among(now("11446")));
  EXPECT_TRUE(units_that_ended_on(on("2024-05-05"), units()).empty());
}

}  // namespace
}  // namespace motcua::dossiers
