#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "reporting/domain/cells.hpp"
#include "reporting/domain/facts.hpp"

namespace motcua::reporting::judge {

/// The slow judge of every report, written apart from it: reads the whole list of facts and asks each dossier how it
/// stood. Knows nothing of spans, deltas, months or tables.
using Recount = std::map<Cell, std::set<RecordId>>;

/// `facts`: those of one dossier in their order. `concerns` picks dossiers. `known`: nothing learnt after this day
/// counts.
Recount recount(const std::vector<Fact>& facts, const std::function<bool(const About&)>& concerns, core::Date from,
                core::Date as_of, std::optional<core::Date> known);

/// The sizes of its cells.
Cells cells_of(const Recount& recount);

}  // namespace motcua::reporting::judge
