#include "dossiers/permissions.hpp"

#include <algorithm>
#include <initializer_list>

namespace motcua::dossiers {

bool may(const auth::Actor& actor, Right right) {
  using enum auth::Role;
  const auto one_of = [&](std::initializer_list<auth::Role> roles) {
    return std::any_of(roles.begin(), roles.end(), [&](auth::Role role) { return actor.has(role); });
  };
  switch (right) {
    case Right::take_in:
    case Right::accept:
    case Right::hand_out:
    case Right::withdraw: return one_of({officer});
    case Right::refuse:
    case Right::assign: return one_of({officer, leader});
    case Right::resolve: return one_of({handler, leader});
    case Right::import: return one_of({importer});
    case Right::read: return one_of({officer, handler, leader, importer, auditor, city_reader});
    case Right::read_personal: return one_of({officer, handler, leader});
  }
  return false;
}

std::shared_ptr<const Scope> Scopes::of(const auth::Actor& actor, Right right, const catalogue::Catalogue& catalogue,
                                        core::Date today) {
  if (right == Right::read && actor.has(auth::Role::city_reader)) return city_;
  const std::lock_guard lock{mutex_};
  if (catalogue_version_ != catalogue.version || day_ != today) {
    known_.clear();
    catalogue_version_ = catalogue.version;
    day_ = today;
  }
  auto& scope = known_[actor.unit];
  if (!scope) {
    scope = std::make_shared<const Scope>(catalogue.units.find(actor.unit) == nullptr
                                              ? std::set<core::UnitId>{}
                                              : catalogue.units.seen_from(actor.unit, today));
  }
  return scope;
}

bool sees(const Scope& scope, const core::UnitId& receiving, const std::optional<core::UnitId>& handling) {
  if (!scope) return true;
  return scope->contains(receiving) || (handling && scope->contains(*handling));
}

}  // namespace motcua::dossiers
