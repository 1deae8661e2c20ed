#pragma once

#include <optional>

#include "core/result.hpp"
#include "dossiers/domain/events.hpp"

/// What events do to a clock. All of it follows from the calendar, the limit and the moments.
namespace motcua::dossiers::clock {

/// A clock with the due date that it runs towards: of a dossier, or of a step of a linked procedure.
struct Timer {
  Clock clock;
  core::Date due;
  core::Instant due_at;
};
/// Nothing before acceptance.
std::optional<Timer> timer_of(const Dossier& dossier);
Timer timer_of(const Step& step);

/// Which days and hours count.
struct Counting {
  const calendar::Calendar& calendar;
  const calendar::Reception& reception;
};

using Stop = core::Result<std::optional<ClockStopped>, calendar::NotCovered>;
using Resumption = core::Result<std::optional<ClockResumed>, calendar::NotCovered>;

/// The due date has run out at that moment: standing still would help nobody any more.
bool expired(const Timer& timer, core::Instant moment);

/// What the clock has counted until that moment, in the unit of its limit; more than the limit when it is late.
core::Result<std::int64_t, calendar::NotCovered> counted_by(const Clock& clock, core::Instant moment,
                                                            const Counting& counting);

/// How much of the limit is used up at that moment; never more than the limit.
core::Result<std::int64_t, calendar::NotCovered> used_by(const Clock& clock, core::Instant moment,
                                                         const Counting& counting);

/// Nothing when it stands already, or has run out: what is late stays late.
Stop stopped(const Timer& timer, core::Instant moment, const Counting& counting);

/// From where it stood; nothing when it does not stand.
Resumption resumed(const Timer& timer, core::Instant moment, const Counting& counting);

/// From that moment, as if no more than `used` of the limit had been used.
Resumption restarted(const Timer& timer, core::Instant moment, std::int64_t used, const Counting& counting);

/// The present stretch counted again; nothing when it stands or the due date stays what it is.
Resumption recounted(const Timer& timer, const Counting& counting);

}  // namespace motcua::dossiers::clock
