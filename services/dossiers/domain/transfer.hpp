#pragma once

#include "core/result.hpp"
#include "dossiers/domain/commands.hpp"
#include "dossiers/domain/events.hpp"
#include "dossiers/domain/refusal.hpp"

/// Units end, and what they had in hand goes on elsewhere (domain rules 6.3): owner moves, number and dates stay.
namespace motcua::dossiers::transfer {

/// What moves, or why nothing does: the dossier is closed, its unit is still in force, nobody has decided about a unit
/// that was split, or the unit meant is no successor.
core::Result<DossierTransferred, Refusal> decided(const Dossier& dossier, const TransferDossier& order);

}  // namespace motcua::dossiers::transfer
