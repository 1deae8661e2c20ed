#include "dossiers/people.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "dossiers/permissions.hpp"

namespace motcua::dossiers {
namespace {

TEST(MaskingAPerson, LeavesInitialsAndTheLastThreeOfNumbers) {
  const PersonDetails shown = masked(PersonDetails{"Đặng  Ánh Ơn", "031190001234", "0912345678"});
  EXPECT_EQ(shown.name, "Đ. Á. Ơ.");
  EXPECT_EQ(shown.identity_number, "***234");
  EXPECT_EQ(shown.phone, "***678");
}

TEST(MaskingAPerson, ShowsNothingOfANumberThatItsLastThreeWouldTell) {
  EXPECT_EQ(masked(PersonDetails{"A", "1234", std::nullopt}).identity_number, "***");
  EXPECT_FALSE(masked(PersonDetails{"A", std::nullopt, std::nullopt}).phone);
}

TEST(TheDigestOfAPerson, DependsOnTheSaltAndOnWhereEachFieldEnds) {
  const PersonDetails one{"An", "12", "3"};
  EXPECT_NE(digest_of(one, "s1"), digest_of(one, "s2"));
  EXPECT_NE(digest_of(one, "s1"), digest_of(PersonDetails{"An", "1", "23"}, "s1"));
}

TEST(Roles, HaveTheRightsOfTheTable) {
  using enum auth::Role;
  const std::map<Right, std::set<auth::Role>> table{
      {Right::take_in, {officer}},
      {Right::accept, {officer}},
      {Right::refuse, {officer, leader}},
      {Right::assign, {officer, leader}},
      {Right::resolve, {handler, leader}},
      {Right::hand_out, {officer}},
      {Right::withdraw, {officer}},
      {Right::import, {importer}},
      {Right::read, {officer, handler, leader, importer, auditor, city_reader}},
      {Right::read_personal, {officer, handler, leader}}};
  for (const auto& [right, roles] : table) {
    for (const auth::Role role : {officer, handler, leader, importer, auditor, city_reader, ops}) {
      const auth::Actor actor{"i", "s", "c", core::UnitId{"u"}, {role}};
      EXPECT_EQ(may(actor, right), roles.contains(role)) << auth::name_of(role) << static_cast<int>(right);
    }
  }
}

}  // namespace
}  // namespace motcua::dossiers
