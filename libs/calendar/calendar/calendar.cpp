#include "calendar/calendar.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace motcua::calendar {
namespace {

// Reasons in an explanation. Stored with deadlines and shown by the API: append only, never reword.
//   received               day of receipt; the first day is excluded (Civil Code 2015 art. 147)
//   received_after_hours   received after the last session: taken as received on the next working day
//   taken_as_received      that next working day; excluded as the first day
//   working_day            counted
//   makeup:<name>          counted: a Saturday worked in exchange for a swapped day
//   weekend                not counted: a Saturday or Sunday of weekly rest
//   weekly_rest            not counted: weekly rest on another day of the week
//   statutory:<name> compensatory:<name> swap:<name>   not counted
constexpr const char* received_that_day = "received";
constexpr const char* received_after_hours = "received_after_hours";
constexpr const char* taken_as_received = "taken_as_received";
constexpr const char* plain_working_day = "working_day";
constexpr const char* rest_at_the_weekend = "weekend";
constexpr const char* rest_in_the_week = "weekly_rest";

const char* prefix_of(SpecialKind kind) {
  switch (kind) {
    case SpecialKind::statutory: return "statutory:";
    case SpecialKind::compensatory: return "compensatory:";
    case SpecialKind::swap: return "swap:";
    case SpecialKind::makeup: return "makeup:";
  }
  throw std::logic_error{"a kind of day that nobody named"};
}

bool is_weekend(core::Date date) {
  const std::chrono::weekday day{date};
  return day == std::chrono::Saturday || day == std::chrono::Sunday;
}

/// The last rule that began on the day or before it.
template <class Rule>
const Rule& in_force(const std::vector<Rule>& rules, core::Date day) {
  const auto later = std::upper_bound(rules.begin(), rules.end(), day,
                                      [](core::Date one, const Rule& rule) { return one < rule.valid_from; });
  return *std::prev(later);
}

template <class Rule>
void check(const std::vector<Rule>& rules, core::Date first_day) {
  if (rules.empty() || first_day < rules.front().valid_from ||
      !std::is_sorted(rules.begin(), rules.end(),
                      [](const Rule& one, const Rule& other) { return one.valid_from < other.valid_from; })) {
    throw std::invalid_argument{"a calendar needs a rule of weekly rest and of hours for each of its days"};
  }
}

constexpr std::chrono::days one_day{1};

}  // namespace

Calendar::Calendar(std::string version, core::Date first_day, core::Date last_day, std::vector<SpecialDay> special_days,
                   std::vector<WeeklyRest> weekly_rest, std::vector<WorkingHours> hours)
    : version_{std::move(version)},
      first_day_{first_day},
      last_day_{last_day},
      weekly_rest_{std::move(weekly_rest)},
      hours_{std::move(hours)} {
  check(weekly_rest_, first_day_);
  check(hours_, first_day_);
  for (const WorkingHours& rule : hours_) {
    if (rule.sessions.empty()) throw std::invalid_argument{"a calendar needs the sessions of a working day"};
  }
  for (SpecialDay& day : special_days) {
    const core::Date date = day.date;
    special_days_.emplace(date, std::move(day));
  }
}

bool Calendar::covers(core::Date date) const { return first_day_ <= date && date <= last_day_; }

bool Calendar::rests(core::Date date) const {
  const std::vector<std::chrono::weekday>& days = in_force(weekly_rest_, date).days;
  return std::find(days.begin(), days.end(), std::chrono::weekday{date}) != days.end();
}

std::chrono::minutes Calendar::closing_time(core::Date date) const {
  return in_force(hours_, date).sessions.back().closes;
}

ExplainedDay Calendar::explain(core::Date date) const {
  if (const auto special = special_days_.find(date); special != special_days_.end()) {
    const SpecialKind kind = special->second.kind;
    return {date, kind == SpecialKind::makeup, prefix_of(kind) + special->second.reason};
  }
  if (rests(date)) return {date, false, is_weekend(date) ? rest_at_the_weekend : rest_in_the_week};
  return {date, true, plain_working_day};
}

bool Calendar::is_working_day(core::Date date) const {
  if (!covers(date)) throw std::out_of_range{"the calendar " + version_ + " does not cover " + core::format_date(date)};
  if (const auto special = special_days_.find(date); special != special_days_.end()) {
    return special->second.kind == SpecialKind::makeup;
  }
  return !rests(date);
}

int Calendar::working_days_between(core::Date from, core::Date to) const {
  int count = 0;
  for (core::Date date = from; date <= to; date += one_day) count += is_working_day(date) ? 1 : 0;
  return count;
}

core::Result<Due, NotCovered> Calendar::due_after(core::Instant received, WorkingDays limit) const {
  if (limit.count() < 0) throw std::invalid_argument{"a limit of working days is never negative"};

  Due due;
  due.calendar_version = version_;
  core::Date date = core::vietnam_date(received);
  if (!covers(date)) return NotCovered{date, first_day_, last_day_};

  // Before the first session and at lunch the office's day is still running, so the receipt counts for this day.
  const bool in_time = core::vietnam_time_of_day(received) <= closing_time(date);
  if (is_working_day(date) && in_time) {
    due.days.push_back({date, false, received_that_day});
  } else {
    due.days.push_back(is_working_day(date) ? ExplainedDay{date, false, received_after_hours} : explain(date));
    for (date += one_day;; date += one_day) {
      if (!covers(date)) return NotCovered{date, first_day_, last_day_};
      if (is_working_day(date)) break;
      due.days.push_back(explain(date));
    }
    due.days.push_back({date, false, taken_as_received});
  }
  due.counted_from = date;

  for (int counted = 0; counted < limit.count();) {
    date += one_day;
    if (!covers(date)) return NotCovered{date, first_day_, last_day_};
    const ExplainedDay& day = due.days.emplace_back(explain(date));
    counted += day.counted ? 1 : 0;
  }
  due.date = date;
  due.closes = core::vietnam_instant(date, closing_time(date));
  return due;
}

}  // namespace motcua::calendar
