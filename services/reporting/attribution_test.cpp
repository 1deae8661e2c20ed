// With the city's real units: Kiến An's wards of 2020, most of them split on 2025-07-01, and the district that ended
// that day.
#include "reporting/attribution.hpp"

#include <gtest/gtest.h>

#include "catalogue/catalogue.hpp"

namespace motcua::reporting {
namespace {

core::Date day(const char* text) { return core::parse_date(text).value(); }
const core::Date today = day("2026-11-24");

const catalogue::Units& units() {
  static const auto loaded = catalogue::load(CATALOGUE_FOLDER);
  return loaded.value()->units;
}
const catalogue::Unit& then(const char* code) { return *units().in_force(code, day("2020-12-15")); }
const catalogue::Unit& now(const char* code) { return *units().in_force(code, today); }

Attributed attribute(const catalogue::Unit& asked, const std::vector<core::UnitId>& receiving,
                     const std::vector<core::UnitId>& under = {}) {
  return attribute_as_now(units(), asked, receiving, under, today);
}

TEST(AsNow, AWardThatAnotherContinuesAsAWholeIsThatOnes) {
  const auto found = attribute(now("11446"), {then("11440").id});
  EXPECT_EQ(now("11446").name, "Phù Liễn");
  EXPECT_EQ(found.parts, (std::vector<Part>{{then("11440").id, now("11446").id}}));
  EXPECT_TRUE(found.not_attributable.empty());
}

TEST(AsNow, AWardIsFollowedThroughTwoMergers) {
  const auto found = attribute(now("11446"), {then("11449").id});
  ASSERT_EQ(found.parts.size(), 1U);
  EXPECT_EQ(found.parts[0].row, now("11446").id);
}

TEST(AsNow, ASplitWardIsNotAttributableToEitherOfItsSuccessors) {
  const core::UnitId split = then("11443").id;
  for (const char* code : {"11443", "11446"}) {
    const auto found = attribute(now(code), {split});
    EXPECT_TRUE(found.parts.empty());
    EXPECT_EQ(found.not_attributable, std::vector<core::UnitId>{split});
  }
}

TEST(AsNow, ASplitWardIsCountedWhereAllItsSuccessorsLieButInNoRowOfTheirs) {
  const auto found = attribute(now("31"), {then("11443").id});
  EXPECT_EQ(found.parts, (std::vector<Part>{{then("11443").id, std::nullopt}}));
  EXPECT_TRUE(found.not_attributable.empty());
}

TEST(AsNow, ADistrictThatEndedLeavesItsDossiersToTheCity) {
  const auto found = attribute(now("31"), {then("307").id});
  EXPECT_EQ(found.parts, (std::vector<Part>{{then("307").id, std::nullopt}}));
}

TEST(AsNow, NothingOfADistrictThatEndedIsAttributableToIt) {
  const std::vector<core::UnitId> all{then("307").id, then("11440").id, then("11443").id};
  const auto found = attribute(then("307"), all, all);
  EXPECT_EQ(found.unit, &then("307"));
  EXPECT_TRUE(found.parts.empty());
  EXPECT_EQ(found.not_attributable, all);
}

TEST(AsNow, AWardOfThePastStandsForTheOneThatContinuesItAsAWhole) {
  const auto found =
      attribute(then("11440"), {then("11440").id, then("11443").id, now("11446").id}, {then("11440").id});
  EXPECT_EQ(found.unit, &now("11446"));
  EXPECT_EQ(found.parts, (std::vector<Part>{{then("11440").id, now("11446").id}, {now("11446").id, now("11446").id}}));
  EXPECT_EQ(found.not_attributable, std::vector<core::UnitId>{then("11443").id});
}

TEST(AsNow, AnotherUnitsDossiersConcernNobodyElse) {
  const auto found = attribute(now("11446"), {then("306").id, now("11443").id});
  EXPECT_TRUE(found.parts.empty());
  EXPECT_TRUE(found.not_attributable.empty());
}

}  // namespace
}  // namespace motcua::reporting
