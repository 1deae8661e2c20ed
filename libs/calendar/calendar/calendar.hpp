#pragma once

#include <chrono>
#include <compare>
#include <map>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace motcua::calendar {

/// A count of working days; not a count of days.
class WorkingDays {
 public:
  explicit constexpr WorkingDays(int count) : count_{count} {}
  constexpr int count() const { return count_; }
  auto operator<=>(const WorkingDays&) const = default;

 private:
  int count_;
};

/// Why a day differs from its place in the week.
enum class SpecialKind { statutory, compensatory, swap, makeup };

struct SpecialDay {
  core::Date date;
  SpecialKind kind;
  std::string reason;  ///< shown to people in a deadline's explanation
};

/// A stretch of the working day, as time since midnight in Vietnam: [opens, closes).
struct Session {
  std::chrono::minutes opens;
  std::chrono::minutes closes;
};

/// The days of every week on which nobody works, from a day on, until the next rule.
struct WeeklyRest {
  core::Date valid_from;
  std::vector<std::chrono::weekday> days;
};

/// The hours of a working day, from a day on, until the next rule. They ascend and do not overlap.
struct WorkingHours {
  core::Date valid_from;
  std::vector<Session> sessions;
};

/// A day of a deadline's explanation.
struct ExplainedDay {
  core::Date date;
  bool counted;
  std::string reason;  ///< stable code: see reasons in calendar.cpp; with the holiday's own name after a colon
  bool operator==(const ExplainedDay&) const = default;
};

/// A due date with the derivation that leads to it: from it alone a clerk can redo the sum.
struct Due {
  core::Date date;          ///< the last day; overdue from the next day on
  core::Instant closes;     ///< end of the last session of that day: what people are shown
  core::Date counted_from;  ///< day of receipt after normalisation; itself not counted
  std::string calendar_version;
  std::vector<ExplainedDay> days;  ///< every day from the day of receipt to the due date, in order
  bool operator==(const Due&) const = default;
};

/// The calendar says nothing about this day: it lies outside [first_day, last_day].
struct NotCovered {
  core::Date date;
  core::Date first_day;
  core::Date last_day;
};

/// Which days are worked and when the office is open. Immutable; safe to share between threads.
class Calendar {
 public:
  /// The rules ascend, the first of each kind holds on `first_day` already, and no hours are without a session
  /// (std::invalid_argument). The catalogue, which reads them, tells it better.
  Calendar(std::string version, core::Date first_day, core::Date last_day, std::vector<SpecialDay> special_days,
           std::vector<WeeklyRest> weekly_rest, std::vector<WorkingHours> hours);

  const std::string& version() const { return version_; }
  core::Date first_day() const { return first_day_; }
  core::Date last_day() const { return last_day_; }

  /// Throws std::out_of_range outside [first_day, last_day].
  bool is_working_day(core::Date date) const;
  /// Working days in [from, to]; both inside the calendar.
  int working_days_between(core::Date from, core::Date to) const;

  /// DAY mode (Civil Code 2015 arts. 147-148; domain rules 1.7): the first day is excluded, then `limit` working days
  /// are counted. Receipt on a day off or after the last session is taken as received at the start of the next working
  /// day; exactly at its close, at lunch or before the first session it counts for that day. `limit` of 0 ends on the
  /// (normalised) day of receipt. Throws std::invalid_argument when `limit` is negative.
  core::Result<Due, NotCovered> due_after(core::Instant received, WorkingDays limit) const;

 private:
  bool covers(core::Date date) const;
  bool rests(core::Date date) const;
  std::chrono::minutes closing_time(core::Date date) const;
  ExplainedDay explain(core::Date date) const;

  std::string version_;
  core::Date first_day_;
  core::Date last_day_;
  std::map<core::Date, SpecialDay> special_days_;
  std::vector<WeeklyRest> weekly_rest_;
  std::vector<WorkingHours> hours_;
};

}  // namespace motcua::calendar
