#pragma once

#include "dossiers/contracts/corrections.hpp"
#include "dossiers/domain/events.hpp"

/// Corrections in both words; the rest of published.hpp.
namespace motcua::dossiers::published {

contracts::AcceptanceCorrected contract_of(const AcceptanceCorrected& event, const Happening& happening,
                                           const Dossier& after);
contracts::UnitCorrected contract_of(const UnitCorrected& event, const Happening& happening, const Dossier& after);
contracts::Annulled contract_of(const DossierAnnulled& event, const Happening& happening, const Dossier& after);

Event event_of(const contracts::AcceptanceCorrected& in, const DossierId& id);
Event event_of(const contracts::UnitCorrected& in, const DossierId& id);
Event event_of(const contracts::Annulled& in, const DossierId& id);

}  // namespace motcua::dossiers::published
