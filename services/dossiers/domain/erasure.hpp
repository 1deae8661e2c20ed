#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "dossiers/domain/commands.hpp"
#include "dossiers/domain/events.hpp"
#include "dossiers/domain/refusal.hpp"

/// Whoever a closed dossier was about is forgotten, by the catalogue's policy or because they asked (Law 91/2025/QH15).
namespace motcua::dossiers::erasure {

/// The last day on which people are kept: the same day of the year `years` later, 1 March where that would be 29
/// February.
core::Date last_day_kept(core::Date closed_on, int years);

/// The erasure at that moment, or why there is none: the dossier is not closed, its people are erased already, or the
/// policy keeps them still.
core::Result<PeopleErased, Refusal> decided(const Dossier& dossier, const ErasePeople& order, core::Instant moment);

}  // namespace motcua::dossiers::erasure
