#include "catalogue/units.hpp"

#include <gtest/gtest.h>

#include "catalogue/examples.hpp"

namespace motcua::catalogue {
namespace {

using examples::on;
using examples::real;

const Unit& unit(std::string_view code, std::string_view day) {
  const Unit* found = real().units.in_force(code, on(day));
  if (found == nullptr) throw std::runtime_error{"no unit " + std::string{code} + " on " + std::string{day}};
  return *found;
}

std::vector<std::string> names(const Continuation& continuation) {
  std::vector<std::string> result;
  for (const auto& id : continuation.units) result.push_back(real().units.find(id)->name);
  return result;
}

TEST(ACode, NamesAnotherUnitOnAnotherDay) {
  EXPECT_EQ(unit("11446", "2020-06-01").name, "Văn Đẩu");
  EXPECT_EQ(unit("11446", "2025-06-30").name, "Văn Đẩu");
  EXPECT_EQ(unit("11446", "2025-07-01").name, "Phù Liễn");
  EXPECT_EQ(unit("11446", "2026-01-01").name, "Phù Liễn");
  EXPECT_EQ(unit("11449", "2024-12-31").name, "Phù Liễn");
  EXPECT_EQ(unit("11449", "2025-01-01").name, "Bắc Hà");
  EXPECT_EQ(real().units.in_force("307", on("2025-07-01")), nullptr);
  EXPECT_EQ(real().units.in_force("99999", on("2020-01-01")), nullptr);
}

TEST(ACode, LeadsToTheLastUnitThatHadItWhenNoneHasItNow) {
  EXPECT_EQ(real().units.in_force_or_last("307", on("2026-11-24"))->name, "Kiến An");
  EXPECT_EQ(real().units.in_force_or_last("311", on("2026-11-24"))->kind, "Thành phố");
  EXPECT_EQ(real().units.in_force_or_last("11449", on("2026-11-24"))->name, "Bắc Hà");
  EXPECT_EQ(real().units.in_force_or_last("11446", on("2026-11-24"))->name, "Phù Liễn");
  EXPECT_EQ(real().units.in_force_or_last("99999", on("2026-11-24")), nullptr);
}

TEST(AUnit, LiesUnderItsDistrictAndSince2025UnderTheCity) {
  const Unit& city = unit("31", "2020-06-01");
  const Unit& district = unit("307", "2020-06-01");
  const Unit& then = unit("11446", "2020-06-01");
  const Unit& now = unit("11446", "2026-01-01");
  const Units& units = real().units;

  EXPECT_EQ(units.with_ancestors(then.id), (std::vector{then.id, district.id, city.id}));
  EXPECT_EQ(units.with_ancestors(now.id), (std::vector{now.id, city.id}));
  EXPECT_TRUE(units.is_within(then.id, district.id));
  EXPECT_TRUE(units.is_within(then.id, then.id));
  EXPECT_FALSE(units.is_within(now.id, district.id));
  EXPECT_FALSE(units.is_within(city.id, district.id));
  EXPECT_TRUE(units.with_ancestors(core::UnitId{"u9999"}).empty());
}

TEST(TheChildren, AreThoseInForceThatDayByCode) {
  const Units& units = real().units;
  const auto in_2020 = units.children(unit("307", "2020-06-01").id, on("2020-06-01"));
  EXPECT_EQ(in_2020.size(), 10U);
  EXPECT_EQ(in_2020.front()->code, "11428");
  EXPECT_EQ(units.children(unit("31", "2020-06-01").id, on("2020-06-01")).size(), 15U);
  EXPECT_EQ(units.children(unit("31", "2020-06-01").id, on("2026-01-01")).size(), 114U);
  EXPECT_EQ(units.children(std::nullopt, on("2020-06-01")).size(), 1U);
}

TEST(Continuing, IsTheUnitItselfWhileItIsInForce) {
  const Unit& ward = unit("11440", "2020-06-01");
  const auto continuation = real().units.continued_by(ward.id, on("2025-06-30"));
  EXPECT_TRUE(continuation.whole);
  EXPECT_EQ(continuation.units, (std::vector{ward.id}));
}

TEST(Continuing, OfNgocSonIsPhuLienAsAWhole) {
  const auto continuation = real().units.continued_by(unit("11440", "2020-06-01").id, on("2026-01-01"));
  EXPECT_TRUE(continuation.whole);
  EXPECT_EQ(names(continuation), (std::vector<std::string>{"Phù Liễn"}));
}

TEST(Continuing, OfASplitWardIsEachPartAndNeverWhole) {
  for (const char* code : {"11443", "11446"}) {
    const auto continuation = real().units.continued_by(unit(code, "2020-06-01").id, on("2026-01-01"));
    EXPECT_FALSE(continuation.whole);
    EXPECT_EQ(names(continuation), (std::vector<std::string>{"Kiến An", "Phù Liễn"})) << code;
  }
}

TEST(Continuing, GoesThroughBothMergers) {
  const Unit& trang_minh = unit("11452", "2020-06-01");
  EXPECT_EQ(names(real().units.continued_by(trang_minh.id, on("2025-01-01"))), (std::vector<std::string>{"Bắc Hà"}));
  const auto now = real().units.continued_by(trang_minh.id, on("2026-01-01"));
  EXPECT_TRUE(now.whole);
  EXPECT_EQ(names(now), (std::vector<std::string>{"Phù Liễn"}));

  const auto quan_tru = real().units.continued_by(unit("11428", "2020-06-01").id, on("2026-01-01"));
  EXPECT_FALSE(quan_tru.whole);
  EXPECT_EQ(names(quan_tru), (std::vector<std::string>{"Kiến An", "Phù Liễn"}));
}

TEST(Continuing, IsNeverGuessed) {
  const auto district = real().units.continued_by(unit("307", "2020-06-01").id, on("2026-01-01"));
  EXPECT_FALSE(district.whole);
  EXPECT_TRUE(district.units.empty());
  const auto before_it_began = real().units.continued_by(unit("11446", "2026-01-01").id, on("2020-06-01"));
  EXPECT_TRUE(before_it_began.units.empty());
  EXPECT_FALSE(real().units.continued_by(core::UnitId{"u9999"}, on("2026-01-01")).whole);
}

TEST(WhatIsSeen, FromAWardOfTodayAreItselfAndWhatItContinuesAsAWhole) {
  const auto seen = real().units.seen_from(unit("11446", "2026-01-01").id, on("2026-11-24"));
  std::set<std::string> codes_and_names;
  for (const auto& id : seen) codes_and_names.insert(real().units.find(id)->code + " " + real().units.find(id)->name);
  EXPECT_EQ(codes_and_names, (std::set<std::string>{"11446 Phù Liễn", "11440 Ngọc Sơn", "11449 Bắc Hà",
                                                    "11449 Phù Liễn", "11452 Tràng Minh"}));
}

TEST(WhatIsSeen, FromTheCityIsEverythingThatHasBegun) {
  const auto& city = unit("31", "2020-06-01").id;
  EXPECT_EQ(real().units.seen_from(city, on("2026-11-24")).size(), real().units.all().size());
  EXPECT_FALSE(real().units.seen_from(city, on("2020-06-01")).contains(unit("11446", "2026-01-01").id));
  EXPECT_TRUE(real().units.seen_from(city, on("2026-11-24")).contains(unit("307", "2020-06-01").id));
}

TEST(WhatIsSeen, FromADistrictAreItsWardsAndThoseThatEnded) {
  const auto seen = real().units.seen_from(unit("307", "2025-03-01").id, on("2025-03-01"));
  EXPECT_TRUE(seen.contains(unit("11452", "2020-06-01").id));
  EXPECT_TRUE(seen.contains(unit("11449", "2025-03-01").id));
  EXPECT_FALSE(seen.contains(unit("31", "2020-06-01").id));
  EXPECT_FALSE(seen.contains(unit("306", "2020-06-01").id));
  EXPECT_EQ(seen.size(), 12U);
}

// Thuỷ Nguyên became a city within the city: its wards of before are read there, though nobody wrote down what each
// became.
TEST(WhatIsSeen, FromADistrictThatWasRaisedAreTheWardsOfBefore) {
  const auto seen = real().units.seen_from(unit("311", "2025-03-01").id, on("2025-03-01"));
  EXPECT_TRUE(seen.contains(unit("311", "2020-06-01").id));
  EXPECT_TRUE(seen.contains(unit("11473", "2020-06-01").id));
}

TEST(WhatIsSeen, AgreesWithWhatContinuesWhatForEveryWard) {
  const Units& units = real().units;
  for (const char* day : {"2020-06-01", "2025-03-01", "2026-11-24"}) {
    for (const Unit& root : units.all()) {
      if (root.level != Level::commune || !root.in_force(on(day))) continue;
      const auto seen = units.seen_from(root.id, on(day));
      for (const Unit& other : units.all()) {
        const auto now = units.continued_by(other.id, on(day));
        const bool continues = now.whole && now.units.front() == root.id;
        if (other.level == Level::commune) {
          ASSERT_EQ(seen.contains(other.id), continues) << root.name << " " << other.name << " " << day;
        }
      }
    }
  }
}

}  // namespace
}  // namespace motcua::catalogue
