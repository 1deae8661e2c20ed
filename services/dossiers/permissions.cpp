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
    case Right::withdraw:
    case Right::receive_supplement:
    case Right::confirm_payment: return one_of({officer});
    case Right::refuse:
    case Right::assign: return one_of({officer, leader});
    case Right::hand_over:
    case Right::receive_handover:
    case Right::add_paper:
    case Right::request_supplement: return one_of({officer, handler, leader});
    case Right::request_payment:
    case Right::stop:
    case Right::apologise:
    case Right::resolve: return one_of({handler, leader});
    case Right::transfer:
    case Right::erase_people:
    case Right::correct:
    case Right::reopen: return one_of({leader});
    case Right::import: return one_of({importer});
    case Right::read: return one_of({officer, handler, leader, importer, auditor, city_reader});
    case Right::read_personal: return one_of({officer, handler, leader});
  }
  return false;
}

std::shared_ptr<const Scope> Scopes::of(const auth::Actor& actor, Right right, const catalogue::Catalogue& catalogue,
                                        core::Date today) {
  if (right == Right::read && actor.has(auth::Role::city_reader)) return scopes_.whole_city();
  return scopes_.seen_from(actor.unit, catalogue, today);
}

bool sees(const Scope& scope, const core::UnitId& responsible, const std::optional<core::UnitId>& handling) {
  return catalogue::contains(scope, responsible) || (handling && catalogue::contains(scope, *handling));
}

}  // namespace motcua::dossiers
