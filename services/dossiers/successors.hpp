#pragma once

#include <vector>

#include "catalogue/units.hpp"
#include "core/time.hpp"
#include "dossiers/domain/commands.hpp"

namespace motcua::dossiers {

/// Of the units that have a dossier in hand those that have ended by `day`, with what became of each.
///
/// Its successors are the units in force on `day` that continue it, through all mergers until then. A unit that nothing
/// continues, as a district, is followed through those that lay under it, and the one above it may have its dossiers
/// too; as a whole no unit continues it.
std::vector<EndedUnit> ended_units(const Dossier& dossier, const catalogue::Units& units, core::Date day);

/// The units whose last day was the one before `day`, by id.
std::vector<core::UnitId> units_that_ended_on(core::Date day, const catalogue::Units& units);

}  // namespace motcua::dossiers
