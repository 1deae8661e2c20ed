#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>

#include "calendar/examples.hpp"

namespace motcua::calendar {
namespace {

using core::Date;
using core::Instant;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr Mode every_mode[] = {Mode::day, Mode::hour, Mode::calendar};
constexpr int span_in_days = 400;
constexpr int minutes_of_a_day = 24 * 60;

class Dice {
 public:
  explicit Dice(unsigned seed) : random_{seed} {}
  /// 0 to `sides` - 1.
  int roll(int sides) { return static_cast<int>(random_() % static_cast<unsigned>(sides)); }
  bool once_in(int times) { return roll(times) == 0; }
  template <class Some>
  auto one_of(const Some& some) {
    return *std::next(std::begin(some), roll(static_cast<int>(std::size(some))));
  }

 private:
  std::mt19937 random_;
};

/// One day as the judge knows it.
struct PlainDay {
  bool worked = false;
  bool saturday_of_rest = false;
  std::vector<Session> sessions;
};

/// More than a year in which hours and weekly rest change on any day and days off and makeup days are strewn densely.
struct City {
  explicit City(Dice& dice) {
    std::vector<WeeklyRest> rest;
    std::vector<WorkingHours> season;
    std::vector<SpecialDay> special;
    for (int i = 0; i < span_in_days; ++i) {
      const Date date = first + days{i};
      if (i == 0 || dice.once_in(100)) season.push_back({date, any_sessions(dice)});
      if (i == 0 || dice.once_in(150)) rest.push_back({date, any_rest(dice)});
      const std::chrono::weekday weekday{date};
      const bool rests = std::ranges::count(rest.back().days, weekday) > 0;
      const bool differs = dice.once_in(6);
      if (differs) special.push_back({date, rests ? SpecialKind::makeup : SpecialKind::statutory, "any"});
      const bool worked = rests == differs;
      plain.push_back({worked, rests && !differs && weekday == std::chrono::Saturday, season.back().sessions});
      note_minutes(i, worked);
    }
    calendar = std::make_unique<Calendar>("random", first, first + days{span_in_days - 1}, special, rest, season);
  }

  static std::vector<Session> any_sessions(Dice& dice) {
    std::vector<Session> sessions;
    for (int opens = 300 + dice.roll(240); opens < 1200 && sessions.size() < 3;) {
      const int closes = opens + 30 + dice.roll(240);
      sessions.push_back({minutes{opens}, minutes{closes}});
      opens = closes + (dice.once_in(4) ? 0 : dice.roll(150));
    }
    return sessions;
  }

  static std::vector<std::chrono::weekday> any_rest(Dice& dice) {
    if (dice.once_in(4)) return {std::chrono::Sunday};
    if (dice.once_in(4)) return {std::chrono::Friday, std::chrono::Sunday};
    return {std::chrono::Saturday, std::chrono::Sunday};
  }

  void note_minutes(int day, bool worked) {
    minute_worked.resize(minute_worked.size() + minutes_of_a_day, false);
    if (!worked) return;
    for (const Session& session : plain.back().sessions) {
      for (auto at = session.opens; at < session.closes; ++at) {
        minute_worked[static_cast<std::size_t>(day * minutes_of_a_day + at.count())] = true;
      }
    }
  }

  /// Often at a border of the day, or a millisecond beside it: there the mistakes are.
  Instant moment_on(Date date, Dice& dice, const Reception& reception) const {
    if (dice.once_in(2)) return core::vietnam_instant(date, milliseconds{dice.roll(86'400'000)});
    std::vector<minutes> borders{minutes{0}};
    for (const Session& session : on(date)->sessions) borders.insert(borders.end(), {session.opens, session.closes});
    if (reception.cut_off) borders.push_back(*reception.cut_off);
    if (reception.saturday_until) borders.push_back(*reception.saturday_until);
    return core::vietnam_instant(date, dice.one_of(borders) + milliseconds{dice.roll(3) - 1});
  }

  Instant any_moment(Dice& dice, const Reception& reception) const {
    return moment_on(first + days{1 + dice.roll(250)}, dice, reception);
  }

  const PlainDay* on(Date date) const {
    return first <= date && date < first + days{span_in_days} ? &plain[static_cast<std::size_t>((date - first).count())]
                                                              : nullptr;
  }

  Date first = examples::on("2019-03-01");
  std::vector<PlainDay> plain;
  std::vector<bool> minute_worked;  // from midnight of the first day
  std::unique_ptr<Calendar> calendar;
};

Reception any_reception(Dice& dice) {
  Reception reception;
  if (dice.once_in(2)) reception.cut_off = minutes{400 + dice.roll(900)};
  if (dice.once_in(2)) reception.saturday_until = minutes{500 + dice.roll(400)};
  return reception;
}

std::int64_t any_limit(Dice& dice, Mode mode) {
  if (dice.once_in(10)) return 0;
  return mode == Mode::hour ? dice.roll(dice.once_in(2) ? 600 : 6000) : dice.roll(60);
}

// The judge: asks day by day and minute by minute. Knows no rules with a first day, no explanations and no arithmetic
// of sessions. Nothing: the year is over.
class Judge {
 public:
  Judge(const City& city, Mode mode, const Reception& reception) : city_{city}, mode_{mode}, reception_{reception} {}

  std::optional<Date> first_day(Instant received) const {
    Date date = core::vietnam_date(received);
    if (mode_ == Mode::calendar) return date;
    for (auto time = core::vietnam_time_of_day(received); city_.on(date); date += days{1}, time = {}) {
      const PlainDay& day = *city_.on(date);
      if (day.saturday_of_rest && reception_.saturday_until && time <= *reception_.saturday_until) return date;
      if (!day.worked) continue;
      // Later days are taken with their beginning, whatever their cut-off.
      if (date != core::vietnam_date(received) || in_time(time, day)) return date;
    }
    return std::nullopt;
  }

  std::optional<Date> due_date(Instant received, std::int64_t limit) const {
    auto date = first_day(received);
    for (; date && limit > 0; *date += days{1}) {
      const PlainDay* tomorrow = city_.on(*date + days{1});
      if (!tomorrow) return std::nullopt;
      if (mode_ == Mode::calendar || tomorrow->worked) --limit;
    }
    while (date && city_.on(*date) && !city_.on(*date)->worked) *date += days{1};
    return date && city_.on(*date) ? date : std::nullopt;
  }

  std::optional<Instant> due_moment(Instant received, std::int64_t limit) const {
    const auto from = clock_start(received);
    if (!from) return std::nullopt;
    milliseconds left = minutes{limit};
    // Whoever has nothing to wait for is done at the first moment of work, ends of sessions included.
    if (left == milliseconds{0} && works_until(*from)) return *from;
    for (auto minute = minute_of(*from); minute < city_.minute_worked.size(); ++minute) {
      if (!city_.minute_worked[minute]) continue;
      const Instant start = std::max(*from, start_of(minute));
      const auto taken = std::min(left, start_of(minute + 1) - start);
      left -= taken;
      if (left == milliseconds{0}) return start + taken;
    }
    return std::nullopt;
  }

  std::optional<std::int64_t> used(Instant received, Instant until) const {
    const auto date = first_day(received);
    if (!date) return std::nullopt;
    if (mode_ == Mode::hour) return minutes_used(*clock_start(received), until);
    std::int64_t count = 0;
    for (Date day = *date + days{1}; day <= core::vietnam_date(until); day += days{1}) {
      count += mode_ == Mode::calendar || city_.on(day)->worked ? 1 : 0;
    }
    return count;
  }

 private:
  bool in_time(milliseconds time, const PlainDay& day) const {
    const bool before_close = time <= day.sessions.back().closes;
    if (!reception_.cut_off) return before_close;
    return time <= *reception_.cut_off && (before_close || mode_ == Mode::day);
  }

  /// Not yet a moment of work, but the first one after which work counts.
  std::optional<Instant> clock_start(Instant received) const {
    const auto date = first_day(received);
    if (!date) return std::nullopt;
    return *date == core::vietnam_date(received) ? received : core::vietnam_instant(*date);
  }

  std::int64_t minutes_used(Instant from, Instant until) const {
    milliseconds sum{0};
    for (auto minute = minute_of(from); start_of(minute) < until; ++minute) {
      if (!city_.minute_worked[minute]) continue;
      sum += std::max(milliseconds{0}, std::min(until, start_of(minute + 1)) - std::max(from, start_of(minute)));
    }
    return sum / minutes{1};
  }

  std::size_t minute_of(Instant moment) const {
    return static_cast<std::size_t>((moment - core::vietnam_instant(city_.first)) / minutes{1});
  }
  Instant start_of(std::size_t minute) const {
    return core::vietnam_instant(city_.first) + minutes{static_cast<std::int64_t>(minute)};
  }
  bool works_until(Instant moment) const {
    const std::size_t minute = minute_of(moment);
    return minute > 0 && start_of(minute) == moment && city_.minute_worked[minute - 1];
  }

  const City& city_;
  Mode mode_;
  Reception reception_;
};

/// What every property is tried on: `cities` years, `cases` receipts in each, one mode after the other.
struct Trial {
  const City& city;
  const Calendar& calendar;
  Mode mode;
  Reception reception;
  Instant received;
  std::int64_t limit;
  Dice& dice;
};

std::ostream& operator<<(std::ostream& out, const Trial& trial) {
  out << name_of(trial.mode) << ' ' << trial.limit << " from " << core::format_instant(trial.received);
  if (trial.reception.cut_off) out << ", cut-off " << trial.reception.cut_off->count();
  if (trial.reception.saturday_until) out << ", Saturdays until " << trial.reception.saturday_until->count();
  return out;
}

template <class Property>
void hold(unsigned seed, int cities, int cases, Property property) {
  Dice dice{seed};
  for (int city_number = 0; city_number < cities; ++city_number) {
    const City city{dice};
    for (int i = 0; i < cases; ++i) {
      const Mode mode = every_mode[i % 3];
      const Reception reception = any_reception(dice);
      const Trial trial{city, *city.calendar, mode, reception, city.any_moment(dice, reception), any_limit(dice, mode),
                        dice};
      property(trial);
      if (testing::Test::HasFatalFailure()) FAIL() << trial << ", city " << city_number;
    }
  }
}

TEST(EveryMode, AgreesWithASlowCount) {
  hold(11, 150, 240, [](const Trial& trial) {
    const Judge judge{trial.city, trial.mode, trial.reception};
    const auto due = trial.calendar.due_after(trial.received, {trial.mode, trial.limit}, trial.reception);
    if (trial.mode == Mode::hour) {
      const auto expected = judge.due_moment(trial.received, trial.limit);
      ASSERT_EQ(due.ok(), expected.has_value());
      if (!due) return;
      ASSERT_EQ(core::format_instant(due->closes), core::format_instant(*expected));
      ASSERT_EQ(due->date, core::vietnam_date(due->closes));
    } else {
      const auto expected = judge.due_date(trial.received, trial.limit);
      ASSERT_EQ(due.ok(), expected.has_value());
      if (!due) return;
      ASSERT_EQ(core::format_date(due->date), core::format_date(*expected));
      ASSERT_EQ(due->closes, core::vietnam_instant(due->date, trial.city.on(due->date)->sessions.back().closes));
    }
    ASSERT_EQ(due->counted_from, judge.first_day(trial.received));
  });
}

TEST(EveryMode, KnowsWhatIsUsedAsASlowCountDoes) {
  hold(12, 100, 180, [](const Trial& trial) {
    const Judge judge{trial.city, trial.mode, trial.reception};
    const Date day = core::vietnam_date(trial.received) + days{trial.dice.roll(40) - 1};
    const Instant until = trial.city.moment_on(day, trial.dice, trial.reception);
    const auto used = trial.calendar.used_between(trial.received, until, trial.mode, trial.reception);
    const auto expected = judge.used(trial.received, until);
    ASSERT_EQ(used.ok(), expected.has_value());
    if (used) {
      ASSERT_EQ(used->amount, *expected) << core::format_instant(until);
    }
  });
}

/// Every day once and in order, but by the hour every session that is counted.
void expect_unbroken(const std::vector<ExplainedDay>& days_listed) {
  for (std::size_t i = 1; i < days_listed.size(); ++i) {
    const ExplainedDay& last = days_listed[i - 1];
    const ExplainedDay& next = days_listed[i];
    if (last.stretch && next.stretch && last.date == next.date) {
      ASSERT_LE(last.stretch->until, next.stretch->from);
    } else {
      ASSERT_EQ(next.date - last.date, days{1});
    }
  }
}

TEST(EveryExplanation, RedoesTheSum) {
  hold(13, 100, 180, [](const Trial& trial) {
    const auto due = trial.calendar.due_after(trial.received, {trial.mode, trial.limit}, trial.reception);
    if (!due) return;
    milliseconds time{0};
    std::int64_t count = 0;
    for (const ExplainedDay& day : due->days) {
      ASSERT_EQ(day.stretch.has_value(), day.counted && trial.mode == Mode::hour);
      if (!day.counted) continue;
      ++count;
      ASSERT_TRUE(trial.mode == Mode::calendar || trial.city.on(day.date)->worked);
      if (trial.mode != Mode::hour) {
        ASSERT_GT(day.date, due->counted_from);
        continue;
      }
      ASSERT_LT(day.stretch->from, day.stretch->until);
      ASSERT_EQ(core::vietnam_date(day.stretch->from), day.date);
      time += day.stretch->until - day.stretch->from;
    }
    if (trial.mode == Mode::hour) {
      ASSERT_EQ(time, minutes{trial.limit});
      if (trial.limit > 0) {
        ASSERT_EQ(due->days.back().stretch->until, due->closes);
      }
    } else {
      ASSERT_EQ(count, trial.limit);
    }
    ASSERT_EQ(due->days.front().date, core::vietnam_date(trial.received));
    ASSERT_EQ(due->days.back().date, due->date);
    ASSERT_TRUE(trial.city.on(due->date)->worked);
    expect_unbroken(due->days);
  });
}

TEST(EveryMode, IsNeverDueEarlierForALaterReceipt) {
  hold(14, 100, 180, [](const Trial& trial) {
    const Date later_day = core::vietnam_date(trial.received) + days{trial.dice.roll(6)};
    const Instant later = std::max(trial.received, trial.city.moment_on(later_day, trial.dice, trial.reception));
    const Allowance limit{trial.mode, trial.limit};
    const auto due = trial.calendar.due_after(trial.received, limit, trial.reception);
    const auto due_later = trial.calendar.due_after(later, limit, trial.reception);
    ASSERT_TRUE(due || !due_later);
    if (due_later) {
      ASSERT_LE(due->closes, due_later->closes) << core::format_instant(later);
    }
  });
}

// A limit is used up when it is due, and not before.
TEST(EveryLimit, IsUsedUpWhenItIsDue) {
  hold(15, 60, 180, [](const Trial& trial) {
    const auto due = trial.calendar.due_after(trial.received, {trial.mode, trial.limit}, trial.reception);
    if (!due) return;
    const auto used_at = [&](Instant moment) {
      return trial.calendar.used_between(trial.received, moment, trial.mode, trial.reception)->amount;
    };
    ASSERT_GE(used_at(due->closes), trial.limit);
    if (trial.limit == 0) return;
    const auto tick = trial.mode == Mode::hour ? milliseconds{1} : milliseconds{days{1}};
    // The days off at the end of a calendar period are beyond the limit.
    if (trial.mode != Mode::calendar) {
      ASSERT_LT(used_at(due->closes - tick), trial.limit);
    }
  });
}

TEST(APause, NeverMovesADueDateEarlierNorFurtherThanARestart) {
  hold(16, 120, 240, [](const Trial& trial) {
    const Allowance limit{trial.mode, trial.limit};
    const auto due = trial.calendar.due_after(trial.received, limit, trial.reception);
    if (!due) return;
    const auto span = static_cast<int>((due->date - core::vietnam_date(trial.received)).count());
    const auto moment_after = [&](Instant earlier, int within) {
      const Date day = core::vietnam_date(earlier) + days{trial.dice.roll(within + 1)};
      return std::max(earlier, trial.city.moment_on(day, trial.dice, trial.reception));
    };
    Instant paused = moment_after(trial.received, span);
    if (trial.mode == Mode::hour) paused = std::max(trial.received, std::min(paused, due->closes));
    const Instant resumed = trial.dice.once_in(4) ? paused : moment_after(paused, 20);

    const auto used = trial.calendar.used_between(trial.received, paused, trial.mode, trial.reception);
    if (!used) return;
    const Allowance left{trial.mode, limit.amount - std::min(used->amount, limit.amount)};
    const auto went_on = trial.calendar.due_after(resumed, left, trial.reception);
    const auto restarted = trial.calendar.due_after(resumed, limit, trial.reception);
    ASSERT_TRUE(went_on || !restarted);
    const auto moments = " paused " + core::format_instant(paused) + " resumed " + core::format_instant(resumed);
    if (went_on) {
      ASSERT_GE(went_on->closes, due->closes) << moments;
    }
    if (restarted) {
      ASSERT_LE(went_on->closes, restarted->closes) << moments;
    }
  });
}

}  // namespace
}  // namespace motcua::calendar
