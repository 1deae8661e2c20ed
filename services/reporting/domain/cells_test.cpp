#include "reporting/domain/cells.hpp"

#include <gtest/gtest.h>

namespace motcua::reporting {
namespace {

struct Rounding {
  const char* name;
  Rate rate;
  std::optional<std::string> percent;
};
class ARate : public testing::TestWithParam<Rounding> {};

TEST_P(ARate, IsExactToTwoPlacesHalfUp) { EXPECT_EQ(GetParam().rate.percent(), GetParam().percent); }

INSTANTIATE_TEST_SUITE_P(Table, ARate,
                         testing::Values(Rounding{"KienAn2020OnTime", {2763, 2763}, "100.00"},
                                         Rounding{"KienAn2020Completed", {2763, 2873}, "96.17"},
                                         Rounding{"NoValueWithoutAWhole", {0, 0}, std::nullopt},
                                         Rounding{"NothingOfSomething", {0, 7}, "0.00"},
                                         Rounding{"AThird", {1, 3}, "33.33"}, Rounding{"TwoThirds", {2, 3}, "66.67"},
                                         Rounding{"ExactlyHalfGoesUp", {1, 20'000}, "0.01"},
                                         Rounding{"JustUnderHalfGoesDown", {49'999, 1'000'000'000}, "0.00"},
                                         Rounding{"HalfThatBinaryFractionsMiss", {1005, 100'000}, "1.01"},
                                         Rounding{"NotRoundedUpToAllUnlessSo", {19'999, 20'000}, "100.00"},
                                         Rounding{"OneMissingOfMany", {99'999, 100'000}, "100.00"},
                                         Rounding{"OneMissingOfFewer", {9'999, 10'000}, "99.99"},
                                         Rounding{"LargeCounts", {999'999'999'999, 1'000'000'000'000}, "100.00"},
                                         Rounding{"KeepsTheLeadingZero", {205, 10'000}, "2.05"}),
                         [](const auto& one) { return one.param.name; });

TEST(Cells, AreNamedByTheirPathAndFoundByIt) {
  for (const Subject subject : {Subject::dossiers, Subject::steps}) {
    for (const Cell cell : cells_of(subject)) EXPECT_EQ(cell_named(subject, name_of(cell)), cell);
    EXPECT_EQ(cell_named(subject, "received.carried_over"), Cell::received_carried_over);
    EXPECT_EQ(cell_named(subject, "received"), std::nullopt);
    EXPECT_EQ(cell_named(subject, ""), std::nullopt);
  }
  EXPECT_EQ(cell_named(Subject::dossiers, "supplements.none"), Cell::supplements_none);
  EXPECT_EQ(cell_named(Subject::steps, "supplements.none"), std::nullopt);
}

struct Averaging {
  const char* name;
  Average average;
  std::optional<std::string> value;
};
class AnAverage : public testing::TestWithParam<Averaging> {};

TEST_P(AnAverage, IsExactToTwoPlacesHalfUp) { EXPECT_EQ(GetParam().average.value(), GetParam().value); }

INSTANTIATE_TEST_SUITE_P(Table, AnAverage,
                         testing::Values(Averaging{"MoreThanOneForEach", {5, 4}, "1.25"},
                                         Averaging{"ExactlyHalfGoesUp", {1, 200}, "0.01"},
                                         Averaging{"JustUnderHalfGoesDown", {4'999, 1'000'000}, "0.00"},
                                         Averaging{"TwoThirds", {8, 3}, "2.67"}, Averaging{"Nothing", {0, 3}, "0.00"},
                                         Averaging{"NoValueWithoutAWhole", {2, 0}, std::nullopt}),
                         [](const auto& one) { return one.param.name; });

TEST(Cells, OfSupplementsAndTripsAreThoseOfThePeriod) {
  const ByChannel start{Counters{.without_supplements = 2, .submission_trips = 3, .collection_trips = 1}};
  const ByChannel end{Counters{.accepted = 4,
                               .without_supplements = 5,
                               .with_supplements = 1,
                               .supplements = 2,
                               .submission_trips = 6,
                               .supplement_trips = 1,
                               .payment_trips = 1,
                               .collection_trips = 3}};

  const Cells cells = cells_between(start, end);

  EXPECT_EQ(first_time_right_rate(cells).percent(), "75.00");
  EXPECT_EQ(supplements_per_dossier(cells).value(), "0.50");
  EXPECT_EQ(cells.trips(), 3 + 1 + 1 + 2);
  EXPECT_EQ(trips_per_dossier(cells).value(), "1.75");
}

ByChannel counted(Counters direct, Counters online = {}, Counters postal = {}) { return {direct, online, postal}; }

TEST(Cells, AreTheDifferenceOfTwoStates) {
  const ByChannel start =
      counted({.accepted = 10, .early = 3, .on_time = 2, .pending_overdue = 1, .paused = 2, .paused_overdue = 1});
  const ByChannel end = counted({.accepted = 14,
                                 .early = 6,
                                 .on_time = 3,
                                 .overdue = 1,
                                 .withdrawn = 1,
                                 .pending_overdue = 1,
                                 .paused = 2,
                                 .paused_overdue = 1},
                                {.accepted = 5, .paused = 2}, {.accepted = 2, .early = 2});

  const Cells cells = cells_between(start, end);

  EXPECT_EQ(cells.direct, 4);
  EXPECT_EQ(cells.online, 5);
  EXPECT_EQ(cells.postal, 2);
  EXPECT_EQ(cells.carried_over, 5);
  EXPECT_EQ(cells.early, 5);
  EXPECT_EQ(cells.on_time, 1);
  EXPECT_EQ(cells.overdue, 1);
  EXPECT_EQ(cells.withdrawn, 1);
  EXPECT_EQ(cells.pending(), 8);
  EXPECT_EQ(cells.pending_overdue, 1);
  EXPECT_EQ(cells.paused(), 4) << "as they stand at the end, whatever they were at the start";
  EXPECT_EQ(cells.paused_in_time, 3);
  EXPECT_EQ(cells.paused_overdue, 1);
  EXPECT_EQ(cells.received(), cells.resolved() + cells.pending() + cells.withdrawn);
}

TEST(Form06, CountsWithdrawnOnesAsOnTimeSoThatItsSumsHold) {
  const Cells cells{.online = 4,
                    .direct = 5,
                    .postal = 1,
                    .carried_over = 3,
                    .early = 2,
                    .on_time = 3,
                    .overdue = 1,
                    .pending_in_time = 4,
                    .pending_overdue = 1,
                    .paused_in_time = 2,
                    .paused_overdue = 1,
                    .withdrawn = 2};

  const Form06 form = form06(cells);

  EXPECT_EQ(form.received, form.online + form.direct_or_postal + form.carried_over);
  EXPECT_EQ(form.resolved, form.early + form.on_time + form.overdue);
  EXPECT_EQ(form.received, form.resolved + form.pending);
  EXPECT_EQ(form.pending, form.pending_in_time + form.pending_overdue);
  EXPECT_EQ(form.on_time, 5);
}

}  // namespace
}  // namespace motcua::reporting
