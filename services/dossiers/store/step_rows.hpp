#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/domain/dossier.hpp"

namespace motcua::dossiers::rows {

/// The steps of a linked dossier as one column holds them: they are read and written with their dossier and looked for
/// by nobody. The same text for the same steps; nothing when there are none.
std::optional<std::string> text_of(const std::vector<Step>& steps);
/// Throws for a text that `text_of` has not written.
std::vector<Step> steps_in(const std::optional<std::string>& text);

}  // namespace motcua::dossiers::rows
