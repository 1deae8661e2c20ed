#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reporting/reports.hpp"
#include "reporting/store/counts.hpp"

namespace motcua::reporting {

/// The units whose dossiers or steps the question is about, and to which row each belongs.
Attributed attribute(store::Transaction& tx, const Standing& standing);

/// Everything in a report but what it stands on.
Report figures(store::Transaction& tx, const Standing& standing);

/// The cells of what is each of these units' own, by unit id; of one procedure, field or channel when narrowed.
std::map<std::string, Cells> cells_by_unit(store::Transaction& tx, const Standing& standing,
                                           const std::vector<core::UnitId>& units,
                                           const std::optional<Narrowing>& narrowing);

/// By the catalogue; the id alone when the catalogue knows the unit no longer.
UnitName name_of(const catalogue::Units& units, const core::UnitId& id);

}  // namespace motcua::reporting
