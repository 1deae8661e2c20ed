#pragma once

#include <optional>

#include "catalogue/catalogue.hpp"
#include "dossiers/desk.hpp"
#include "http/message.hpp"

namespace motcua::dossiers {

/// What a caller's sight of a dossier depends on besides the caller.
struct Light {
  Scopes& scopes;
  const catalogue::Catalogue& catalogue;
  core::Date today;
};

/// Why the caller is shown nothing of a dossier of these units; nothing when they see it.
std::optional<http::Problem> hidden_from(const Caller& caller, const Light& light, const core::UnitId& responsible,
                                         const std::optional<core::UnitId>& handling);
/// Whether the caller, who sees the dossier, sees its people whole.
bool sees_people(const Caller& caller, const Light& light, const core::UnitId& responsible,
                 const std::optional<core::UnitId>& handling);

}  // namespace motcua::dossiers
