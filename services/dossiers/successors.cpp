#include "dossiers/successors.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace motcua::dossiers {
namespace {

/// Nothing of a unit that is in force, that is yet to begin or that the catalogue does not know.
bool has_ended(const catalogue::Unit* unit, core::Date day) {
  return unit != nullptr && unit->valid_to && *unit->valid_to <= day;
}

/// Whatever may have the dossiers of a unit that nothing continues.
std::vector<core::UnitId> heirs_of(const catalogue::Unit& ended, const catalogue::Units& units, core::Date day) {
  std::set<core::UnitId> heirs;
  for (const catalogue::Unit& one : units.all()) {
    if (one.parent != ended.id) continue;
    const auto continued = units.continued_by(one.id, day).units;
    heirs.insert(continued.begin(), continued.end());
  }
  for (const core::UnitId& above : units.with_ancestors(ended.id)) {
    if (!units.find(above)->in_force(day)) continue;
    heirs.insert(above);
    break;
  }
  return {heirs.begin(), heirs.end()};
}

std::optional<EndedUnit> end_of(const core::UnitId& id, const catalogue::Units& units, core::Date day) {
  const catalogue::Unit* unit = units.find(id);
  if (!has_ended(unit, day)) return std::nullopt;
  auto [successors, whole] = units.continued_by(id, day);
  if (successors.empty()) return EndedUnit{id, heirs_of(*unit, units, day), false};
  return EndedUnit{id, std::move(successors), whole};
}

}  // namespace

std::vector<EndedUnit> ended_units(const Dossier& dossier, const catalogue::Units& units, core::Date day) {
  std::set<core::UnitId> concerned{dossier.responsible_unit};
  if (dossier.handling_unit) concerned.insert(*dossier.handling_unit);
  if (const Step* step = step_of(dossier)) concerned.insert(unit_at_work(*step));
  std::vector<EndedUnit> ended;
  for (const core::UnitId& unit : concerned) {
    if (auto end = end_of(unit, units, day)) ended.push_back(*std::move(end));
  }
  return ended;
}

std::vector<core::UnitId> units_that_ended_on(core::Date day, const catalogue::Units& units) {
  std::vector<core::UnitId> ended;
  for (const catalogue::Unit& unit : units.all()) {
    if (unit.valid_to == day) ended.push_back(unit.id);
  }
  std::ranges::sort(ended);
  return ended;
}

}  // namespace motcua::dossiers
