#include "calendar/calendar.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "calendar/examples.hpp"

namespace motcua::calendar {
namespace {

using examples::at;
using examples::calendar_of_the_examples;
using examples::on;

std::string due_date(std::string_view received, int limit) {
  return core::format_date(
      calendar_of_the_examples().due_after(at(received), Allowance{Mode::day, limit}).value().date);
}

// The names W2, W3 and W6 are those of the worked examples that the rules were checked with.
TEST(W2, ReceiptInHoursCountsFromThatDayAndChristmasIsWorked) {
  EXPECT_EQ(due_date("2020-12-18T10:00:00", 5), "2020-12-25");
}

TEST(W2, ReceiptAfterHoursCountsFromTheNextWorkingDay) { EXPECT_EQ(due_date("2020-12-18T17:45:00", 5), "2020-12-28"); }

TEST(W3, TetIsNotCounted) { EXPECT_EQ(due_date("2021-02-05T09:00:00", 10), "2021-02-26"); }

TEST(W6, AMakeupSaturdayIsCountedAndItsSwappedDayIsNot) { EXPECT_EQ(due_date("2025-04-24T09:00:00", 4), "2025-04-29"); }

TEST(ADueDate, MayFallOnAMakeupSaturday) { EXPECT_EQ(due_date("2025-04-24T09:00:00", 2), "2025-04-26"); }

struct Receipt {
  const char* name;
  const char* received;
  const char* counted_from;
};

class TheDayOfReceipt : public testing::TestWithParam<Receipt> {};

TEST_P(TheDayOfReceipt, IsTheWorkingDayTheOfficeHasTheDossier) {
  const auto& [name, received, counted_from] = GetParam();
  const Due due = calendar_of_the_examples().due_after(at(received), Allowance{Mode::day, 0}).value();
  EXPECT_EQ(core::format_date(due.counted_from), counted_from);
  EXPECT_EQ(due.date, due.counted_from);
}

INSTANTIATE_TEST_SUITE_P(Receipts, TheDayOfReceipt,
                         testing::Values(Receipt{"AtMidnight", "2020-12-18T00:00:00", "2020-12-18"},
                                         Receipt{"BeforeTheFirstSession", "2020-12-18T06:30:00", "2020-12-18"},
                                         Receipt{"AtLunch", "2020-12-18T12:30:00", "2020-12-18"},
                                         Receipt{"ExactlyAtClose", "2020-12-18T17:00:00", "2020-12-18"},
                                         Receipt{"AMillisecondAfterClose", "2020-12-18T17:00:00.001", "2020-12-21"},
                                         Receipt{"LateOnFriday", "2020-12-18T23:59:59.999", "2020-12-21"},
                                         Receipt{"OnSaturday", "2020-12-19T09:00:00", "2020-12-21"},
                                         Receipt{"OnSundayNight", "2020-12-20T23:00:00", "2020-12-21"},
                                         Receipt{"OnAMakeupSaturday", "2025-04-26T09:00:00", "2025-04-26"},
                                         Receipt{"AfterHoursOnAMakeupSaturday", "2025-04-26T18:00:00", "2025-04-28"},
                                         Receipt{"BeforeAMakeupSaturday", "2025-04-25T18:00:00", "2025-04-26"},
                                         Receipt{"AfterHoursBeforeTet", "2021-02-09T17:30:00", "2021-02-17"},
                                         Receipt{"OnCultureDayAfterWork", "2026-11-24T10:00:00", "2026-11-25"}),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST(AnExplanation, ListsEveryDayFromReceiptToTheDueDate) {
  const Due due = calendar_of_the_examples().due_after(at("2025-04-24T09:00:00"), Allowance{Mode::day, 4}).value();

  EXPECT_EQ(due.days, (std::vector<ExplainedDay>{
                          {on("2025-04-24"), false, "received"},
                          {on("2025-04-25"), true, "working_day"},
                          {on("2025-04-26"), true, "makeup:working Saturday"},
                          {on("2025-04-27"), false, "weekend"},
                          {on("2025-04-28"), true, "working_day"},
                          {on("2025-04-29"), true, "working_day"},
                      }));
  EXPECT_EQ(due.calendar_version, "examples");
  EXPECT_EQ(core::format_instant(due.closes), "2025-04-29T17:00:00+07:00");
}

TEST(AnExplanation, SaysWhyAReceiptWasMovedAndNamesTheHolidays) {
  const Due due = calendar_of_the_examples().due_after(at("2025-04-29T17:30:00"), Allowance{Mode::day, 1}).value();

  EXPECT_EQ(due.days, (std::vector<ExplainedDay>{
                          {on("2025-04-29"), false, "received_after_hours"},
                          {on("2025-04-30"), false, "statutory:Reunification Day"},
                          {on("2025-05-01"), false, "statutory:Labour Day"},
                          {on("2025-05-02"), false, "swap:made up 2025-04-26"},
                          {on("2025-05-03"), false, "weekend"},
                          {on("2025-05-04"), false, "weekend"},
                          {on("2025-05-05"), false, "taken_as_received"},
                          {on("2025-05-06"), true, "working_day"},
                      }));
}

TEST(AnExplanation, OfAReceiptOnADayOffBeginsWithThatDay) {
  const Due due = calendar_of_the_examples().due_after(at("2021-05-03T09:00:00"), Allowance{Mode::day, 0}).value();

  EXPECT_EQ(due.days, (std::vector<ExplainedDay>{
                          {on("2021-05-03"), false, "compensatory:Labour Day on Saturday"},
                          {on("2021-05-04"), false, "taken_as_received"},
                      }));
}

TEST(ACalendar, SaysNothingAboutDaysItDoesNotCover) {
  const Calendar& calendar = calendar_of_the_examples();
  EXPECT_THROW(calendar.is_working_day(calendar.first_day() - std::chrono::days{1}), std::out_of_range);
  EXPECT_THROW(calendar.working_days_between(calendar.last_day(), calendar.last_day() + std::chrono::days{1}),
               std::out_of_range);
  EXPECT_EQ(calendar.due_after(at("2018-12-31T09:00:00"), Allowance{Mode::day, 1}).error().date, on("2018-12-31"));
  EXPECT_EQ(calendar.due_after(at("2026-12-31T09:00:00"), Allowance{Mode::day, 1}).error().date, on("2027-01-01"));
  EXPECT_EQ(calendar.due_after(at("2026-12-31T18:00:00"), Allowance{Mode::day, 0}).error().last_day, on("2026-12-31"));
  EXPECT_TRUE(calendar.due_after(at("2026-12-31T17:00:00"), Allowance{Mode::day, 0}));
}

TEST(ACalendar, RefusesWhatHasNoMeaning) {
  EXPECT_THROW((void)calendar_of_the_examples().due_after(at("2020-12-18T10:00:00"), Allowance{Mode::day, -1}),
               std::invalid_argument);
  const auto calendar = [](std::vector<WeeklyRest> rest, std::vector<WorkingHours> hours) {
    return Calendar{"none", on("2020-01-01"), on("2020-12-31"), {}, std::move(rest), std::move(hours)};
  };
  const std::vector<WeeklyRest> rest = examples::weekends(on("2020-01-01"));
  const std::vector<WorkingHours> hours{{on("2020-01-01"), examples::office_hours()}};
  EXPECT_NO_THROW(calendar(rest, hours));
  EXPECT_THROW(calendar({}, hours), std::invalid_argument);
  EXPECT_THROW(calendar(rest, {}), std::invalid_argument);
  EXPECT_THROW(calendar(rest, {{on("2020-01-01"), {}}}), std::invalid_argument);
  EXPECT_THROW(calendar(examples::weekends(on("2020-01-02")), hours), std::invalid_argument);
}

// Until March Saturdays are worked and the office closes at 16:00; from then on Fridays are off and it closes at 17:00.
Calendar changing_calendar() {
  using std::chrono::hours;
  return {"changing",
          on("2021-01-01"),
          on("2021-12-31"),
          {},
          {{on("2020-01-01"), {std::chrono::Sunday}}, {on("2021-03-01"), {std::chrono::Friday, std::chrono::Sunday}}},
          {{on("2020-01-01"), {{hours{8}, hours{16}}}}, {on("2021-03-01"), {{hours{8}, hours{17}}}}}};
}

TEST(AnExplanation, NamesTheWeeklyRestThatHeldOnTheDay) {
  const Due due = changing_calendar().due_after(at("2021-02-26T09:00:00"), Allowance{Mode::day, 6}).value();
  EXPECT_EQ(due.days, (std::vector<ExplainedDay>{
                          {on("2021-02-26"), false, "received"},
                          {on("2021-02-27"), true, "working_day"},
                          {on("2021-02-28"), false, "weekend"},
                          {on("2021-03-01"), true, "working_day"},
                          {on("2021-03-02"), true, "working_day"},
                          {on("2021-03-03"), true, "working_day"},
                          {on("2021-03-04"), true, "working_day"},
                          {on("2021-03-05"), false, "weekly_rest"},
                          {on("2021-03-06"), true, "working_day"},
                      }));
  EXPECT_EQ(core::format_instant(due.closes), "2021-03-06T17:00:00+07:00");
}

TEST(TheOfficesDay, EndsWithTheHoursThatHeldOnIt) {
  const auto counted_from = [](std::string_view received) {
    return core::format_date(changing_calendar().due_after(at(received), Allowance{Mode::day, 0}).value().counted_from);
  };
  EXPECT_EQ(counted_from("2021-02-25T16:30:00"), "2021-02-26");
  EXPECT_EQ(counted_from("2021-03-01T16:30:00"), "2021-03-01");
}

TEST(WorkingDaysBetween, CountsBothEnds) {
  const Calendar& calendar = calendar_of_the_examples();
  EXPECT_EQ(calendar.working_days_between(on("2020-12-14"), on("2020-12-18")), 5);
  EXPECT_EQ(calendar.working_days_between(on("2020-12-19"), on("2020-12-20")), 0);
  EXPECT_EQ(calendar.working_days_between(on("2025-04-26"), on("2025-04-26")), 1);
  EXPECT_EQ(calendar.working_days_between(on("2020-12-18"), on("2020-12-14")), 0);
}

}  // namespace
}  // namespace motcua::calendar
