#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace motcua::calendar {

/// How a limit is counted (domain rules 1.7, 1.9): in working days, in working time, or in days of any kind.
/// Named in the catalogue, in events and in answers: append only, never rename.
enum class Mode { day, hour, calendar };
/// `DAY`, `HOUR`, `CALENDAR`.
const char* name_of(Mode mode);
std::optional<Mode> mode_named(std::string_view word);

/// A length of counted time. Never negative, and as long as one likes: what no calendar holds is NotCovered.
struct Allowance {
  Mode mode = Mode::day;
  std::int64_t amount = 0;  ///< DAY: working days. HOUR: working minutes. CALENDAR: days of any kind
  bool operator==(const Allowance&) const = default;
};

/// Until when a day takes receipts, both to the very moment; as a procedure's version says. Not asked in CALENDAR mode.
struct Reception {
  /// Of a working day, since midnight; nothing: the end of its last session.
  std::optional<std::chrono::minutes> cut_off;
  /// Of a Saturday of weekly rest that is no holiday, since midnight; nothing: it takes none. Receivable, never counted
  /// (Decision 14/2010/QĐ-TTg).
  std::optional<std::chrono::minutes> saturday_until;
  bool operator==(const Reception&) const = default;
};

/// Why a day differs from its place in the week.
enum class SpecialKind { statutory, compensatory, swap, makeup };

struct SpecialDay {
  core::Date date;
  SpecialKind kind;
  std::string reason;  ///< shown to people in a deadline's explanation
};

/// A stretch of the working day, as time since midnight in Vietnam. What happens exactly at its close is still in time.
struct Session {
  std::chrono::minutes opens;
  std::chrono::minutes closes;
};

/// The days of every week on which nobody works, from a day on, until the next rule.
struct WeeklyRest {
  core::Date valid_from;
  std::vector<std::chrono::weekday> days;
};

/// The hours of a working day, from a day on, until the next rule.
struct WorkingHours {
  core::Date valid_from;
  std::vector<Session> sessions;
};

/// Some of the time of one day.
struct Stretch {
  core::Instant from;
  core::Instant until;
  bool operator==(const Stretch&) const = default;
};

/// A day of a deadline's explanation; in HOUR mode a session that was counted, or a day that was not.
struct ExplainedDay {
  core::Date date;
  bool counted;
  std::string reason;  ///< stable code: see reasons.hpp; with the holiday's own name after a colon
  std::optional<Stretch> stretch = std::nullopt;  ///< HOUR, counted: the working time used; they add up to the limit
  bool operator==(const ExplainedDay&) const = default;
};

/// A due date with the derivation that leads to it: from it alone a clerk can redo the sum.
struct Due {
  core::Date date;          ///< the last day; overdue from the next day on
  core::Instant closes;     ///< what people are shown: end of that day's last session; HOUR: the very moment
  core::Date counted_from;  ///< day of receipt after normalisation; excluded, but in HOUR mode
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
  /// The rules ascend, the first of each kind holds on `first_day` already, no hours are without a session, and
  /// sessions lie within their day, ascend and do not overlap (std::invalid_argument). The catalogue, which reads them,
  /// tells it better.
  Calendar(std::string version, core::Date first_day, core::Date last_day, std::vector<SpecialDay> special_days,
           std::vector<WeeklyRest> weekly_rest, std::vector<WorkingHours> hours);

  const std::string& version() const { return version_; }
  core::Date first_day() const { return first_day_; }
  core::Date last_day() const { return last_day_; }
  bool covers(core::Date date) const { return first_day_ <= date && date <= last_day_; }

  // Questions about days throw std::out_of_range outside [first_day, last_day].
  bool is_working_day(core::Date date) const;
  /// Working days in [from, to].
  int working_days_between(core::Date from, core::Date to) const;
  /// Counted when it is a working day, with the reason for that.
  ExplainedDay explain(core::Date date) const;
  /// The hours of that day if it is worked.
  const std::vector<Session>& sessions_on(core::Date date) const;

  /// When an allowance ends that begins with a receipt (Civil Code 2015 arts. 147-148; domain rules 1.7).
  ///   DAY       The day of receipt is excluded, then working days are counted.
  ///   HOUR      Sessions are added up from the receipt on, to the millisecond. What ends with a session is due at its
  ///             close, not when the next one opens.
  ///   CALENDAR  The day of receipt is excluded, then every day is counted.
  /// For DAY and HOUR a receipt on a day that takes none, or too late for one that does (see Reception), is taken as
  /// received on the next day that takes any. For HOUR nothing is in time after the last session, whatever the cut-off;
  /// before the first session and at lunch the clock waits for the next one. A CALENDAR day lasts until 24:00.
  /// Nothing is due on a day off: a period that would end on one ends with the next working day. So may CALENDAR, and 0
  /// received on a Saturday; any other 0 is due on the day of receipt, by the hour at its first moment of work.
  /// NotCovered names the first day that the sum needs and does not find. Throws std::invalid_argument when the limit
  /// is negative.
  core::Result<Due, NotCovered> due_after(core::Instant received, const Allowance& limit,
                                          const Reception& reception = {}) const;

  /// How much of an allowance that began with that receipt is used up at `until`, for a clock that pauses (domain rules
  /// 1.9). What is left is due_after the moment when it goes on.
  ///   DAY       Working days after the day of receipt up to the day of `until`: as the day on which a clock goes on is
  ///             excluded, the one on which it stops is used.
  ///   HOUR      Whole minutes of working time; a minute begun is not used.
  ///   CALENDAR  Days after the day of receipt up to the day of `until`.
  /// 0 when `until` comes before all that. May be more than the limit was. NotCovered for either end.
  core::Result<Allowance, NotCovered> used_between(core::Instant received, core::Instant until, Mode mode,
                                                   const Reception& reception = {}) const;

 private:
  void expect_covered(core::Date date) const;
  bool rests(core::Date date) const;

  std::string version_;
  core::Date first_day_;
  core::Date last_day_;
  std::map<core::Date, SpecialDay> special_days_;
  std::vector<WeeklyRest> weekly_rest_;
  std::vector<WorkingHours> hours_;
};

}  // namespace motcua::calendar
