#include "reporting/domain/period.hpp"

#include <gtest/gtest.h>

namespace motcua::reporting {
namespace {

core::Date day(const char* text) { return core::parse_date(text).value(); }
const core::Date today = day("2026-11-24");

TEST(APeriod, IsReportedAsOfItsEndOnceThatIsPast) {
  const auto period = settle({day("2019-12-15"), day("2020-12-15"), {}, {}}, today);
  EXPECT_EQ(period->as_of, day("2020-12-15"));
  EXPECT_EQ(period->known_at, today);
  EXPECT_EQ(period->known(), std::nullopt);
}

TEST(APeriod, IsReportedAsOfTodayWhileItLasts) {
  EXPECT_EQ(settle({day("2026-11-01"), day("2026-11-30"), {}, {}}, today)->as_of, today);
}

TEST(APeriod, MayBeASingleDayThatIsToday) { EXPECT_TRUE(settle({today, today, today, today}, today).ok()); }

struct Faulty {
  const char* name;
  AskedPeriod asked;
  std::vector<PeriodFault> faults;
};
class AFaultyPeriod : public testing::TestWithParam<Faulty> {};

TEST_P(AFaultyPeriod, IsRefusedWithEveryFault) {
  const auto settled = settle(GetParam().asked, today);
  ASSERT_FALSE(settled.ok());
  EXPECT_EQ(settled.error(), GetParam().faults);
}

class AFaultyPublishedPeriod : public testing::TestWithParam<Faulty> {};

TEST_P(AFaultyPublishedPeriod, IsRefusedWithEveryFault) {
  const auto settled = settle_for_publication(GetParam().asked, today);
  ASSERT_FALSE(settled.ok());
  EXPECT_EQ(settled.error(), GetParam().faults);
}

INSTANTIATE_TEST_SUITE_P(
    Table, AFaultyPeriod,
    testing::Values(
        Faulty{"EndsBeforeItBegins", {day("2020-12-15"), day("2019-12-15"), {}, {}}, {PeriodFault::from_after_to}},
        Faulty{"LastsLongerThanRecords", {day("1950-01-01"), day("2020-12-15"), {}, {}}, {PeriodFault::too_long}},
        Faulty{"AsOfBeforeFrom",
               {day("2020-01-01"), day("2020-12-31"), day("2019-12-31"), {}},
               {PeriodFault::as_of_before_from}},
        Faulty{"AsOfAfterTo",
               {day("2020-01-01"), day("2020-12-31"), day("2021-01-01"), {}},
               {PeriodFault::as_of_after_to}},
        Faulty{"AsOfInTheFuture",
               {day("2026-01-01"), day("2026-12-31"), day("2026-11-25"), {}},
               {PeriodFault::as_of_in_future}},
        Faulty{"BeginsInTheFuture", {day("2026-11-25"), day("2026-12-31"), {}, {}}, {PeriodFault::as_of_before_from}},
        Faulty{"KnownInTheFuture",
               {day("2020-01-01"), day("2020-12-31"), {}, day("2026-11-25")},
               {PeriodFault::known_at_in_future}},
        Faulty{"TwoFaults",
               {day("2020-02-01"), day("2020-01-01"), {}, day("2026-11-25")},
               {PeriodFault::from_after_to, PeriodFault::known_at_in_future}}),
    [](const auto& one) { return one.param.name; });

TEST(APublishedPeriod, IsKnownAsOfYesterdayAndAsOfNoLater) {
  const auto running = settle_for_publication({day("2026-11-01"), day("2026-11-30"), {}, {}}, today);
  EXPECT_EQ(*running, (Period{day("2026-11-01"), day("2026-11-30"), day("2026-11-23"), day("2026-11-23"), false}));
  const auto past = settle_for_publication({day("2019-12-15"), day("2020-12-15"), {}, day("2021-01-10")}, today);
  EXPECT_EQ(*past, (Period{day("2019-12-15"), day("2020-12-15"), day("2020-12-15"), day("2021-01-10"), false}));
}

INSTANTIATE_TEST_SUITE_P(
    Table, AFaultyPublishedPeriod,
    testing::Values(
        Faulty{"KnownToday", {day("2020-01-01"), day("2020-12-31"), {}, today}, {PeriodFault::known_at_not_over}},
        Faulty{"KnownInTheFuture",
               {day("2020-01-01"), day("2020-12-31"), {}, day("2026-11-25")},
               {PeriodFault::known_at_in_future}},
        Faulty{"AsOfAfterWhatIsKnown",
               {day("2020-01-01"), day("2020-12-31"), day("2020-06-01"), day("2020-05-31")},
               {PeriodFault::as_of_after_known_at}},
        Faulty{"BeginsToday", {today, today, {}, {}}, {PeriodFault::as_of_before_from}},
        Faulty{"ThreeFaults",
               {day("2020-02-01"), day("2020-01-01"), day("2026-11-25"), today},
               {PeriodFault::from_after_to, PeriodFault::as_of_in_future, PeriodFault::known_at_not_over,
                PeriodFault::as_of_after_known_at}}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace motcua::reporting
