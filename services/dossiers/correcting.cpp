#include "dossiers/correcting.hpp"

#include <utility>

#include "dossiers/intake.hpp"
#include "dossiers/ledger.hpp"
#include "dossiers/published.hpp"
#include "dossiers/store/rows.hpp"

namespace motcua::dossiers {
namespace {

std::vector<Happening> history_of(store::Transaction& tx, const DossierId& id) {
  std::vector<Happening> history;
  std::size_t before = 0;
  do {  // what was left out would be undone
    before = history.size();
    for (const outbox::HistoryRow& row :
         outbox::history_of(tx, id.str(), static_cast<std::int64_t>(before), most_events))
      history.push_back(from_history(row));
  } while (history.size() == before + most_events);
  return history;
}

/// Nothing for a number that does not exist, or whose dossier the actor does not see: nobody learns which.
std::optional<OtherEntry> other_entry(store::Transaction& tx, const std::string& number, const Scope& scope) {
  const auto found = rows::load_by_number(tx, number);
  if (!found || !sees(scope, found->responsible_unit, found->handling_unit)) return std::nullopt;
  const auto locked = rows::load(tx, found->id, rows::For::update);
  if (!locked) return std::nullopt;
  const Dossier& other = locked->dossier;
  const bool counts = !other.doubles && other.status != Status::not_accepted && other.status != Status::withdrawn;
  return OtherEntry{other.id, other.number, other.procedure.code, counts};
}

}  // namespace

core::Result<ProcedureRules, Refusal> rules_for(const Order& order, const catalogue::Catalogue& catalogue,
                                                const Dossier& dossier, core::Instant moment) {
  const auto* correction = std::get_if<CorrectAcceptanceOrder>(&order);
  if (correction == nullptr || !dossier.accepted_at) {
    auto rules = rules_of(catalogue, dossier, moment);
    if (!rules) return Refusal{Rule::procedure_unknown, dossier.status};
    return *std::move(rules);
  }
  const core::Date day = core::vietnam_date(correction->accepted_at);
  const catalogue::Unit* unit = catalogue.units.find(dossier.receiving_unit);
  if (unit == nullptr || !unit->in_force(day)) return Refusal{Rule::unit_unknown, dossier.status, "/accepted_at"};
  const auto procedure = procedure_of(catalogue, dossier.procedure.code, day);
  if (!procedure) return Refusal{procedure.error().rule, dossier.status, "/accepted_at"};
  return rules_of(catalogue, **procedure, day);
}

bool sees_both(const CorrectUnitOrder& order, const Dossier& dossier, const Scope& scope,
               const catalogue::Units& units) {
  const catalogue::Unit* unit = units.in_force(order.unit_code, core::vietnam_date(dossier.submitted_at));
  return catalogue::contains(scope, dossier.receiving_unit) && catalogue::contains(scope, dossier.responsible_unit) &&
         (unit == nullptr || catalogue::contains(scope, unit->id));
}

void complete(store::Transaction& tx, Command& command, const Order& order, const Dossier& dossier,
              const Scope& scope) {
  if (auto* acceptance = std::get_if<CorrectAcceptance>(&command)) {
    acceptance->grounds.history = history_of(tx, dossier.id);
  } else if (auto* unit = std::get_if<CorrectUnit>(&command)) {
    unit->grounds.history = history_of(tx, dossier.id);
  } else if (auto* annulment = std::get_if<AnnulDossier>(&command)) {
    annulment->grounds.history = history_of(tx, dossier.id);
    annulment->other = other_entry(tx, std::get<AnnulOrder>(order).doubles, scope);
  }
}

}  // namespace motcua::dossiers
