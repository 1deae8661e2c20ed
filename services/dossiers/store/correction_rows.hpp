#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/domain/dossier.hpp"

namespace motcua::dossiers::rows {

/// A dossier's corrections as one column holds them; nothing for none. Read back by the other.
std::optional<std::string> text_of(const std::vector<Correction>& corrections);
std::vector<Correction> corrections_in(const std::optional<std::string>& text);

}  // namespace motcua::dossiers::rows
