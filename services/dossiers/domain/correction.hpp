#pragma once

#include "core/result.hpp"
#include "dossiers/domain/decide.hpp"

/// Wrong facts put right: what was told stays in history, superseded, and what follows from it is told again.
namespace motcua::dossiers::correction {

/// `facts.rules` are those in force at the corrected moment.
core::Result<AcceptanceCorrected, Refusal> decided(const Dossier& dossier, const CorrectAcceptance& order,
                                                   const Facts& facts);
core::Result<UnitCorrected, Refusal> decided(const Dossier& dossier, const CorrectUnit& order);
core::Result<DossierAnnulled, Refusal> decided(const Dossier& dossier, const AnnulDossier& order);

}  // namespace motcua::dossiers::correction
