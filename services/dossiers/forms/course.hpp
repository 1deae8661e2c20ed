#pragma once

#include <span>
#include <string>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "outbox/history.hpp"

namespace motcua::dossiers::forms {

/// The rows of a control slip, from a dossier's whole history: number, the unit that did it, what, when, the due time
/// that it leaves, the result. Without notices and what the clock does by itself, and without a word that an officer
/// typed.
std::vector<std::vector<std::string>> course_of(std::span<const outbox::HistoryRow> history,
                                                const catalogue::Catalogue& catalogue);

}  // namespace motcua::dossiers::forms
