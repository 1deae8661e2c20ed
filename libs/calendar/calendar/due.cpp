#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "calendar/calendar.hpp"
#include "calendar/reasons.hpp"

namespace motcua::calendar {
namespace {

using core::Date;
using core::Instant;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr std::chrono::days one_day{1};

constexpr std::array<std::pair<Mode, const char*>, 3> modes{
    {{Mode::day, "DAY"}, {Mode::hour, "HOUR"}, {Mode::calendar, "CALENDAR"}}};

NotCovered not_covered(const Calendar& calendar, Date date) {
  return {date, calendar.first_day(), calendar.last_day()};
}

minutes closing_time(const Calendar& calendar, Date date) { return calendar.sessions_on(date).back().closes; }

/// A holiday that falls on a Saturday has a reason of its own, and nobody receives on it.
bool is_saturday_of_rest(const Calendar& calendar, Date date) {
  return std::chrono::weekday{date} == std::chrono::Saturday && calendar.explain(date).reason == reasons::weekend;
}

/// Until when that day takes receipts; nothing when it takes none.
std::optional<minutes> receives_until(const Calendar& calendar, Date date, Mode mode, const Reception& reception) {
  if (calendar.is_working_day(date)) {
    const minutes closes = closing_time(calendar, date);
    const minutes cut_off = reception.cut_off.value_or(closes);
    return mode == Mode::hour ? std::min(cut_off, closes) : cut_off;
  }
  return is_saturday_of_rest(calendar, date) ? reception.saturday_until : std::nullopt;
}

/// The day for which a receipt counts.
core::Result<Date, NotCovered> day_of_receipt(const Calendar& calendar, Instant received, Mode mode,
                                              const Reception& reception) {
  Date date = core::vietnam_date(received);
  if (!calendar.covers(date)) return not_covered(calendar, date);
  if (mode == Mode::calendar) return date;
  const auto latest = receives_until(calendar, date, mode, reception);
  if (latest && core::vietnam_time_of_day(received) <= *latest) return date;
  // A Saturday that receives takes what came on Friday night, too: who comes earlier is never due later.
  do {
    date += one_day;
    if (!calendar.covers(date)) return not_covered(calendar, date);
  } while (!receives_until(calendar, date, mode, reception));
  return date;
}

/// From the day on which something came to the day on which it is taken as received, none of them counted.
std::vector<ExplainedDay> explain_receipt(const Calendar& calendar, Date came, Date taken) {
  const bool worked = calendar.is_working_day(came);
  if (came == taken) return {{came, false, worked ? reasons::received : reasons::received_on_saturday}};
  std::vector<ExplainedDay> days;
  days.push_back(worked ? ExplainedDay{came, false, reasons::received_after_hours} : calendar.explain(came));
  for (Date date = came + one_day; date < taken; date += one_day) days.push_back(calendar.explain(date));
  days.push_back({taken, false, reasons::taken_as_received});
  return days;
}

/// A period that would end on a day off ends with the next working day (Civil Code 2015 art. 148).
core::Result<Due, NotCovered> ended(const Calendar& calendar, Due due) {
  due.date = due.days.back().date;
  if (!calendar.is_working_day(due.date)) {
    for (due.date += one_day; calendar.covers(due.date) && !calendar.is_working_day(due.date); due.date += one_day) {
      due.days.push_back(calendar.explain(due.date));
    }
    if (!calendar.covers(due.date)) return not_covered(calendar, due.date);
    due.days.push_back({due.date, false, reasons::next_working_day});
  }
  due.closes = core::vietnam_instant(due.date, closing_time(calendar, due.date));
  return due;
}

/// Goes on from a due date that is explained up to the day of receipt; so do the two below.
core::Result<Due, NotCovered> after_working_days(const Calendar& calendar, Due due, std::int64_t limit) {
  Date date = due.counted_from;
  for (std::int64_t counted = 0; counted < limit;) {
    date += one_day;
    if (!calendar.covers(date)) return not_covered(calendar, date);
    const ExplainedDay& day = due.days.emplace_back(calendar.explain(date));
    counted += day.counted ? 1 : 0;
  }
  return ended(calendar, std::move(due));
}

core::Result<Due, NotCovered> after_calendar_days(const Calendar& calendar, Due due, std::int64_t limit) {
  Date date = due.counted_from;
  for (std::int64_t counted = 0; counted < limit; ++counted) {
    date += one_day;
    if (!calendar.covers(date)) return not_covered(calendar, date);
    due.days.push_back({date, true, reasons::calendar_day});
  }
  return ended(calendar, std::move(due));
}

/// The working time of one day between two moments, by session.
std::vector<Stretch> working_time(const Calendar& calendar, Date date, Instant from, Instant until) {
  std::vector<Stretch> stretches;
  if (!calendar.is_working_day(date)) return stretches;
  for (const Session& session : calendar.sessions_on(date)) {
    const Stretch worked{std::max(from, core::vietnam_instant(date, session.opens)),
                         std::min(until, core::vietnam_instant(date, session.closes))};
    if (worked.from < worked.until) stretches.push_back(worked);
  }
  return stretches;
}

/// The first moment of a working day, from a moment before its close on, at which somebody works.
Instant first_at_work(const Calendar& calendar, Date date, Instant from) {
  for (const Session& session : calendar.sessions_on(date)) {
    if (from <= core::vietnam_instant(date, session.closes)) {
      return std::max(from, core::vietnam_instant(date, session.opens));
    }
  }
  throw std::logic_error{"a receipt after hours counts for the next working day"};
}

core::Result<Due, NotCovered> at_once(const Calendar& calendar, Due begun, Instant from) {
  auto due = ended(calendar, std::move(begun));
  if (due) due.value().closes = first_at_work(calendar, due->date, std::max(from, core::vietnam_instant(due->date)));
  return due;
}

core::Result<Due, NotCovered> after_working_time(const Calendar& calendar, Due due, Instant received, minutes limit) {
  // A receipt that is taken for a later day finds that day whole.
  const Instant from = std::max(received, core::vietnam_instant(due.counted_from));
  if (limit == minutes{0}) return at_once(calendar, std::move(due), from);

  milliseconds left = limit;
  for (Date date = due.counted_from; left > milliseconds{0}; date += one_day) {
    if (!calendar.covers(date)) return not_covered(calendar, date);
    const ExplainedDay day = calendar.explain(date);
    if (date != due.counted_from) due.days.push_back(day);
    const std::vector<Stretch> sessions = working_time(calendar, date, from, Instant::max());
    // What is counted of a day stands for the day.
    if (!sessions.empty()) due.days.pop_back();
    for (const Stretch& session : sessions) {
      if (left == milliseconds{0}) break;
      due.closes = std::min(session.until, session.from + left);
      due.days.push_back({date, true, day.reason, Stretch{session.from, due.closes}});
      left -= due.closes - session.from;
    }
  }
  due.date = due.days.back().date;
  return due;
}

minutes worked_between(const Calendar& calendar, Instant from, Instant until) {
  milliseconds worked{0};
  for (Date date = core::vietnam_date(from); date <= core::vietnam_date(until); date += one_day) {
    for (const Stretch& session : working_time(calendar, date, from, until)) worked += session.until - session.from;
  }
  return std::chrono::floor<minutes>(worked);
}

}  // namespace

const char* name_of(Mode mode) {
  for (const auto& [one, word] : modes) {
    if (one == mode) return word;
  }
  throw std::logic_error{"a way of counting that nobody named"};
}

std::optional<Mode> mode_named(std::string_view word) {
  for (const auto& [mode, name] : modes) {
    if (name == word) return mode;
  }
  return std::nullopt;
}

core::Result<Due, NotCovered> Calendar::due_after(Instant received, const Allowance& limit,
                                                  const Reception& reception) const {
  if (limit.amount < 0) throw std::invalid_argument{"a limit is never negative"};
  const auto first = day_of_receipt(*this, received, limit.mode, reception);
  if (!first) return first.error();

  Due due;
  due.counted_from = *first;
  due.calendar_version = version_;
  if (limit.mode == Mode::calendar) {
    due.days.push_back({*first, false, reasons::received});
    return after_calendar_days(*this, std::move(due), limit.amount);
  }
  due.days = explain_receipt(*this, core::vietnam_date(received), *first);
  if (limit.mode == Mode::day) return after_working_days(*this, std::move(due), limit.amount);
  // More than all there is might be too much for a clock that counts milliseconds.
  if (limit.amount > minutes{last_day_ - first_day_ + one_day}.count()) return not_covered(*this, last_day_ + one_day);
  return after_working_time(*this, std::move(due), received, minutes{limit.amount});
}

core::Result<Allowance, NotCovered> Calendar::used_between(Instant received, Instant until, Mode mode,
                                                           const Reception& reception) const {
  const auto first = day_of_receipt(*this, received, mode, reception);
  if (!first) return first.error();
  const Date last = core::vietnam_date(until);
  if (!covers(last)) return not_covered(*this, last);

  switch (mode) {
    case Mode::day: return Allowance{mode, working_days_between(*first + one_day, last)};
    case Mode::calendar: return Allowance{mode, std::max<std::int64_t>(0, (last - *first).count())};
    case Mode::hour: break;
  }
  return Allowance{mode, worked_between(*this, std::max(received, core::vietnam_instant(*first)), until).count()};
}

}  // namespace motcua::calendar
