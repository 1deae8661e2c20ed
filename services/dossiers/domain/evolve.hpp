#pragma once

#include "dossiers/domain/events.hpp"

namespace motcua::dossiers {

/// The state after one more event. Refuses nothing: what is in history has happened.
Dossier evolve(Dossier dossier, const Happening& happening);

/// Something happened to the dossier: its moments ascend. Not so of notices and corrections, which are ours.
bool is_of_the_dossier(const Event& event);

}  // namespace motcua::dossiers
