#pragma once

#include "calendar/calendar.hpp"
#include "dossiers/domain/dossier.hpp"

namespace motcua::dossiers::deadlines {

/// The first deadline of a dossier: the legal one and the original one are the same, nothing is promised.
Deadline first(const calendar::Due& due, std::int64_t explained_by);

/// The same dossier under another legal date; the original and the promised one stay.
Deadline moved(Deadline before, const calendar::Due& due, std::int64_t explained_by);

/// By the civil day on which the result was ready: before the due day early, on it on time, after it overdue
/// (domain rules 1.9, "early vs on time": by day). Where hours are counted it is overdue after the due moment.
Timeliness timeliness(core::Instant resolved, core::Date due, core::Instant due_at, calendar::Mode mode);

}  // namespace motcua::dossiers::deadlines
