#include "catalogue/scopes.hpp"

namespace motcua::catalogue {

bool contains(const Scope& scope, const core::UnitId& unit) { return !scope || scope->contains(unit); }

std::shared_ptr<const Scope> Scopes::seen_from(const core::UnitId& root, const Catalogue& catalogue, core::Date today) {
  const std::lock_guard lock{mutex_};
  if (version_ != catalogue.version || day_ != today) {
    known_.clear();
    version_ = catalogue.version;
    day_ = today;
  }
  // A unit that the catalogue does not know sees nothing and is not remembered: tokens can name any.
  if (catalogue.units.find(root) == nullptr) return nothing_;
  auto& seen = known_[root];
  if (!seen) seen = std::make_shared<const Scope>(catalogue.units.seen_from(root, today));
  return seen;
}

}  // namespace motcua::catalogue
