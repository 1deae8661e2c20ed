#pragma once

#include "dossiers/contracts/corrections.hpp"
#include "dossiers/contracts/members.hpp"

namespace motcua::dossiers::contracts::members {

/// Parts of `parse`; all throw Unreadable.
AcceptanceCorrected acceptance_corrected_in(const Object& data);
UnitCorrected unit_corrected_in(const Object& data);
Annulled annulled_in(const Object& data);

}  // namespace motcua::dossiers::contracts::members
