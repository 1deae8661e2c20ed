#include "dossiers/sight.hpp"

#include "dossiers/problems.hpp"
#include "http/query.hpp"

namespace motcua::dossiers {

std::optional<http::Problem> hidden_from(const Caller& caller, const Light& light, const core::UnitId& responsible,
                                         const std::optional<core::UnitId>& handling) {
  const auto scope = light.scopes.of(caller.actor, Right::read, light.catalogue, light.today);
  if (!sees(*scope, responsible, handling)) return http::not_found();
  if (!may(caller.actor, Right::read)) return problems::forbidden();
  return std::nullopt;
}

bool sees_people(const Caller& caller, const Light& light, const core::UnitId& responsible,
                 const std::optional<core::UnitId>& handling) {
  if (!may(caller.actor, Right::read_personal)) return false;
  return sees(*light.scopes.of(caller.actor, Right::read_personal, light.catalogue, light.today), responsible,
              handling);
}

}  // namespace motcua::dossiers
