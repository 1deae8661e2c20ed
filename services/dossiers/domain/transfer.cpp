#include "dossiers/domain/transfer.hpp"

#include <algorithm>

namespace motcua::dossiers::transfer {
namespace {

/// Nothing while the unit is in force.
const EndedUnit* end_of(const core::UnitId& unit, const TransferDossier& order) {
  const auto found = std::ranges::find(order.ended, unit, &EndedUnit::unit);
  return found == order.ended.end() ? nullptr : &*found;
}

bool is_continued_whole(const EndedUnit& ended) { return ended.whole && ended.successors.size() == 1; }

bool is_successor(const core::UnitId& unit, const EndedUnit& ended) {
  return std::ranges::find(ended.successors, unit) != ended.successors.end();
}

/// Where the work of one of the dossier's units goes on; nothing when it stays. What no unit continues as a whole goes
/// with the dossier: there is no better guess, and its new unit can assign it on.
std::optional<core::UnitId> work_moves_to(const core::UnitId& unit, const Dossier& dossier,
                                          const TransferDossier& order, const core::UnitId& to) {
  const EndedUnit* ended = end_of(unit, order);
  if (ended == nullptr) return std::nullopt;
  return unit != dossier.responsible_unit && is_continued_whole(*ended) ? ended->successors.front() : to;
}

}  // namespace

core::Result<DossierTransferred, Refusal> decided(const Dossier& dossier, const TransferDossier& order) {
  const auto refuse = [&](Rule rule, const char* pointer = "") { return Refusal{rule, dossier.status, pointer}; };
  if (dossier.version == 0 || !is_in_hand(dossier.status)) return refuse(Rule::transfer_needs_open);
  const EndedUnit* ended = end_of(dossier.responsible_unit, order);
  if (ended == nullptr) return refuse(Rule::transfer_needs_ended_unit);
  if (!order.to && !is_continued_whole(*ended)) return refuse(Rule::transfer_needs_decision);
  const core::UnitId to = order.to ? *order.to : ended->successors.front();
  if (!is_successor(to, *ended)) return refuse(Rule::transfer_needs_successor, "/unit_code");

  DossierTransferred event{.from = dossier.responsible_unit,
                           .to = to,
                           .decision = order.decision,
                           .planned = !order.to,
                           .handling_unit = std::nullopt,
                           .officer = std::nullopt,
                           .step_unit = std::nullopt};
  if (dossier.handling_unit) {
    event.handling_unit = work_moves_to(*dossier.handling_unit, dossier, order, to);
    // Who worked in a unit that is continued as a whole goes on there; after a split nobody can say where.
    if (event.handling_unit && is_continued_whole(*end_of(*dossier.handling_unit, order)))
      event.officer = dossier.officer;
  }
  if (const Step* step = step_of(dossier)) {
    event.step_unit = work_moves_to(unit_at_work(*step), dossier, order, to);
    // Who works on it already, and continues the step's unit, goes on: handler and step stay in one hand.
    const EndedUnit* owner = end_of(unit_at_work(*step), order);
    if (owner != nullptr && dossier.handling_unit && is_successor(*dossier.handling_unit, *owner))
      event.step_unit = dossier.handling_unit;
  }
  return event;
}

}  // namespace motcua::dossiers::transfer
