#pragma once

#include "dossiers/domain/events.hpp"

namespace motcua::dossiers {

/// The state after one more event. Refuses nothing: what is in history has happened.
Dossier evolve(Dossier dossier, const Happening& happening);

}  // namespace motcua::dossiers
