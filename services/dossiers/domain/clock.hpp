#pragma once

#include <optional>

#include "core/result.hpp"
#include "dossiers/domain/events.hpp"

/// What events do to a dossier's clock. All of it follows from the calendar, the limit and the moments.
namespace motcua::dossiers::clock {

/// The due date has run out at that moment: standing still would help nobody any more.
bool expired(const Dossier& dossier, core::Instant moment);

/// Nothing when there is no clock that runs, or when it has run out: what is late stays late.
core::Result<std::optional<ClockStopped>, calendar::NotCovered> stopped(const Dossier& dossier, core::Instant moment,
                                                                        const calendar::Calendar& calendar,
                                                                        const calendar::Reception& reception);

/// From where it stood; nothing when it does not stand.
core::Result<std::optional<ClockResumed>, calendar::NotCovered> resumed(const Dossier& dossier, core::Instant moment,
                                                                        const calendar::Calendar& calendar,
                                                                        const calendar::Reception& reception);

/// With the whole limit again; nothing when there is no clock yet.
core::Result<std::optional<ClockResumed>, calendar::NotCovered> restarted(const Dossier& dossier, core::Instant moment,
                                                                          const calendar::Calendar& calendar,
                                                                          const calendar::Reception& reception);

/// The present stretch counted again; nothing when the clock stands or the due date stays what it is.
core::Result<std::optional<ClockResumed>, calendar::NotCovered> recounted(const Dossier& dossier,
                                                                          const calendar::Calendar& calendar,
                                                                          const calendar::Reception& reception);

}  // namespace motcua::dossiers::clock
