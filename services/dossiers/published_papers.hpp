#pragma once

#include "dossiers/contracts/events.hpp"
#include "dossiers/domain/events.hpp"

/// Events of papers as files, to what is published and back; published.cpp finds them among the others.
namespace motcua::dossiers::published {

contracts::Event contract_of(const PaperAdded& event, const Happening& happening, const Dossier& after);
contracts::Event contract_of(const PaperWithdrawn& event, const Happening& happening, const Dossier& after);

Event event_of(const contracts::PaperAdded& in, const DossierId& id);
Event event_of(const contracts::PaperWithdrawn& in, const DossierId& id);

}  // namespace motcua::dossiers::published
