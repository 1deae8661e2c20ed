#include "reporting/attribution.hpp"

#include <algorithm>

namespace motcua::reporting {
namespace {

catalogue::Continuation home_of(const catalogue::Units& units, const core::UnitId& id, core::Date today) {
  catalogue::Continuation home = units.continued_by(id, today);
  if (!home.units.empty()) return home;
  const catalogue::Unit* unit = units.find(id);
  if (unit == nullptr || !unit->parent) return home;
  home = home_of(units, *unit->parent, today);
  home.whole = false;
  return home;
}

/// The unit that stands for `asked` today; nothing when there is none, or more than one.
const catalogue::Unit* standing_for(const catalogue::Units& units, const catalogue::Unit& asked, core::Date today) {
  if (asked.in_force(today)) return &asked;
  const catalogue::Continuation continued = units.continued_by(asked.id, today);
  return continued.whole && continued.units.size() == 1 ? units.find(continued.units.front()) : nullptr;
}

}  // namespace

Attributed attribute_as_now(const catalogue::Units& units, const catalogue::Unit& asked,
                            const std::vector<core::UnitId>& receiving, const std::vector<core::UnitId>& under_asked,
                            core::Date today) {
  const catalogue::Unit* unit = standing_for(units, asked, today);
  if (unit == nullptr) return {&asked, {}, under_asked};

  Attributed result{unit, {}, {}};
  for (const core::UnitId& received_by : receiving) {
    const catalogue::Continuation home = home_of(units, received_by, today);
    const auto inside = [&](const core::UnitId& id) { return units.is_within(id, unit->id); };
    if (home.units.empty() || std::none_of(home.units.begin(), home.units.end(), inside)) continue;
    if (std::all_of(home.units.begin(), home.units.end(), inside)) {
      result.parts.push_back({received_by, home.whole ? std::optional{home.units.front()} : std::nullopt});
    } else {
      result.not_attributable.push_back(received_by);
    }
  }
  return result;
}

std::string_view name_of(Attribution attribution) { return attribution == Attribution::as_then ? "as_then" : "as_now"; }

std::optional<Attribution> attribution_named(std::string_view word) {
  for (const Attribution attribution : {Attribution::as_then, Attribution::as_now}) {
    if (name_of(attribution) == word) return attribution;
  }
  return std::nullopt;
}

}  // namespace motcua::reporting
