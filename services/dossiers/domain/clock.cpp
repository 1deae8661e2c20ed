#include "dossiers/domain/clock.hpp"

#include <algorithm>

namespace motcua::dossiers::clock {
namespace {

Resumption towards(core::Instant since, const calendar::Allowance& limit, std::int64_t used, const Counting& counting) {
  auto due = counting.calendar.due_after(since, {limit.mode, limit.amount - used}, counting.reception);
  if (!due) return due.error();
  return std::optional{ClockResumed{std::move(due).value(), used}};
}

}  // namespace

std::optional<Timer> timer_of(const Dossier& dossier) {
  if (!dossier.clock) return std::nullopt;
  return Timer{*dossier.clock, dossier.deadline->date, dossier.deadline->at};
}

Timer timer_of(const Step& step) { return {step.clock, step.due, step.due_at}; }

bool expired(const Timer& timer, core::Instant moment) {
  if (timer.clock.limit.mode == calendar::Mode::hour) return moment > timer.due_at;
  return core::vietnam_date(moment) > timer.due;
}

core::Result<std::int64_t, calendar::NotCovered> counted_by(const Clock& clock, core::Instant moment,
                                                            const Counting& counting) {
  if (!clock.running) return clock.used;
  const auto stretch = counting.calendar.used_between(clock.since, moment, clock.limit.mode, counting.reception);
  if (!stretch) return stretch.error();
  return clock.used + stretch->amount;
}

core::Result<std::int64_t, calendar::NotCovered> used_by(const Clock& clock, core::Instant moment,
                                                         const Counting& counting) {
  const auto counted = counted_by(clock, moment, counting);
  if (!counted) return counted.error();
  // A calendar that changed since the due date was counted may find more days than there were to use.
  return std::min(clock.limit.amount, *counted);
}

Stop stopped(const Timer& timer, core::Instant moment, const Counting& counting) {
  if (!timer.clock.running || expired(timer, moment)) return std::optional<ClockStopped>{};
  const auto used = used_by(timer.clock, moment, counting);
  if (!used) return used.error();
  return std::optional{ClockStopped{*used}};
}

Resumption resumed(const Timer& timer, core::Instant moment, const Counting& counting) {
  if (timer.clock.running) return std::optional<ClockResumed>{};
  return towards(moment, timer.clock.limit, timer.clock.used, counting);
}

Resumption restarted(const Timer& timer, core::Instant moment, std::int64_t used, const Counting& counting) {
  return towards(moment, timer.clock.limit, used, counting);
}

Resumption recounted(const Timer& timer, const Counting& counting) {
  if (!timer.clock.running) return std::optional<ClockResumed>{};
  auto again = towards(timer.clock.since, timer.clock.limit, timer.clock.used, counting);
  if (!again) return again;
  const calendar::Due& due = (*again)->due;
  if (due.date == timer.due && due.closes == timer.due_at) return std::optional<ClockResumed>{};
  return again;
}

}  // namespace motcua::dossiers::clock
