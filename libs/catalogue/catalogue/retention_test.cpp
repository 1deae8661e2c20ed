#include <gtest/gtest.h>

#include "catalogue/examples.hpp"

namespace motcua::catalogue {
namespace {

using examples::on;
using examples::Spoiled;

TEST(Retention, IsTheProceduresOwnElseThatOfItsFieldElseForGood) {
  const examples::SmallFolder folder;
  const auto loaded = load(folder.path());
  ASSERT_TRUE(loaded.ok());
  const Retention& retention = loaded.value()->retention;
  const auto years = [&](const char* procedure, const char* field, const char* day) {
    const RetentionPolicy* policy = retention.policy_for(procedure, field, on(day));
    return policy == nullptr ? 0 : policy->keep_years;
  };
  EXPECT_EQ(years("2.000002.H24", "land", "2023-12-31"), 0);
  EXPECT_EQ(years("2.000002.H24", "land", "2024-01-01"), 5);
  EXPECT_EQ(years("2.000002.H24", "land", "2024-12-31"), 5);
  EXPECT_EQ(years("2.000002.H24", "land", "2025-01-01"), 10);
  EXPECT_EQ(years("1.000948.H24", "land", "2023-12-31"), 2);
  EXPECT_EQ(years("1.000948.H24", "land", "2025-01-01"), 2);
  EXPECT_EQ(years("2.000003.H24", "civil_status", "2025-01-01"), 0);
  EXPECT_EQ(Retention{}.policy_for("2.000002.H24", "land", on("2025-01-01")), nullptr);
}

TEST(TheRealFolder, ErasesNobodyUntilThePeriodsHaveASource) { EXPECT_TRUE(examples::real().retention.all().empty()); }

class AMistakeInRetention : public testing::TestWithParam<Spoiled> {};

TEST_P(AMistakeInRetention, IsTheOnlyOneTold) {
  EXPECT_EQ(examples::told_of(GetParam()), std::string{GetParam().mistake} + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    Policies, AMistakeInRetention,
    testing::Values(
        Spoiled{"NotJson", "retention.json", "{\"policies\"", "{policies", "retention.json:1: is not JSON"},
        Spoiled{
            "NoPolicies", "retention.json", "\"policies\"", "\"colour\"",
            "retention.json:1: unknown key colour\nretention.json:1: must hold a list policies, which may be empty"},
        Spoiled{"AnUnknownKey", "retention.json", "\"field\": \"land\",", "\"field\": \"land\", \"colour\": 1,",
                "retention.json:1: policy land-5: unknown key colour"},
        Spoiled{"NoTarget", "retention.json", "\"field\": \"land\", ", "",
                "retention.json:1: policy land-5: must name either a procedure or a field"},
        Spoiled{"TwoTargets", "retention.json", "\"field\": \"land\"",
                "\"field\": \"land\", \"procedure\": \"1.000948.H24\"",
                "retention.json:1: policy land-5: must name either a procedure or a field"},
        Spoiled{"AnUnknownField", "retention.json", "\"land\"", "\"sea\"",
                "retention.json:1: policy land-5: no procedure has the field sea"},
        Spoiled{"AnUnknownProcedure", "retention.json", "1.000948.H24", "2.000009.H24",
                "retention.json:1: policy paper-2: no procedure has the code 2.000009.H24"},
        Spoiled{"NoYears", "retention.json", "\"keep_years\": 5", "\"keep_years\": 0",
                "retention.json:1: policy land-5: keep_years must be a whole number from 1 to 100"},
        Spoiled{"ACodeTwice", "retention.json", "land-10", "land-5",
                "retention.json:1: policy land-5: the code is listed twice"},
        Spoiled{"TwoAtOnce", "retention.json", "\"valid_to\": \"2025-01-01\"", "\"valid_to\": \"2025-01-02\"",
                "retention.json:1: policy land-10: another policy holds for the same at the same time"},
        Spoiled{"NoSource", "retention.json", "\"source\": \"r\"", "\"source\": \"\"",
                "retention.json:1: policy land-5: source is missing"}),
    examples::name_of);

}  // namespace
}  // namespace motcua::catalogue
