#include "calendar/calendar.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "calendar/reasons.hpp"

namespace motcua::calendar {
namespace {

const char* prefix_of(SpecialKind kind) {
  switch (kind) {
    case SpecialKind::statutory: return reasons::statutory;
    case SpecialKind::compensatory: return reasons::compensatory;
    case SpecialKind::swap: return reasons::swap;
    case SpecialKind::makeup: return reasons::makeup;
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

bool are_in_order(const std::vector<Session>& sessions) {
  std::chrono::minutes earliest{0};
  for (const Session& session : sessions) {
    if (session.opens < earliest || session.closes <= session.opens) return false;
    earliest = session.closes;
  }
  return !sessions.empty() && earliest <= std::chrono::days{1};
}

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
    if (!are_in_order(rule.sessions)) throw std::invalid_argument{"a calendar needs the sessions of a working day"};
  }
  for (SpecialDay& day : special_days) {
    const core::Date date = day.date;
    special_days_.emplace(date, std::move(day));
  }
}

void Calendar::expect_covered(core::Date date) const {
  if (!covers(date)) throw std::out_of_range{"the calendar " + version_ + " does not cover " + core::format_date(date)};
}

bool Calendar::rests(core::Date date) const {
  const std::vector<std::chrono::weekday>& days = in_force(weekly_rest_, date).days;
  return std::find(days.begin(), days.end(), std::chrono::weekday{date}) != days.end();
}

const std::vector<Session>& Calendar::sessions_on(core::Date date) const {
  expect_covered(date);
  return in_force(hours_, date).sessions;
}

ExplainedDay Calendar::explain(core::Date date) const {
  expect_covered(date);
  if (const auto special = special_days_.find(date); special != special_days_.end()) {
    const SpecialKind kind = special->second.kind;
    return {date, kind == SpecialKind::makeup, prefix_of(kind) + special->second.reason};
  }
  if (rests(date)) return {date, false, is_weekend(date) ? reasons::weekend : reasons::weekly_rest};
  return {date, true, reasons::working_day};
}

bool Calendar::is_working_day(core::Date date) const {
  expect_covered(date);
  if (const auto special = special_days_.find(date); special != special_days_.end()) {
    return special->second.kind == SpecialKind::makeup;
  }
  return !rests(date);
}

int Calendar::working_days_between(core::Date from, core::Date to) const {
  int count = 0;
  for (core::Date date = from; date <= to; date += std::chrono::days{1}) count += is_working_day(date) ? 1 : 0;
  return count;
}

}  // namespace motcua::calendar
