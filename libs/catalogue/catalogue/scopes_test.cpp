#include "catalogue/scopes.hpp"

#include <gtest/gtest.h>

#include "catalogue/examples.hpp"

namespace motcua::catalogue {
namespace {

using examples::on;
using examples::real;

core::UnitId unit(std::string_view code, std::string_view day) { return real().units.in_force(code, on(day))->id; }

TEST(AScope, HoldsAUnitAndWhatIsUnderIt) {
  Scopes scopes;
  const core::Date day = on("2020-06-01");
  const auto seen = scopes.seen_from(unit("307", "2020-06-01"), real(), day);
  EXPECT_TRUE(contains(*seen, unit("307", "2020-06-01")));
  EXPECT_TRUE(contains(*seen, unit("11446", "2020-06-01")));
  EXPECT_FALSE(contains(*seen, unit("31", "2020-06-01")));
}

TEST(AScope, IsRememberedForTheDay) {
  Scopes scopes;
  const core::UnitId city = unit("31", "2020-06-01");
  const auto first = scopes.seen_from(city, real(), on("2020-06-01"));
  EXPECT_EQ(scopes.seen_from(city, real(), on("2020-06-01")), first);
  const auto later = scopes.seen_from(city, real(), on("2026-06-01"));
  EXPECT_NE(later, first);
  EXPECT_FALSE(contains(*first, unit("11446", "2026-06-01")));
  EXPECT_TRUE(contains(*later, unit("11446", "2026-06-01")));
}

TEST(AScope, OfAUnitThatNobodyKnowsIsEmptyAndOfTheCityEverything) {
  Scopes scopes;
  const core::UnitId ward = unit("11446", "2026-06-01");
  EXPECT_FALSE(contains(*scopes.seen_from(core::UnitId{"u9999"}, real(), on("2026-06-01")), ward));
  EXPECT_FALSE(contains(*scopes.seen_from(core::UnitId{"u9999"}, real(), on("2026-06-01")), core::UnitId{"u9999"}));
  EXPECT_TRUE(contains(*scopes.whole_city(), ward));
}

}  // namespace
}  // namespace motcua::catalogue
