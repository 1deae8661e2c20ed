#pragma once

#include "dossiers/import_line.hpp"

namespace motcua::dossiers {

/// Where a line says something else than is known, as a JSON pointer into the line; null when it agrees. What it leaves
/// out contradicts nothing. Something new is taken only where history can still take it: a moment that follows.
const char* contradiction(const ImportLine& told, const Dossier& known);
/// Who applied was settled at registration, so something new about them is refused like something else.
bool contradict(const ApplicantDetails& told, const ApplicantDetails& known);

}  // namespace motcua::dossiers
