#include "dossiers/domain/decide.hpp"

#include <algorithm>

#include "dossiers/domain/deadlines.hpp"

namespace motcua::dossiers {
namespace {

using Events = core::Result<std::vector<Event>, Refusal>;

Refusal refuse(Rule rule, const Dossier& dossier, const char* pointer = "") {
  return {.rule = rule, .status = dossier.status, .pointer = pointer};
}

bool is(const Dossier& dossier, Status status) { return dossier.version > 0 && dossier.status == status; }

// The clock starts at acceptance, not at submission (domain rules 1.9, "clock start").
Events accepted(const Dossier& dossier, core::Instant moment, const Facts& facts) {
  auto due = facts.calendar.due_after(moment, facts.rules.limit);
  if (!due) return refuse(Rule::calendar_does_not_cover, dossier);
  return std::vector<Event>{
      DossierAccepted{.due = std::move(due).value(), .limit = facts.rules.limit, .mode = facts.rules.mode}};
}

// One function a command, in the order of a dossier's life. Each says what must be true, then what happens.

Events decide_on(const Dossier& dossier, const RegisterDossier& order, core::Instant moment, const Facts& facts) {
  if (dossier.version > 0) return refuse(Rule::register_once, dossier);
  std::vector<Event> events{DossierRegistered{.id = order.id,
                                              .number = order.number,
                                              .procedure = facts.rules.procedure,
                                              .receiving_unit = order.receiving_unit,
                                              .channel = order.channel,
                                              .applicant = order.applicant,
                                              .components = order.components,
                                              .source = order.source,
                                              .imported = facts.told == Told::imported}};
  // Where a person or the post stands at the counter, acceptance is the same act; online it waits for an officer's
  // look.
  if (order.channel != Channel::online && facts.told == Told::live) {
    const Events acceptance = accepted(dossier, moment, facts);
    if (!acceptance) return acceptance.error();
    events.push_back(acceptance->front());
  }
  return events;
}

Events decide_on(const Dossier& dossier, const AcceptDossier&, core::Instant moment, const Facts& facts) {
  if (!is(dossier, Status::registered)) return refuse(Rule::accept_needs_registered, dossier);
  return accepted(dossier, moment, facts);
}

Events decide_on(const Dossier& dossier, const RefuseDossier& order, core::Instant, const Facts&) {
  if (!is(dossier, Status::registered)) return refuse(Rule::refuse_needs_registered, dossier);
  if (!order.reasons) return refuse(Rule::refusal_needs_reasons, dossier, "/reasons");
  return std::vector<Event>{DossierNotAccepted{.reasons = *order.reasons}};
}

Events decide_on(const Dossier& dossier, const AssignDossier& order, core::Instant, const Facts&) {
  if (!is(dossier, Status::accepted) && !is(dossier, Status::processing))
    return refuse(Rule::assign_needs_accepted, dossier);
  if (dossier.status == Status::processing && dossier.handling_unit == order.handling_unit &&
      dossier.officer == order.officer) {
    return refuse(Rule::assignment_changes_nothing, dossier);
  }
  return std::vector<Event>{
      DossierAssigned{.handling_unit = order.handling_unit, .officer = order.officer, .implied = order.implied}};
}

Events decide_on(const Dossier& dossier, const ResolveDossier& order, core::Instant moment, const Facts& facts) {
  if (!is(dossier, Status::processing)) return refuse(Rule::resolve_needs_processing, dossier);
  // Years past come without the texts of their refusals; refusing the fact would not bring them back.
  if (order.outcome == Outcome::refused && !order.reasons && facts.told == Told::live) {
    return refuse(Rule::refusal_needs_reasons, dossier, "/reasons");
  }
  // Timeliness freezes here, when the result is ready, not when the citizen collects it (domain rules 0.8).
  return std::vector<Event>{
      DossierResolved{.outcome = order.outcome,
                      .timeliness = deadlines::timeliness(moment, dossier.deadline->date),
                      .reasons = order.outcome == Outcome::refused ? order.reasons : std::nullopt}};
}

Events decide_on(const Dossier& dossier, const ReturnResult&, core::Instant, const Facts&) {
  if (!is(dossier, Status::resolved)) return refuse(Rule::return_needs_resolved, dossier);
  return std::vector<Event>{ResultReturned{}};
}

// Any time before the result (domain rules 1.4). Only after acceptance does it count in reports.
Events decide_on(const Dossier& dossier, const WithdrawDossier&, core::Instant, const Facts&) {
  if (dossier.version == 0 || !is_open(dossier.status)) return refuse(Rule::withdraw_needs_no_result, dossier);
  return std::vector<Event>{DossierWithdrawn{.after_acceptance = dossier.accepted_at.has_value()}};
}

}  // namespace

core::Instant moment_of(const Dossier& dossier, const Facts& facts) {
  if (facts.stated) return facts.stated->moment;
  return dossier.version > 0 ? std::max(facts.now, dossier.last_moment) : facts.now;
}

Decision decide(const Dossier& dossier, const Command& command, const Facts& facts) {
  const core::Instant moment = moment_of(dossier, facts);
  if (facts.stated && moment > facts.now) return refuse(Rule::moment_in_future, dossier, "/occurred_at");
  if (facts.stated && dossier.version > 0 && moment < dossier.last_moment) {
    return refuse(Rule::moments_ascend, dossier, "/occurred_at");
  }
  const Events events =
      std::visit([&](const auto& order) { return decide_on(dossier, order, moment, facts); }, command);
  if (!events) return events.error();

  const core::Instant recorded = dossier.version > 0 ? std::max(facts.now, dossier.last_recorded) : facts.now;
  std::vector<Happening> happenings;
  for (const Event& event : *events) {
    happenings.push_back({.event = event,
                          .occurred_at = moment,
                          .recorded_at = recorded,
                          .moment_reason = facts.stated ? facts.stated->reason : std::nullopt});
  }
  return happenings;
}

}  // namespace motcua::dossiers
