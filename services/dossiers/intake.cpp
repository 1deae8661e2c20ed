#include "dossiers/intake.hpp"

#include <algorithm>

#include "core/random.hpp"
#include "core/text.hpp"
#include "store/digest.hpp"

namespace motcua::dossiers {

core::Result<Place, Refusal> place_of(const catalogue::Catalogue& catalogue, const std::string& unit_code,
                                      const std::string& procedure_code, core::Date day) {
  const auto refuse = [](Rule rule, const char* pointer) { return Refusal{rule, Status::registered, pointer}; };
  // Codes are given to other units later: only with the day does a code name one.
  const catalogue::Unit* unit = catalogue.units.in_force(unit_code, day);
  if (unit == nullptr) return refuse(Rule::unit_unknown, "/unit_code");
  const catalogue::Procedure* procedure = catalogue.procedures.in_force(procedure_code, day);
  if (procedure == nullptr) {
    return refuse(catalogue.procedures.knows(procedure_code) ? Rule::procedure_not_in_force : Rule::procedure_unknown,
                  "/procedure_code");
  }
  if (!procedure->is_received_at(unit->level)) return refuse(Rule::procedure_not_at_this_level, "/unit_code");
  return Place{unit, procedure};
}

ProcedureRules rules_of(const catalogue::Procedure& procedure) {
  return {{procedure.code, procedure.version, procedure.field},
          calendar::WorkingDays{static_cast<int>(procedure.limit.amount)},
          calendar::name_of(procedure.limit.mode)};
}

std::optional<ProcedureRules> rules_of(const catalogue::Catalogue& catalogue, const ProcedureKey& key) {
  const catalogue::Procedure* procedure = catalogue.procedures.find(key.code, key.version);
  return procedure == nullptr ? std::nullopt : std::optional{rules_of(*procedure)};
}

std::string new_slip_code() { return core::random_text(8, "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"); }

std::string slip_digest(const std::string& secret, const std::string& number, const std::string& slip_code) {
  std::string code = slip_code;
  std::transform(code.begin(), code.end(), code.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return store::hmac_sha256_hex(secret, number + '\n' + code);
}

}  // namespace motcua::dossiers
