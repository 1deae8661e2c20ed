#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <set>

#include "calendar/examples.hpp"

namespace motcua::calendar {
namespace {

using examples::office_hours;
using examples::on;
using std::chrono::days;
using std::chrono::milliseconds;

constexpr int span_in_days = 400;

// A year with days off and worked weekends strewn at random, far denser than any real one.
struct RandomYear {
  explicit RandomYear(std::mt19937& random) {
    std::vector<SpecialDay> special;
    for (int i = 0; i < span_in_days; ++i) {
      const core::Date date = first + days{i};
      const bool weekend = std::chrono::weekday{date}.iso_encoding() >= 6;
      const bool differs = random() % 5 == 0;
      if (differs) special.push_back({date, weekend ? SpecialKind::makeup : SpecialKind::statutory, "any"});
      if (weekend == differs) worked.insert(date);
    }
    calendar =
        std::make_unique<Calendar>("random", first, first + days{span_in_days - 1}, special, examples::weekends(first),
                                   std::vector<WorkingHours>{{first, office_hours()}});
  }

  core::Instant any_moment(std::mt19937& random) const {
    const core::Date date = first + days{static_cast<int>(random() % 250)};
    return core::vietnam_instant(date, milliseconds{random() % 86'400'000});
  }

  core::Date first = on("2019-03-01");
  std::set<core::Date> worked;
  std::unique_ptr<Calendar> calendar;
};

// The judge: asks day by day, knows neither sessions nor explanations.
core::Date counted_slowly(const RandomYear& year, core::Instant received, int limit) {
  core::Date date = core::vietnam_date(received);
  if (core::vietnam_time_of_day(received) > std::chrono::hours{17}) date += days{1};
  date = *year.worked.lower_bound(date);
  auto day = year.worked.find(date);
  std::advance(day, limit);
  return *day;
}

TEST(DueDates, AgreeWithASlowCount) {
  std::mt19937 random{1};
  for (int round = 0; round < 200; ++round) {
    const RandomYear year{random};
    for (int i = 0; i < 50; ++i) {
      const core::Instant received = year.any_moment(random);
      const int limit = static_cast<int>(random() % 60);
      const auto due = year.calendar->due_after(received, Allowance{Mode::day, limit});
      ASSERT_TRUE(due);
      ASSERT_EQ(due->date, counted_slowly(year, received, limit)) << core::format_instant(received) << " + " << limit;
    }
  }
}

TEST(DueDates, NeverComeEarlierForALaterReceipt) {
  std::mt19937 random{2};
  for (int round = 0; round < 200; ++round) {
    const RandomYear year{random};
    const Allowance limit{Mode::day, static_cast<int>(random() % 60)};
    std::vector<core::Instant> moments(100);
    for (core::Instant& moment : moments) moment = year.any_moment(random);
    std::sort(moments.begin(), moments.end());
    core::Date last = year.first;
    for (const core::Instant moment : moments) {
      const core::Date date = year.calendar->due_after(moment, limit)->date;
      ASSERT_GE(date, last) << core::format_instant(moment);
      last = date;
    }
  }
}

TEST(Explanations, RedoTheSum) {
  std::mt19937 random{3};
  for (int round = 0; round < 200; ++round) {
    const RandomYear year{random};
    for (int i = 0; i < 20; ++i) {
      const core::Instant received = year.any_moment(random);
      const int limit = static_cast<int>(random() % 60);
      const Due due = year.calendar->due_after(received, Allowance{Mode::day, limit}).value();

      const auto counted = std::count_if(due.days.begin(), due.days.end(), [](const auto& day) { return day.counted; });
      ASSERT_EQ(counted, limit);
      ASSERT_EQ(due.days.front().date, core::vietnam_date(received));
      ASSERT_EQ(due.days.back().date, due.date);
      ASSERT_TRUE(year.worked.contains(due.date));
      for (std::size_t at = 1; at < due.days.size(); ++at)
        ASSERT_EQ(due.days[at].date - due.days[at - 1].date, days{1});
      for (const ExplainedDay& day : due.days) {
        ASSERT_EQ(day.counted, day.date > due.counted_from && year.worked.contains(day.date)) << day.reason;
      }
    }
  }
}

}  // namespace
}  // namespace motcua::calendar
