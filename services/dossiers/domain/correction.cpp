#include "dossiers/domain/correction.hpp"

#include <algorithm>
#include <utility>

#include "dossiers/domain/course.hpp"
#include "dossiers/domain/evolve.hpp"

namespace motcua::dossiers::correction {
namespace {

using History = std::vector<Happening>;

Refusal refuse(Rule rule, const Dossier& dossier, const char* pointer = "") {
  return {.rule = rule, .status = dossier.status, .pointer = pointer};
}

/// What stands against any correction.
std::optional<Refusal> refused(const Dossier& dossier, const CorrectionGrounds& grounds) {
  if (dossier.version == 0) return refuse(Rule::acceptance_needs_to_be_told, dossier);
  // Reasons are a text, and nobody's are kept from then on.
  if (dossier.people_erased_at) return refuse(Rule::people_erased_once, dossier);
  if (!grounds.reasons) return refuse(Rule::correction_needs_reasons, dossier, "/reasons");
  // Steps have owners, clocks and figures of their own: they would have to be told again as well.
  if (!dossier.steps.empty()) return refuse(Rule::correction_needs_one_agency, dossier);
  return std::nullopt;
}

/// A result already given is never undone silently: who corrects something else says that it stays.
bool forgets_the_result(const Dossier& dossier, const CorrectionGrounds& grounds) {
  return dossier.outcome && !grounds.result_stays;
}

/// The version of the event that told the present value: the first one that did, or the last correction.
std::int64_t told_in(const Dossier& dossier, Corrected what, std::int64_t first) {
  for (auto one = dossier.corrections.rbegin(); one != dossier.corrections.rend(); ++one) {
    if (one->what == what) return one->version;
  }
  return first;
}

CorrectionBasis basis_of(const CorrectionGrounds& grounds, std::int64_t supersedes) {
  return {supersedes, grounds.reasons.value(), grounds.role, course::told_by(grounds.history).visits};
}

History::const_iterator acceptance_in(const History& history) {
  return std::ranges::find_if(history,
                              [](const Happening& one) { return std::holds_alternative<DossierAccepted>(one.event); });
}

/// At a counter both are one act: who mistypes its moment mistypes the submission's as well. What is handed in online
/// waits for an officer's look.
bool is_one_act_with_submission(const History& history, History::const_iterator acceptance) {
  const Happening& first = history.front();
  const bool online = std::get<DossierRegistered>(first.event).channel == Channel::online;
  return !online && acceptance == history.begin() + 1 && first.occurred_at == acceptance->occurred_at &&
         first.recorded_at == acceptance->recorded_at;
}

/// Between which moments the acceptance can lie, by what happened before and after it.
struct Room {
  std::optional<core::Instant> from{};
  std::optional<core::Instant> until{};
  bool followed = false;  ///< something happened after it
};
Room room_around(const History& history, History::const_iterator acceptance, bool with_submission) {
  Room room;
  if (!with_submission) {
    for (auto one = history.begin(); one != acceptance; ++one) {
      if (is_of_the_dossier(one->event)) room.from = one->occurred_at;
    }
  }
  for (auto one = acceptance + 1; one != history.end(); ++one) {
    if (!is_of_the_dossier(one->event)) continue;
    room.followed = true;
    // A recount is no act on the dossier: another acceptance makes another one of it, or none.
    if (!room.until && !std::holds_alternative<DeadlineRecounted>(one->event)) room.until = one->occurred_at;
  }
  return room;
}

}  // namespace

core::Result<AcceptanceCorrected, Refusal> decided(const Dossier& dossier, const CorrectAcceptance& order,
                                                   const Facts& facts) {
  const auto no = [&](Rule rule, const char* pointer = "") { return refuse(rule, dossier, pointer); };
  if (const auto refusal = refused(dossier, order.grounds)) return *refusal;
  if (!dossier.accepted_at) return no(Rule::acceptance_needs_to_be_told);
  if (!facts.rules.steps.empty() && !dossier.imported) return no(Rule::correction_needs_one_agency);
  if (forgets_the_result(dossier, order.grounds)) return no(Rule::correction_leaves_result, "/result_stays");
  if (order.accepted_at == *dossier.accepted_at) return no(Rule::correction_changes_nothing, "/accepted_at");
  if (order.accepted_at > facts.now) return no(Rule::acceptance_in_future, "/accepted_at");

  const History& history = order.grounds.history;
  const auto acceptance = acceptance_in(history);
  const bool with_submission = is_one_act_with_submission(history, acceptance);
  const Room room = room_around(history, acceptance, with_submission);
  if (room.from && order.accepted_at < *room.from) return no(Rule::acceptance_after_submission, "/accepted_at");
  if (room.until && order.accepted_at > *room.until) return no(Rule::acceptance_before_what_followed, "/accepted_at");

  const auto retold = course::retold(history, {order.accepted_at, with_submission, dossier.receiving_unit}, facts);
  if (!retold) return no(Rule::calendar_does_not_cover, "/accepted_at");
  Dossier right;
  for (const Happening& happening : *retold) right = evolve(std::move(right), happening);
  const std::int64_t first = acceptance - history.begin() + 1;
  const bool stands = !dossier.clock->running;
  return AcceptanceCorrected{
      .basis = basis_of(order.grounds, told_in(dossier, Corrected::acceptance, first)),
      .accepted_before = *dossier.accepted_at,
      .accepted_at = order.accepted_at,
      .with_submission = with_submission,
      .procedure = facts.rules.procedure,
      .limit = facts.rules.limit,
      .awaited = right.awaited,
      .due_before = stands ? std::nullopt : std::optional{dossier.deadline->at},
      .timeliness_before = dossier.timeliness,
      .last_moment = room.followed ? std::max(dossier.last_moment, order.accepted_at) : order.accepted_at,
      .course = course::told_by(*retold)};
}

core::Result<UnitCorrected, Refusal> decided(const Dossier& dossier, const CorrectUnit& order) {
  if (const auto refusal = refused(dossier, order.grounds)) return *refusal;
  if (forgets_the_result(dossier, order.grounds))
    return refuse(Rule::correction_leaves_result, dossier, "/result_stays");
  if (order.unit == dossier.receiving_unit) return refuse(Rule::correction_changes_nothing, dossier, "/unit_code");
  return UnitCorrected{.basis = basis_of(order.grounds, told_in(dossier, Corrected::receiving_unit, 1)),
                       .before = dossier.receiving_unit,
                       .unit = order.unit,
                       .course = course::told_by(order.grounds.history)};
}

core::Result<DossierAnnulled, Refusal> decided(const Dossier& dossier, const AnnulDossier& order) {
  if (const auto refusal = refused(dossier, order.grounds)) return *refusal;
  if (dossier.outcome) return refuse(Rule::annulment_needs_no_result, dossier);
  const auto& other = order.other;
  if (!other) return refuse(Rule::annulment_needs_other_entry, dossier, "/doubles");
  if (other->id == dossier.id) return refuse(Rule::annulment_needs_another_dossier, dossier, "/doubles");
  if (!other->counts) return refuse(Rule::annulment_needs_entry_that_counts, dossier, "/doubles");
  if (other->procedure_code != dossier.procedure.code)
    return refuse(Rule::annulment_needs_same_procedure, dossier, "/doubles");
  return DossierAnnulled{.basis = basis_of(order.grounds, 1), .other = other->id, .doubles = other->number};
}

}  // namespace motcua::dossiers::correction
