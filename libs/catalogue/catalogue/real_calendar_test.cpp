#include <gtest/gtest.h>

#include <algorithm>

#include "catalogue/examples.hpp"

// The calendar that is shipped, held to sums made apart from it.
namespace motcua::catalogue {
namespace {

using examples::real;

TEST(TheRealCalendar, HasAsManyWorkingDaysAYearAsCountedByHand) {
  const std::pair<int, int> years[] = {{2019, 252}, {2020, 252}, {2021, 250}, {2022, 249},
                                       {2023, 249}, {2024, 251}, {2025, 250}, {2026, 249}};
  for (const auto& [year, days] : years) {
    const std::chrono::year y{year};
    EXPECT_EQ(real().calendar.working_days_between(core::Date{y / 1 / 1}, core::Date{y / 12 / 31}), days) << year;
  }
}

struct Example {
  const char* name;
  const char* received;
  int limit;
  const char* due;
};

class WorkedExamples : public testing::TestWithParam<Example> {};

TEST_P(WorkedExamples, HoldOnTheRealCalendar) {
  const auto& [name, received, limit, due] = GetParam();
  const auto moment = core::parse_instant(received);
  ASSERT_TRUE(moment);
  const auto result = real().calendar.due_after(*moment, calendar::Allowance{calendar::Mode::day, limit});
  ASSERT_TRUE(result);
  EXPECT_EQ(core::format_date(result->date), due);
  const auto& days = result->days;
  EXPECT_EQ(std::count_if(days.begin(), days.end(), [](const auto& day) { return day.counted; }), limit);
}

INSTANTIATE_TEST_SUITE_P(Due, WorkedExamples,
                         testing::Values(Example{"W2InHours", "2020-12-18T10:00:00+07:00", 5, "2020-12-25"},
                                         Example{"W2AfterHours", "2020-12-18T17:45:00+07:00", 5, "2020-12-28"},
                                         Example{"W3Tet2021", "2021-02-05T09:00:00+07:00", 10, "2021-02-26"},
                                         Example{"W6Swap2025", "2025-04-24T09:00:00+07:00", 4, "2025-04-29"},
                                         Example{"W8", "2021-03-01T09:00:00+07:00", 15, "2021-03-22"},
                                         Example{"W9FirstStep", "2021-04-19T09:00:00+07:00", 3, "2021-04-23"},
                                         Example{"W9SecondStep", "2021-04-23T09:00:00+07:00", 5, "2021-05-04"},
                                         Example{"W9LastStep", "2021-05-11T09:00:00+07:00", 2, "2021-05-13"},
                                         Example{"OverTheTurnOfTheYear2027", "2026-12-28T09:00:00+07:00", 5,
                                                 "2027-01-05"},
                                         Example{"ReceivedOnCultureDay", "2026-11-24T09:00:00+07:00", 1, "2026-11-26"}),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST(TheRealCalendar, TellsThatDaysOf2027AreUndecided) {
  EXPECT_NE(real().calendar.version().find("provisional"), std::string::npos);
  EXPECT_EQ(core::format_date(real().calendar.last_day()), "2027-12-31");
  const auto due = real().calendar.due_after(*core::parse_instant("2027-02-03T09:00:00+07:00"),
                                             calendar::Allowance{calendar::Mode::day, 1});
  ASSERT_TRUE(due);
  EXPECT_EQ(core::format_date(due->date), "2027-02-11");
  EXPECT_NE(due->days[1].reason.find("provisional"), std::string::npos) << due->days[1].reason;
}

}  // namespace
}  // namespace motcua::catalogue
