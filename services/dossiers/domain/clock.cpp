#include "dossiers/domain/clock.hpp"

#include <algorithm>

namespace motcua::dossiers::clock {
namespace {

using Resumed = core::Result<std::optional<ClockResumed>, calendar::NotCovered>;

Resumed towards(core::Instant since, const calendar::Allowance& limit, std::int64_t used,
                const calendar::Calendar& calendar, const calendar::Reception& reception) {
  auto due = calendar.due_after(since, {limit.mode, limit.amount - used}, reception);
  if (!due) return due.error();
  return std::optional{ClockResumed{std::move(due).value(), used}};
}

}  // namespace

bool expired(const Dossier& dossier, core::Instant moment) {
  if (dossier.clock->limit.mode == calendar::Mode::hour) return moment > dossier.deadline->at;
  return core::vietnam_date(moment) > dossier.deadline->date;
}

core::Result<std::optional<ClockStopped>, calendar::NotCovered> stopped(const Dossier& dossier, core::Instant moment,
                                                                        const calendar::Calendar& calendar,
                                                                        const calendar::Reception& reception) {
  if (!dossier.clock || !dossier.clock->running || expired(dossier, moment)) return std::optional<ClockStopped>{};
  const Clock& clock = *dossier.clock;
  const auto stretch = calendar.used_between(clock.since, moment, clock.limit.mode, reception);
  if (!stretch) return stretch.error();
  // A calendar that changed since the due date was counted may find more days than there were to use.
  return std::optional{ClockStopped{std::min(clock.limit.amount, clock.used + stretch->amount)}};
}

Resumed resumed(const Dossier& dossier, core::Instant moment, const calendar::Calendar& calendar,
                const calendar::Reception& reception) {
  if (!dossier.clock || dossier.clock->running) return std::optional<ClockResumed>{};
  return towards(moment, dossier.clock->limit, dossier.clock->used, calendar, reception);
}

Resumed restarted(const Dossier& dossier, core::Instant moment, const calendar::Calendar& calendar,
                  const calendar::Reception& reception) {
  if (!dossier.clock) return std::optional<ClockResumed>{};
  return towards(moment, dossier.clock->limit, 0, calendar, reception);
}

Resumed recounted(const Dossier& dossier, const calendar::Calendar& calendar, const calendar::Reception& reception) {
  if (!dossier.clock || !due_runs(dossier)) return std::optional<ClockResumed>{};
  auto again = towards(dossier.clock->since, dossier.clock->limit, dossier.clock->used, calendar, reception);
  if (!again) return again;
  const calendar::Due& due = (*again)->due;
  if (due.date == dossier.deadline->date && due.closes == dossier.deadline->at) return std::optional<ClockResumed>{};
  return again;
}

}  // namespace motcua::dossiers::clock
