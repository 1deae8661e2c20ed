#include "reporting/domain/durations.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace motcua::reporting {
namespace {

struct Ranking {
  const char* name;
  Distribution distribution;
  std::int64_t median;
  std::int64_t p90;
};
class APercentile : public testing::TestWithParam<Ranking> {};

TEST_P(APercentile, IsTheLeastAmountThatSoManyDoNotExceed) {
  EXPECT_EQ(percentile(GetParam().distribution, 50), GetParam().median);
  EXPECT_EQ(percentile(GetParam().distribution, 90), GetParam().p90);
}

INSTANTIATE_TEST_SUITE_P(Table, APercentile,
                         testing::Values(Ranking{"OfOne", {{4, 1}}, 4, 4}, Ranking{"OfTwo", {{1, 1}, {9, 1}}, 1, 9},
                                         Ranking{"OfTen", {{1, 5}, {2, 4}, {30, 1}}, 1, 2},
                                         Ranking{"OfEleven", {{1, 5}, {2, 4}, {30, 2}}, 2, 30},
                                         Ranking{"OfAmountsThatNobodyTookAnyMore", {{1, 0}, {3, 2}, {8, 0}}, 3, 3},
                                         Ranking{"OnTheDayItself", {{0, 3}, {5, 1}}, 0, 5}),
                         [](const auto& one) { return one.param.name; });

TEST(APercentile, OfNothingIsNone) { EXPECT_THROW(percentile({{3, 0}}, 50), std::invalid_argument); }

TEST(AUnitOfTime, IsFoundByItsName) {
  for (const Unit unit : {Unit::working_days, Unit::working_hours, Unit::days})
    EXPECT_EQ(unit_named(name_of(unit)), unit);
  EXPECT_EQ(unit_named("weeks"), std::nullopt);
}

}  // namespace
}  // namespace motcua::reporting
