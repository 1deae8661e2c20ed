#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "calendar/examples.hpp"

namespace motcua::calendar {
namespace {

using examples::at;
using examples::calendar_of_the_examples;
using examples::on;
using std::chrono::hours;
using std::chrono::minutes;

constexpr Mode every_mode[] = {Mode::day, Mode::hour, Mode::calendar};
constexpr Reception until_three{.cut_off = hours{15}, .saturday_until = std::nullopt};
constexpr Reception on_saturday_mornings{.cut_off = std::nullopt, .saturday_until = minutes{11 * 60 + 30}};

Due due(std::string_view received, Allowance limit, const Reception& reception = {}) {
  return calendar_of_the_examples().due_after(at(received), limit, reception).value();
}

std::string due_date(std::string_view received, Allowance limit, const Reception& reception = {}) {
  return core::format_date(due(received, limit, reception).date);
}

std::int64_t used(std::string_view received, std::string_view until, Mode mode, const Reception& reception = {}) {
  const auto found = calendar_of_the_examples().used_between(at(received), at(until), mode, reception).value();
  EXPECT_EQ(found.mode, mode);
  return found.amount;
}

TEST(AMode, IsWrittenAsTheCatalogueWritesIt) {
  EXPECT_STREQ(name_of(Mode::day), "DAY");
  EXPECT_STREQ(name_of(Mode::hour), "HOUR");
  EXPECT_STREQ(name_of(Mode::calendar), "CALENDAR");
  for (const Mode mode : every_mode) EXPECT_EQ(mode_named(name_of(mode)), mode);
  for (const char* word : {"", "day", "HOURS", "DAY "}) EXPECT_EQ(mode_named(word), std::nullopt) << word;
}

// W8, W9 and W10 are the worked examples' own names.
TEST(W8, APausedClockGoesOnWithWhatIsLeftAndARestartedOneBeginsAnew) {
  EXPECT_EQ(due_date("2021-03-01T09:00:00", {Mode::day, 15}), "2021-03-22");
  EXPECT_EQ(used("2021-03-01T09:00:00", "2021-03-10T16:00:00", Mode::day), 7);
  EXPECT_EQ(due_date("2021-03-22T10:00:00", {Mode::day, 15 - 7}), "2021-04-01");
  EXPECT_EQ(due_date("2021-03-22T10:00:00", {Mode::day, 15}), "2021-04-12");
}

TEST(W9, LinkedStepsBeginWhereTheLastOneEnded) {
  EXPECT_EQ(due_date("2021-04-19T09:00:00", {Mode::day, 3}), "2021-04-23");
  EXPECT_EQ(due_date("2021-04-23T17:00:00", {Mode::day, 5}), "2021-05-04");
  EXPECT_EQ(due_date("2021-05-11T09:00:00", {Mode::day, 2}), "2021-05-13");
  EXPECT_EQ(due_date("2021-05-04T17:00:00", {Mode::day, 2}), "2021-05-06");
}

TEST(W10, AComplaintIsCountedInCalendarDaysThatDoNotEndOnADayOff) {
  EXPECT_EQ(due_date("2020-12-18T09:00:00", {Mode::calendar, 90}), "2021-03-18");
  EXPECT_EQ(due_date("2021-01-04T09:00:00", {Mode::calendar, 10}), "2021-01-14");
  EXPECT_EQ(due_date("2021-01-14T09:00:00", {Mode::calendar, 30}), "2021-02-17");
  EXPECT_EQ(due_date("2021-01-14T09:00:00", {Mode::calendar, 45}), "2021-03-01");
  EXPECT_EQ(due_date("2021-01-14T09:00:00", {Mode::calendar, 60}), "2021-03-15");
}

struct Receipt {
  const char* name;
  const char* received;
  Reception reception;
  const char* counted_from;
  const char* due_in_a_day;
};

class AReception : public testing::TestWithParam<Receipt> {};

TEST_P(AReception, SaysWhichDayIsExcluded) {
  const auto& [name, received, reception, counted_from, due_in_a_day] = GetParam();
  const Due found = due(received, {Mode::day, 1}, reception);
  EXPECT_EQ(core::format_date(found.counted_from), counted_from);
  EXPECT_EQ(core::format_date(found.date), due_in_a_day);
}

INSTANTIATE_TEST_SUITE_P(
    Receipts, AReception,
    testing::Values(
        Receipt{"AtTheCutOff", "2020-12-17T15:00:00", until_three, "2020-12-17", "2020-12-18"},
        Receipt{"AfterTheCutOff", "2020-12-17T15:00:00.001", until_three, "2020-12-18", "2020-12-21"},
        Receipt{"InTimeForACutOffAfterHours", "2020-12-17T18:00:00", {hours{20}, {}}, "2020-12-17", "2020-12-18"},
        Receipt{"OnASaturdayWithoutReception", "2020-12-19T09:00:00", {}, "2020-12-21", "2020-12-22"},
        Receipt{"OnASaturday", "2020-12-19T09:00:00", on_saturday_mornings, "2020-12-19", "2020-12-21"},
        Receipt{"AtTheEndOfSaturday", "2020-12-19T11:30:00", on_saturday_mornings, "2020-12-19", "2020-12-21"},
        Receipt{"LateOnSaturday", "2020-12-19T11:30:00.001", on_saturday_mornings, "2020-12-21", "2020-12-22"},
        Receipt{"OnFridayNight", "2020-12-18T18:00:00", on_saturday_mornings, "2020-12-19", "2020-12-21"},
        Receipt{"OnSunday", "2020-12-20T09:00:00", on_saturday_mornings, "2020-12-21", "2020-12-22"},
        Receipt{"OnAMakeupSaturday", "2025-04-26T14:00:00", on_saturday_mornings, "2025-04-26", "2025-04-28"},
        Receipt{"AfterTheCutOffOfAMakeupSaturday",
                "2025-04-26T15:30:00",
                {hours{15}, minutes{11 * 60 + 30}},
                "2025-04-28",
                "2025-04-29"},
        Receipt{"OnASaturdayInTet", "2021-02-13T09:00:00", on_saturday_mornings, "2021-02-13", "2021-02-17"}),
    [](const auto& one) { return std::string{one.param.name}; });

TEST(AReception, IsNotForASaturdayThatIsAHoliday) {
  const Calendar calendar{"holiday",
                          on("2022-01-01"),
                          on("2022-12-31"),
                          {{on("2022-01-01"), SpecialKind::statutory, "New Year"}},
                          examples::weekends(on("2022-01-01")),
                          {{on("2022-01-01"), examples::office_hours()}}};
  EXPECT_EQ(calendar.due_after(at("2022-01-01T09:00:00"), {Mode::day, 0}, on_saturday_mornings)->counted_from,
            on("2022-01-03"));
}

TEST(AnExplanation, SaysThatASaturdayReceivedAndWasNotCounted) {
  EXPECT_EQ(due("2020-12-19T09:00:00", {Mode::day, 1}, on_saturday_mornings).days,
            (std::vector<ExplainedDay>{
                {on("2020-12-19"), false, "received_on_saturday"},
                {on("2020-12-20"), false, "weekend"},
                {on("2020-12-21"), true, "working_day"},
            }));
  EXPECT_EQ(due("2020-12-18T18:00:00", {Mode::day, 0}, on_saturday_mornings).days,
            (std::vector<ExplainedDay>{
                {on("2020-12-18"), false, "received_after_hours"},
                {on("2020-12-19"), false, "taken_as_received"},
                {on("2020-12-20"), false, "weekend"},
                {on("2020-12-21"), false, "next_working_day"},
            }));
}

TEST(AnExplanation, ShowsTheCalendarDaysAndTheDaysOffAfterThem) {
  const Due found = due("2021-02-10T22:00:00", {Mode::calendar, 3});

  EXPECT_EQ(found.days, (std::vector<ExplainedDay>{
                            {on("2021-02-10"), false, "received"},
                            {on("2021-02-11"), true, "calendar_day"},
                            {on("2021-02-12"), true, "calendar_day"},
                            {on("2021-02-13"), true, "calendar_day"},
                            {on("2021-02-14"), false, "weekend"},
                            {on("2021-02-15"), false, "statutory:Tet"},
                            {on("2021-02-16"), false, "statutory:Tet"},
                            {on("2021-02-17"), false, "next_working_day"},
                        }));
  EXPECT_EQ(found.counted_from, on("2021-02-10"));
  EXPECT_EQ(found.closes, at("2021-02-17T17:00:00"));
  EXPECT_EQ(found.calendar_version, "examples");
}

TEST(ACalendarDay, LastsUntilMidnight) {
  EXPECT_EQ(due_date("2020-12-14T00:00:00", {Mode::calendar, 1}), "2020-12-15");
  EXPECT_EQ(due_date("2020-12-14T23:59:59.999", {Mode::calendar, 1}), "2020-12-15");
  EXPECT_EQ(due_date("2020-12-14T15:30:00", {Mode::calendar, 1}, until_three), "2020-12-15");
}

TEST(ALimitOfNothing, IsDueOnTheDayOfReceiptUnlessNobodyWorksOnIt) {
  EXPECT_EQ(due_date("2020-12-18T10:00:00", {Mode::day, 0}), "2020-12-18");
  EXPECT_EQ(due_date("2020-12-19T09:00:00", {Mode::day, 0}, on_saturday_mornings), "2020-12-21");
  EXPECT_EQ(due_date("2020-12-18T23:00:00", {Mode::calendar, 0}), "2020-12-18");
  EXPECT_EQ(due_date("2020-12-19T09:00:00", {Mode::calendar, 0}), "2020-12-21");
  EXPECT_EQ(due_date("2025-04-26T09:00:00", {Mode::calendar, 0}), "2025-04-26");
  EXPECT_EQ(due("2020-12-19T09:00:00", {Mode::calendar, 0}).days, (std::vector<ExplainedDay>{
                                                                      {on("2020-12-19"), false, "received"},
                                                                      {on("2020-12-20"), false, "weekend"},
                                                                      {on("2020-12-21"), false, "next_working_day"},
                                                                  }));
}

TEST(DaysUsed, LeaveOutTheFirstAndHoldTheLast) {
  EXPECT_EQ(used("2021-03-01T09:00:00", "2021-03-01T16:00:00", Mode::day), 0);
  EXPECT_EQ(used("2021-03-01T09:00:00", "2021-03-02T00:00:00", Mode::day), 1);
  EXPECT_EQ(used("2021-03-01T17:30:00", "2021-03-03T09:00:00", Mode::day), 1);
  EXPECT_EQ(used("2021-03-05T09:00:00", "2021-03-07T09:00:00", Mode::day), 0);
  EXPECT_EQ(used("2021-03-06T09:00:00", "2021-03-08T09:00:00", Mode::day), 0);
  EXPECT_EQ(used("2021-03-06T09:00:00", "2021-03-08T09:00:00", Mode::day, on_saturday_mornings), 1);
  EXPECT_EQ(used("2021-03-01T15:30:00", "2021-03-02T09:00:00", Mode::day, until_three), 0);
  EXPECT_EQ(used("2021-03-05T09:00:00", "2021-03-07T09:00:00", Mode::calendar), 2);
  EXPECT_EQ(used("2021-03-05T23:00:00", "2021-03-06T00:00:00", Mode::calendar), 1);
}

TEST(DaysUsed, AreNoneBeforeTheClockStarts) {
  for (const Mode mode : every_mode) {
    EXPECT_EQ(used("2021-03-10T09:00:00", "2021-03-10T09:00:00", mode), 0);
    EXPECT_EQ(used("2021-03-10T09:00:00", "2021-03-01T09:00:00", mode), 0);
  }
  EXPECT_EQ(used("2021-03-05T18:00:00", "2021-03-07T09:00:00", Mode::day), 0);
}

TEST(ASum, IsNotDoneOutsideTheCalendar) {
  const Calendar& calendar = calendar_of_the_examples();
  for (const Mode mode : every_mode) {
    SCOPED_TRACE(name_of(mode));
    const auto error = [&](std::string_view received, std::int64_t limit) {
      return calendar.due_after(at(received), {mode, limit}).error().date;
    };
    EXPECT_EQ(error("2018-12-31T09:00:00", 0), on("2018-12-31"));
    EXPECT_EQ(error("2027-01-01T09:00:00", 0), on("2027-01-01"));
    EXPECT_EQ(error("2026-12-31T17:00:00", 1), on("2027-01-01"));
    EXPECT_TRUE(calendar.due_after(at("2026-12-31T17:00:00"), {mode, 0}));
    for (const std::int64_t vast : {std::int64_t{100'000}, std::numeric_limits<std::int64_t>::max() / 60'000 + 1,
                                    std::numeric_limits<std::int64_t>::max()}) {
      EXPECT_EQ(error("2026-06-01T09:00:00", vast), on("2027-01-01"));
    }
    const auto not_used = [&](std::string_view received, std::string_view until) {
      return calendar.used_between(at(received), at(until), mode).error().date;
    };
    EXPECT_EQ(not_used("2018-12-31T09:00:00", "2019-01-02T09:00:00"), on("2018-12-31"));
    EXPECT_EQ(not_used("2026-12-31T09:00:00", "2027-01-01T00:00:00"), on("2027-01-01"));
    EXPECT_EQ(not_used("2019-01-02T09:00:00", "2018-12-31T09:00:00"), on("2018-12-31"));
    EXPECT_TRUE(calendar.used_between(at("2019-01-01T09:00:00"), at("2026-12-31T23:59:59"), mode));
  }
}

TEST(ASum, IsNotDoneWhenTheNextWorkingDayLiesOutsideTheCalendar) {
  const Calendar year{"short",
                      on("2022-01-01"),
                      on("2022-12-31"),
                      {},
                      examples::weekends(on("2022-01-01")),
                      {{on("2022-01-01"), examples::office_hours()}}};
  const auto due_on_new_years_eve = [&](Mode mode, const Reception& reception) {
    return year.due_after(at("2022-12-31T09:00:00"), {mode, 0}, reception).error().date;
  };
  for (const Mode mode : every_mode) {
    EXPECT_EQ(due_on_new_years_eve(mode, {}), on("2023-01-01"));
    EXPECT_EQ(due_on_new_years_eve(mode, on_saturday_mornings), on("2023-01-01"));
  }
  EXPECT_EQ(year.used_between(at("2022-12-30T18:00:00"), at("2022-12-31T09:00:00"), Mode::day).error().date,
            on("2023-01-01"));
}

TEST(ALimit, IsNeverNegative) {
  for (const Mode mode : every_mode) {
    for (const std::int64_t amount : {std::int64_t{-1}, std::numeric_limits<std::int64_t>::min()}) {
      EXPECT_THROW((void)calendar_of_the_examples().due_after(at("2020-12-18T10:00:00"), {mode, amount}),
                   std::invalid_argument);
    }
  }
}

TEST(Sessions, LieWithinTheirDayAndAscend) {
  const auto calendar = [](std::vector<Session> sessions) {
    return Calendar{"none",
                    on("2020-01-01"),
                    on("2020-12-31"),
                    {},
                    examples::weekends(on("2020-01-01")),
                    {{on("2020-01-01"), std::move(sessions)}}};
  };
  EXPECT_NO_THROW(calendar({{hours{0}, hours{12}}, {hours{12}, hours{24}}}));
  EXPECT_THROW(calendar({{hours{8}, hours{8}}}), std::invalid_argument);
  EXPECT_THROW(calendar({{hours{8}, hours{25}}}), std::invalid_argument);
  EXPECT_THROW(calendar({{hours{-1}, hours{8}}}), std::invalid_argument);
  EXPECT_THROW(calendar({{hours{8}, hours{12}}, {hours{11}, hours{17}}}), std::invalid_argument);
}

TEST(ADay, IsAskedAboutOnlyInsideTheCalendar) {
  const Calendar& calendar = calendar_of_the_examples();
  EXPECT_EQ(calendar.explain(on("2021-02-12")), (ExplainedDay{on("2021-02-12"), false, "statutory:Tet"}));
  EXPECT_EQ(calendar.sessions_on(on("2021-02-12")).size(), 2U);
  EXPECT_THROW(calendar.explain(on("2018-12-31")), std::out_of_range);
  EXPECT_THROW((void)calendar.sessions_on(on("2018-12-31")), std::out_of_range);
}

}  // namespace
}  // namespace motcua::calendar
