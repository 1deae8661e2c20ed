#pragma once

#include <optional>
#include <string>

#include "catalogue/catalogue.hpp"
#include "core/result.hpp"
#include "dossiers/domain/decide.hpp"

namespace motcua::dossiers {

/// Which unit and which version of which procedure a code means on a day. Both live as long as the catalogue.
struct Place {
  const catalogue::Unit* unit;
  const catalogue::Procedure* procedure;
};
core::Result<Place, Refusal> place_of(const catalogue::Catalogue& catalogue, const std::string& unit_code,
                                      const std::string& procedure_code, core::Date day);

/// The version that is in force on the day.
core::Result<const catalogue::Procedure*, Refusal> procedure_of(const catalogue::Catalogue& catalogue,
                                                                const std::string& code, core::Date day);

/// The procedure's limit, and its switches as they are on the day.
ProcedureRules rules_of(const catalogue::Catalogue& catalogue, const catalogue::Procedure& procedure, core::Date day);
/// A dossier keeps the version and the switches that were in force when it was accepted; before that they are those of
/// `moment`, or of its registration when the procedure has ended since. Nothing when the catalogue does not know the
/// version any more.
std::optional<ProcedureRules> rules_of(const catalogue::Catalogue& catalogue, const Dossier& dossier,
                                       core::Instant moment);

/// What a command of the service's own stands on: nobody states a moment, nobody overrides a limit. `catalogue` must
/// outlive it.
Facts own_facts(const catalogue::Catalogue& catalogue, core::Instant now, ProcedureRules rules = {});

/// The citizen's second factor: 8 characters that nobody mistakes for one another, told once and kept as a keyed
/// digest.
std::string new_slip_code();
std::string slip_digest(const std::string& secret, const std::string& number, const std::string& slip_code);

}  // namespace motcua::dossiers
