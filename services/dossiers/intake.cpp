#include "dossiers/intake.hpp"

#include <algorithm>

#include "core/random.hpp"
#include "core/text.hpp"
#include "store/digest.hpp"

namespace motcua::dossiers {
namespace {

SupplementEffect effect_of(catalogue::SupplementEffect effect) {
  switch (effect) {
    case catalogue::SupplementEffect::restart: return SupplementEffect::restart;
    case catalogue::SupplementEffect::pause: return SupplementEffect::pause;
    case catalogue::SupplementEffect::no_effect: return SupplementEffect::no_effect;
  }
  return SupplementEffect::no_effect;
}

FinancialStep step_of(catalogue::FinancialStep step) {
  return step == catalogue::FinancialStep::pause ? FinancialStep::pause : FinancialStep::count;
}

std::vector<StepRules> steps_of(const catalogue::Procedure& procedure) {
  std::vector<StepRules> steps;
  for (const catalogue::Step& step : procedure.steps)
    steps.push_back({step.code, step.agency, step.limit, step.counted});
  return steps;
}

}  // namespace

core::Result<Place, Refusal> place_of(const catalogue::Catalogue& catalogue, const std::string& unit_code,
                                      const std::string& procedure_code, core::Date day) {
  const auto refuse = [](Rule rule, const char* pointer) { return Refusal{rule, Status::registered, pointer}; };
  // Codes are given to other units later: only with the day does a code name one.
  const catalogue::Unit* unit = catalogue.units.in_force(unit_code, day);
  if (unit == nullptr) return refuse(Rule::unit_unknown, "/unit_code");
  const auto procedure = procedure_of(catalogue, procedure_code, day);
  if (!procedure) return procedure.error();
  if (!(*procedure)->is_received_at(unit->level)) return refuse(Rule::procedure_not_at_this_level, "/unit_code");
  return Place{unit, *procedure};
}

core::Result<const catalogue::Procedure*, Refusal> procedure_of(const catalogue::Catalogue& catalogue,
                                                                const std::string& code, core::Date day) {
  const catalogue::Procedure* procedure = catalogue.procedures.in_force(code, day);
  if (procedure != nullptr) return procedure;
  const bool known = catalogue.procedures.knows(code);
  return Refusal{known ? Rule::procedure_not_in_force : Rule::procedure_unknown, Status::registered, "/procedure_code"};
}

ProcedureRules rules_of(const catalogue::Catalogue& catalogue, const catalogue::Procedure& procedure, core::Date day) {
  const catalogue::Switches switches = catalogue.procedures.switches_of(procedure, day);
  return {.procedure = {procedure.code, procedure.version, procedure.field},
          .limit = procedure.limit,
          .reception = switches.reception,
          .supplement_effect = effect_of(switches.supplement_effect),
          .supplement_limit = switches.supplement_limit,
          .supplement_reply_limit = switches.supplement_reply_limit,
          .financial_step = step_of(switches.financial_step),
          .reappointment_limit = switches.reappointment_limit,
          .steps = steps_of(procedure)};
}

std::optional<ProcedureRules> rules_of(const catalogue::Catalogue& catalogue, const Dossier& dossier,
                                       core::Instant moment) {
  const auto& [code, version, field] = dossier.procedure;
  const core::Date day = core::vietnam_date(dossier.accepted_at.value_or(moment));
  const catalogue::Procedure* procedure = dossier.accepted_at ? nullptr : catalogue.procedures.in_force(code, day);
  if (procedure == nullptr) procedure = catalogue.procedures.find(code, version);
  if (procedure == nullptr) return std::nullopt;
  return rules_of(catalogue, *procedure, day);
}

Facts own_facts(const catalogue::Catalogue& catalogue, core::Instant now, ProcedureRules rules) {
  return {.now = now,
          .stated = std::nullopt,
          .told = Told::live,
          .by_leader = false,
          .rules = std::move(rules),
          .calendar = catalogue.calendar};
}

std::string new_slip_code() { return core::random_text(8, "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"); }

std::string slip_digest(const std::string& secret, const std::string& number, const std::string& slip_code) {
  std::string code = slip_code;
  std::transform(code.begin(), code.end(), code.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return store::hmac_sha256_hex(secret, number + '\n' + code);
}

}  // namespace motcua::dossiers
