#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "reporting/domain/cells.hpp"
#include "reporting/domain/facts.hpp"

namespace motcua::reporting::judge {

/// The slow judge of every report, written apart from it: reads the whole list of facts and asks each dossier how it
/// stood. Knows nothing of spans, deltas, months or tables.
struct Recount {
  std::map<Cell, std::set<RecordId>> records;  ///< behind each cell
  std::int64_t supplements = 0;                ///< asked for until the resolution of those resolved in the period
  std::map<Trip, std::int64_t> trips;          ///< made in the period
  /// How long each of those resolved in the period took that tells it, by procedure; in no order.
  std::map<std::string, std::map<Unit, std::vector<std::int64_t>>> took;
};

/// The facts of one dossier, in their order, without what a correction says was not so, and with what it says instead.
std::vector<Fact> as_it_stands(const std::vector<Fact>& facts);

/// `facts`: those of one dossier in their order. `concerns` picks dossiers. `known`: nothing learnt after this day
/// counts.
Recount recount(const std::vector<Fact>& facts, const std::function<bool(const About&)>& concerns, core::Date from,
                core::Date as_of, std::optional<core::Date> known);

/// The sizes of its cells, and its sums.
Cells cells_of(const Recount& recount);

}  // namespace motcua::reporting::judge
