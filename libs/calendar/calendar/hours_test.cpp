#include <gtest/gtest.h>

#include "calendar/examples.hpp"

namespace motcua::calendar {
namespace {

using examples::at;
using examples::calendar_of_the_examples;
using examples::on;
using std::chrono::hours;
using std::chrono::minutes;

Allowance working_time(minutes length) { return {Mode::hour, length.count()}; }

Due due(std::string_view received, minutes limit, const Reception& reception = {}) {
  return calendar_of_the_examples().due_after(at(received), working_time(limit), reception).value();
}

Stretch stretch(std::string_view from, std::string_view until) { return {at(from), at(until)}; }

struct Case {
  const char* name;
  const char* received;
  minutes limit;
  const char* due;
  Reception reception = {};
};

class WorkingTime : public testing::TestWithParam<Case> {};

TEST_P(WorkingTime, EndsWhereItIsUsedUp) {
  const auto& [name, received, limit, closes, reception] = GetParam();
  const Due found = due(received, limit, reception);
  EXPECT_EQ(core::format_instant(found.closes), std::string{closes} + "+07:00");
  EXPECT_EQ(found.date, core::vietnam_date(found.closes));
}

const auto name_of_case = [](const auto& one) { return std::string{one.param.name}; };

INSTANTIATE_TEST_SUITE_P(
    Sums, WorkingTime,
    testing::Values(Case{"W13TwoDaysOfEightHours", "2020-12-14T15:30:00", hours{16}, "2020-12-16T15:30:00"},
                    Case{"W13ADayReceivedAfterHours", "2020-12-18T17:45:00", hours{8}, "2020-12-21T17:00:00"},
                    Case{"AMinute", "2020-12-14T08:00:00", minutes{1}, "2020-12-14T08:01:00"},
                    Case{"AMorning", "2020-12-14T08:00:00", hours{4}, "2020-12-14T12:00:00"},
                    Case{"AMorningAndAMinute", "2020-12-14T08:00:00", minutes{241}, "2020-12-14T13:01:00"},
                    Case{"AnAfternoon", "2020-12-14T13:00:00", hours{4}, "2020-12-14T17:00:00"},
                    Case{"HalfADayAcrossLunch", "2020-12-14T10:00:00", hours{4}, "2020-12-14T15:00:00"},
                    Case{"HalfADayAcrossTheNight", "2020-12-14T15:00:00", hours{4}, "2020-12-15T10:00:00"},
                    Case{"ADayAndAHalf", "2020-12-14T08:00:00", hours{12}, "2020-12-15T12:00:00"},
                    Case{"AcrossTheWeekend", "2020-12-18T16:30:00", hours{1}, "2020-12-21T08:30:00"},
                    Case{"AcrossTet", "2021-02-09T16:00:00", hours{2}, "2021-02-17T09:00:00"},
                    Case{"IntoAMakeupSaturday", "2025-04-25T16:00:00", hours{2}, "2025-04-26T09:00:00"},
                    Case{"FromAMakeupSaturday", "2025-04-26T09:00:00", hours{8}, "2025-04-28T09:00:00"},
                    Case{"KeepsMilliseconds", "2020-12-14T15:30:15.250", hours{1}, "2020-12-14T16:30:15.250"},
                    Case{"KeepsMillisecondsAcrossLunch", "2020-12-14T11:30:15.250", hours{1},
                         "2020-12-14T13:30:15.250"}),
    name_of_case);

constexpr Reception until_three{.cut_off = hours{15}, .saturday_until = std::nullopt};
constexpr Reception until_eight_in_the_evening{.cut_off = hours{20}, .saturday_until = std::nullopt};
constexpr Reception on_saturday_mornings{.cut_off = std::nullopt, .saturday_until = minutes{11 * 60 + 30}};

INSTANTIATE_TEST_SUITE_P(
    Receipts, WorkingTime,
    testing::Values(
        Case{"BeforeTheFirstSession", "2020-12-18T06:30:00", hours{1}, "2020-12-18T09:00:00"},
        Case{"AtTheEndOfTheMorning", "2020-12-18T12:00:00", hours{1}, "2020-12-18T14:00:00"},
        Case{"AtLunch", "2020-12-18T12:30:00", hours{1}, "2020-12-18T14:00:00"},
        Case{"AMillisecondBeforeClose", "2020-12-17T16:59:59.999", hours{1}, "2020-12-18T08:59:59.999"},
        Case{"ExactlyAtClose", "2020-12-17T17:00:00", hours{1}, "2020-12-18T09:00:00"},
        Case{"AMillisecondAfterClose", "2020-12-17T17:00:00.001", hours{1}, "2020-12-18T09:00:00"},
        Case{"OnADayOff", "2020-12-19T09:00:00", hours{1}, "2020-12-21T09:00:00"},
        Case{"AtTheCutOff", "2020-12-17T15:00:00", hours{1}, "2020-12-17T16:00:00", until_three},
        Case{"AfterTheCutOff", "2020-12-17T15:00:00.001", hours{1}, "2020-12-18T09:00:00", until_three},
        Case{"InTimeForACutOffAfterHours", "2020-12-17T18:00:00", hours{1}, "2020-12-18T09:00:00",
             until_eight_in_the_evening},
        Case{"OnASaturdayThatReceives", "2020-12-19T09:00:00", hours{1}, "2020-12-21T09:00:00", on_saturday_mornings},
        Case{"LateOnASaturdayThatReceives", "2020-12-19T11:31:00", hours{1}, "2020-12-21T09:00:00",
             on_saturday_mornings},
        Case{"OnFridayNight", "2020-12-18T18:00:00", hours{1}, "2020-12-21T09:00:00", on_saturday_mornings},
        Case{"OnAMakeupSaturday", "2025-04-26T14:00:00", hours{1}, "2025-04-26T15:00:00", on_saturday_mornings}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    Nothing, WorkingTime,
    testing::Values(Case{"IsUsedUpAtOnce", "2020-12-17T09:12:34.567", minutes{0}, "2020-12-17T09:12:34.567"},
                    Case{"IsDueAtTheFirstSession", "2020-12-17T06:30:00", minutes{0}, "2020-12-17T08:00:00"},
                    Case{"IsDueAtTheEndOfTheMorning", "2020-12-17T12:00:00", minutes{0}, "2020-12-17T12:00:00"},
                    Case{"IsDueAfterLunch", "2020-12-17T12:00:00.001", minutes{0}, "2020-12-17T13:00:00"},
                    Case{"IsDueAtClose", "2020-12-17T17:00:00", minutes{0}, "2020-12-17T17:00:00"},
                    Case{"IsDueTheNextMorning", "2020-12-17T17:00:00.001", minutes{0}, "2020-12-18T08:00:00"},
                    Case{"IsDueAfterTheCutOff", "2020-12-17T15:30:00", minutes{0}, "2020-12-18T08:00:00", until_three},
                    Case{"IsDueTheNextMorningWhateverTheCutOff", "2020-12-17T18:00:00", minutes{0},
                         "2020-12-18T08:00:00", until_eight_in_the_evening},
                    Case{"IsNotDueOnASaturdayOfRest", "2020-12-19T09:00:00", minutes{0}, "2020-12-21T08:00:00",
                         on_saturday_mornings}),
    name_of_case);

TEST(AnExplanationByTheHour, ListsEverySessionThatWasUsed) {
  const Due found = due("2020-12-14T15:30:00", hours{16});

  EXPECT_EQ(found.days,
            (std::vector<ExplainedDay>{
                {on("2020-12-14"), true, "working_day", stretch("2020-12-14T15:30:00", "2020-12-14T17:00:00")},
                {on("2020-12-15"), true, "working_day", stretch("2020-12-15T08:00:00", "2020-12-15T12:00:00")},
                {on("2020-12-15"), true, "working_day", stretch("2020-12-15T13:00:00", "2020-12-15T17:00:00")},
                {on("2020-12-16"), true, "working_day", stretch("2020-12-16T08:00:00", "2020-12-16T12:00:00")},
                {on("2020-12-16"), true, "working_day", stretch("2020-12-16T13:00:00", "2020-12-16T15:30:00")},
            }));
  EXPECT_EQ(found.counted_from, on("2020-12-14"));
  EXPECT_EQ(found.calendar_version, "examples");
}

TEST(AnExplanationByTheHour, NamesTheDaysThatAreNotCounted) {
  EXPECT_EQ(
      due("2025-04-25T17:30:00", hours{18}).days,
      (std::vector<ExplainedDay>{
          {on("2025-04-25"), false, "received_after_hours"},
          {on("2025-04-26"), true, "makeup:working Saturday", stretch("2025-04-26T08:00:00", "2025-04-26T12:00:00")},
          {on("2025-04-26"), true, "makeup:working Saturday", stretch("2025-04-26T13:00:00", "2025-04-26T17:00:00")},
          {on("2025-04-27"), false, "weekend"},
          {on("2025-04-28"), true, "working_day", stretch("2025-04-28T08:00:00", "2025-04-28T12:00:00")},
          {on("2025-04-28"), true, "working_day", stretch("2025-04-28T13:00:00", "2025-04-28T17:00:00")},
          {on("2025-04-29"), true, "working_day", stretch("2025-04-29T08:00:00", "2025-04-29T10:00:00")},
      }));
}

TEST(AnExplanationByTheHour, BeginsWithTheDayOfReceiptThoughNothingIsLeftOfIt) {
  EXPECT_EQ(due("2020-12-17T17:00:00", hours{1}).days,
            (std::vector<ExplainedDay>{
                {on("2020-12-17"), false, "received"},
                {on("2020-12-18"), true, "working_day", stretch("2020-12-18T08:00:00", "2020-12-18T09:00:00")},
            }));
}

TEST(AnExplanationByTheHour, SaysWhereNothingBegins) {
  EXPECT_EQ(due("2020-12-17T17:30:00", minutes{0}).days, (std::vector<ExplainedDay>{
                                                             {on("2020-12-17"), false, "received_after_hours"},
                                                             {on("2020-12-18"), false, "taken_as_received"},
                                                         }));
  EXPECT_EQ(due("2020-12-19T09:00:00", minutes{0}, on_saturday_mornings).days,
            (std::vector<ExplainedDay>{
                {on("2020-12-19"), false, "received_on_saturday"},
                {on("2020-12-20"), false, "weekend"},
                {on("2020-12-21"), false, "next_working_day"},
            }));
}

TEST(AnExplanationByTheHour, BeginsWithASaturdayThatReceives) {
  const Due found = due("2020-12-19T09:00:00", minutes{90}, on_saturday_mornings);

  EXPECT_EQ(found.days,
            (std::vector<ExplainedDay>{
                {on("2020-12-19"), false, "received_on_saturday"},
                {on("2020-12-20"), false, "weekend"},
                {on("2020-12-21"), true, "working_day", stretch("2020-12-21T08:00:00", "2020-12-21T09:30:00")},
            }));
  EXPECT_EQ(found.counted_from, on("2020-12-19"));
}

TEST(WorkingHoursOfASeason, HoldFromTheirFirstDayOn) {
  const Calendar calendar{
      "seasons",
      on("2021-01-01"),
      on("2021-12-31"),
      {},
      examples::weekends(on("2021-01-01")),
      {{on("2021-01-01"), examples::office_hours()}, {on("2021-04-16"), {{hours{7}, minutes{11 * 60 + 30}}}}}};

  const Due found = calendar.due_after(at("2021-04-15T16:00:00"), working_time(hours{6})).value();

  EXPECT_EQ(found.days,
            (std::vector<ExplainedDay>{
                {on("2021-04-15"), true, "working_day", stretch("2021-04-15T16:00:00", "2021-04-15T17:00:00")},
                {on("2021-04-16"), true, "working_day", stretch("2021-04-16T07:00:00", "2021-04-16T11:30:00")},
                {on("2021-04-17"), false, "weekend"},
                {on("2021-04-18"), false, "weekend"},
                {on("2021-04-19"), true, "working_day", stretch("2021-04-19T07:00:00", "2021-04-19T07:30:00")},
            }));
  EXPECT_EQ(calendar.due_after(at("2021-04-16T12:00:00"), working_time(hours{1}))->closes, at("2021-04-19T08:00:00"));
}

minutes used(std::string_view received, std::string_view until, const Reception& reception = {}) {
  const auto found = calendar_of_the_examples().used_between(at(received), at(until), Mode::hour, reception).value();
  EXPECT_EQ(found.mode, Mode::hour);
  return minutes{found.amount};
}

TEST(WorkingTimeUsed, IsThatOfTheSessionsInBetween) {
  EXPECT_EQ(used("2020-12-14T15:30:00", "2020-12-16T15:30:00"), hours{16});
  EXPECT_EQ(used("2020-12-18T17:45:00", "2020-12-21T17:00:00"), hours{8});
  EXPECT_EQ(used("2020-12-14T11:00:00", "2020-12-14T12:30:00"), hours{1});
  EXPECT_EQ(used("2021-02-09T16:00:00", "2021-02-17T09:00:00"), hours{2});
  EXPECT_EQ(used("2020-12-17T15:30:00", "2020-12-18T09:00:00", until_three), hours{1});
}

TEST(WorkingTimeUsed, DoesNotHoldAMinuteThatHasOnlyBegun) {
  EXPECT_EQ(used("2020-12-14T08:00:30", "2020-12-14T08:01:29.999"), minutes{0});
  EXPECT_EQ(used("2020-12-14T08:00:30", "2020-12-14T08:01:30"), minutes{1});
  EXPECT_EQ(used("2020-12-14T11:59:30", "2020-12-14T13:00:30"), minutes{1});
}

TEST(WorkingTimeUsed, IsNoneBeforeTheClockStarts) {
  EXPECT_EQ(used("2020-12-14T15:30:00", "2020-12-14T15:30:00"), minutes{0});
  EXPECT_EQ(used("2020-12-14T15:30:00", "2020-12-14T09:00:00"), minutes{0});
  EXPECT_EQ(used("2020-12-14T15:30:00", "2020-12-10T09:00:00"), minutes{0});
  EXPECT_EQ(used("2020-12-18T17:45:00", "2020-12-20T17:00:00"), minutes{0});
  EXPECT_EQ(used("2020-12-17T15:30:00", "2020-12-17T17:00:00", until_three), minutes{0});
}

}  // namespace
}  // namespace motcua::calendar
