#include "reporting/scopes.hpp"

namespace motcua::reporting {

bool Scopes::may_read(const auth::Actor& actor, const core::UnitId& unit, const catalogue::Catalogue& catalogue,
                      core::Date today) {
  if (actor.roles.empty()) return false;
  if (actor.has(auth::Role::city_reader)) return true;
  return seen_from(actor.unit, catalogue, today)->contains(unit);
}

Scopes::Seen Scopes::seen_from(const core::UnitId& root, const catalogue::Catalogue& catalogue, core::Date today) {
  const std::lock_guard lock{mutex_};
  if (catalogue_version_ != catalogue.version || day_ != today) {
    known_.clear();
    catalogue_version_ = catalogue.version;
    day_ = today;
  }
  // A unit that the catalogue does not know sees nothing and is not remembered: tokens can name any.
  if (catalogue.units.find(root) == nullptr) return std::make_shared<const std::set<core::UnitId>>();
  Seen& seen = known_[root];
  if (!seen) seen = std::make_shared<const std::set<core::UnitId>>(catalogue.units.seen_from(root, today));
  return seen;
}

}  // namespace motcua::reporting
