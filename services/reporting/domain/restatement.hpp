#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "reporting/domain/cells.hpp"

namespace motcua::reporting {

/// Where a report says a figure.
struct FigureName {
  enum class Line { total, row, not_attributable };
  Line line;
  std::string key;                                      ///< of the row; empty for the total
  std::string cell;                                     ///< by its path, `resolved.on_time`
  auto operator<=>(const FigureName&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 misreads <=>
};

/// The figures of a report that are not 0. A row that is not there is one of zeros. What is worked out of them (rates,
/// ratios) is not among them.
using Figures = std::map<FigureName, std::int64_t>;

/// A line's cells under their names; the cost to the citizen when it was asked for.
void add_figures(Figures& figures, FigureName::Line line, const std::string& key, const Cells& cells, Subject subject,
                 bool burden);

/// Why a published figure is another one today. They add up to the difference.
struct Causes {
  std::int64_t facts = 0;         ///< learnt after the day by whose knowledge it was published
  std::int64_t rules = 0;         ///< the same knowledge, counted by other rules or another catalogue
  std::int64_t arrived_late = 0;  ///< learnt by that day; reporting heard of it after it had published
  bool operator==(const Causes&) const = default;
};

struct Restated {
  FigureName name;
  std::int64_t published;
  std::int64_t now;
  Causes causes;
};

/// The figures that differ, by name. `known_then`: the same question by what was known then, as it is counted today;
/// `now`: by all that is known today. When rules or catalogue are others than those it was published by, what arrived
/// late cannot be told from what they changed, and is counted as theirs. A figure whose causes cancel each other out is
/// told too.
std::vector<Restated> restate(const Figures& published, const Figures& known_then, const Figures& now, bool same_rules);

}  // namespace motcua::reporting
