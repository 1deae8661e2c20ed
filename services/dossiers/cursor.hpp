#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dossiers/store/walk.hpp"

namespace motcua::dossiers::cursor {

/// Opaque to clients: where a list stands, and a digest of what it asked for, so that it goes on with the same question
/// only. It grants nothing and says nothing of the caller: the units that they see are applied anew on each page.
std::string write(const rows::Position& position, const rows::Filter& filter);
std::optional<rows::Position> read(std::string_view cursor, const rows::Filter& filter);

}  // namespace motcua::dossiers::cursor
