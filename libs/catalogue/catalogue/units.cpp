#include "catalogue/units.hpp"

#include <algorithm>
#include <utility>

namespace motcua::catalogue {

std::string_view to_text(Level level) {
  switch (level) {
    case Level::city: return "city";
    case Level::district: return "district";
    case Level::commune: return "commune";
  }
  return "unknown";
}

bool Unit::in_force(core::Date day) const {
  return (!valid_from || *valid_from <= day) && (!valid_to || day < *valid_to);
}

Units::Units(std::vector<Unit> units, std::vector<Succession> successions) : units_{std::move(units)} {
  for (std::size_t at = 0; at < units_.size(); ++at) {
    by_id_.emplace(units_[at].id, at);
    by_code_[units_[at].code].push_back(at);
  }
  for (Succession& one : successions) successions_[one.from].push_back(std::move(one));
}

const Unit* Units::find(const core::UnitId& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &units_[found->second];
}

const Unit* Units::in_force(std::string_view code, core::Date day) const {
  const auto found = by_code_.find(std::string{code});
  if (found == by_code_.end()) return nullptr;
  for (const std::size_t at : found->second) {
    if (units_[at].in_force(day)) return &units_[at];
  }
  return nullptr;
}

const Unit* Units::in_force_or_last(std::string_view code, core::Date day) const {
  if (const Unit* now = in_force(code, day)) return now;
  const auto found = by_code_.find(std::string{code});
  if (found == by_code_.end()) return nullptr;
  const Unit* last = nullptr;
  for (const std::size_t at : found->second) {
    const Unit& unit = units_[at];
    if (!unit.valid_to || *unit.valid_to > day) continue;
    if (last == nullptr || *last->valid_to < *unit.valid_to) last = &unit;
  }
  return last;
}

std::vector<const Unit*> Units::children(const std::optional<core::UnitId>& parent, core::Date day) const {
  std::vector<const Unit*> result;
  for (const Unit& unit : units_) {
    if (unit.parent == parent && unit.in_force(day)) result.push_back(&unit);
  }
  std::sort(result.begin(), result.end(), [](const Unit* left, const Unit* right) { return left->code < right->code; });
  return result;
}

std::vector<core::UnitId> Units::with_ancestors(const core::UnitId& unit) const {
  std::vector<core::UnitId> result;
  for (const Unit* at = find(unit); at != nullptr; at = at->parent ? find(*at->parent) : nullptr)
    result.push_back(at->id);
  return result;
}

bool Units::is_within(const core::UnitId& unit, const core::UnitId& root) const {
  for (const Unit* at = find(unit); at != nullptr; at = at->parent ? find(*at->parent) : nullptr) {
    if (at->id == root) return true;
  }
  return false;
}

// Ends, for a merger takes effect on the day that `from` ends and `to` is in force on it: each step goes later in time.
bool Units::follow(const core::UnitId& unit, core::Date day, std::set<core::UnitId>& found) const {
  const Unit* at = find(unit);
  if (at == nullptr) return false;
  if (at->in_force(day)) {
    found.insert(unit);
    return true;
  }
  const auto next = successions_.find(unit);
  if (next == successions_.end()) return false;
  bool whole = true;
  for (const Succession& step : next->second) {
    if (step.effective > day) continue;
    whole = follow(step.to, day, found) && step.whole && whole;
  }
  return whole;
}

Continuation Units::continued_by(const core::UnitId& unit, core::Date day) const {
  const Unit* then = find(unit);
  if (then == nullptr || (then->valid_from && *then->valid_from > day)) return {{}, false};
  std::set<core::UnitId> found;
  const bool whole = follow(unit, day, found) && found.size() == 1;
  return {{found.begin(), found.end()}, whole};
}

std::set<core::UnitId> Units::seen_from(const core::UnitId& root, core::Date day) const {
  std::set<core::UnitId> seen;
  for (const Unit& unit : units_) {
    if (unit.valid_from && *unit.valid_from > day) continue;
    const auto continues_there = [&] {
      const Continuation now = continued_by(unit.id, day);
      return now.whole && is_within(now.units.front(), root);
    };
    if (is_within(unit.id, root) || continues_there()) seen.insert(unit.id);
  }
  // A ward of a district that was continued as a whole went with its district, even where its own successor is unknown.
  const std::set<core::UnitId> themselves = seen;
  for (const Unit& unit : units_) {
    if (unit.valid_from && *unit.valid_from > day) continue;
    for (const Unit* at = &unit; at->parent && (at = find(*at->parent)) != nullptr;) {
      if (themselves.contains(at->id)) seen.insert(unit.id);
    }
  }
  if (find(root) != nullptr) seen.insert(root);
  return seen;
}

}  // namespace motcua::catalogue
