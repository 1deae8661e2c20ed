#include "dossiers/domain/evolve.hpp"

#include "dossiers/domain/deadlines.hpp"

namespace motcua::dossiers {
namespace {

void stand(Clock& clock, std::int64_t used, core::Instant moment) {
  clock.used = used;
  clock.since = moment;
  clock.running = false;
}

void run(Clock& clock, std::int64_t used, core::Instant moment) {
  clock.used = used;
  clock.since = moment;
  clock.running = true;
}

void stop_clock(Dossier& dossier, const std::optional<ClockStopped>& clock, core::Instant moment) {
  if (clock) stand(*dossier.clock, clock->used, moment);
}

// Another due date has notices of its own.
void move_due(Dossier& dossier, const calendar::Due& due) {
  const bool by_hour = dossier.clock->limit.mode == calendar::Mode::hour;
  if (due.date != dossier.deadline->date || (by_hour && due.closes != dossier.deadline->at))
    dossier.notice = Notice::none;
  dossier.deadline = deadlines::moved(*dossier.deadline, due, dossier.version);
}

void resume_clock(Dossier& dossier, const std::optional<ClockResumed>& clock, core::Instant moment) {
  if (!clock) return;
  run(*dossier.clock, clock->used, moment);
  move_due(dossier, clock->due);
}

void apply(Dossier& dossier, const DossierRegistered& event, core::Instant moment) {
  dossier.id = event.id;
  dossier.status = Status::registered;
  dossier.number = event.number;
  dossier.procedure = event.procedure;
  dossier.receiving_unit = event.receiving_unit;
  dossier.responsible_unit = event.receiving_unit;
  dossier.channel = event.channel;
  dossier.applicant = event.applicant;
  dossier.source = event.source;
  dossier.imported = event.imported;
  dossier.submitted_at = moment;
}

void apply(Dossier& dossier, const DossierAccepted& event, core::Instant moment) {
  dossier.status = Status::accepted;
  dossier.procedure = event.procedure;
  dossier.accepted_at = moment;
  dossier.deadline = deadlines::first(event.due, dossier.version);
  dossier.clock = Clock{.limit = event.limit, .used = 0, .since = moment, .running = true};
}

void apply(Dossier& dossier, const DossierNotAccepted&, core::Instant) { dossier.status = Status::not_accepted; }

void apply(Dossier& dossier, const DossierAssigned& event, core::Instant) {
  dossier.status = Status::processing;
  dossier.handling_unit = event.handling_unit;
  dossier.officer = event.officer;
}

void apply(Dossier& dossier, const DossierResolved& event, core::Instant moment) {
  dossier.status = Status::resolved;
  dossier.outcome = event.outcome;
  dossier.timeliness = event.timeliness;
  dossier.resolved_at = moment;
  resume_clock(dossier, event.clock, moment);
}

void apply(Dossier& dossier, const ResultReturned&, core::Instant moment) {
  dossier.status = Status::returned;
  dossier.returned_at = moment;
}

void apply(Dossier& dossier, const DossierWithdrawn&, core::Instant moment) {
  dossier.status = Status::withdrawn;
  dossier.withdrawn_at = moment;
}

void apply(Dossier& dossier, const SupplementRequested& event, core::Instant moment) {
  dossier.status = Status::supplement_requested;
  dossier.supplements += 1;
  dossier.awaited = event.effect;
  dossier.reply_due = event.reply_due;
  stop_clock(dossier, event.clock, moment);
}

// Back to where it was: at the specialist unit, or at the counter. Before acceptance the next event accepts it.
void apply(Dossier& dossier, const SupplementReceived& event, core::Instant moment) {
  dossier.status = dossier.handling_unit ? Status::processing
                   : dossier.accepted_at ? Status::accepted
                                         : Status::registered;
  resume_clock(dossier, event.clock, moment);
}

void apply(Dossier& dossier, const PaymentRequested& event, core::Instant moment) {
  dossier.status = Status::payment_requested;
  dossier.payment_asked = event.amount;
  stop_clock(dossier, event.clock, moment);
}

void apply(Dossier& dossier, const PaymentConfirmed& event, core::Instant moment) {
  dossier.status = Status::processing;
  dossier.payment_asked.reset();
  dossier.paid += event.amount;
  resume_clock(dossier, event.clock, moment);
}

void apply(Dossier& dossier, const DossierStopped& event, core::Instant moment) {
  dossier.status = Status::stopped;
  dossier.payment_asked.reset();
  stop_clock(dossier, event.clock, moment);
}

void apply(Dossier& dossier, const DossierReopened& event, core::Instant moment) {
  dossier.status = Status::processing;
  resume_clock(dossier, event.clock, moment);
}

void apply(Dossier& dossier, const ApologyMade& event, core::Instant) {
  dossier.deadline->promised = event.promised_at;
  dossier.reappointments += 1;
}

void apply(Dossier& dossier, const HandedOver& event, core::Instant moment) {
  dossier.handling_unit = event.unit;
  dossier.officer = event.officer;
  stop_clock(dossier, event.stopped, moment);
  resume_clock(dossier, event.resumed, moment);
}

void apply(Dossier& dossier, const HandoverReceived&, core::Instant moment) {
  dossier.steps.back().received_at = moment;
}

void apply(Dossier& dossier, const StepBegun& event, core::Instant moment) {
  dossier.steps.push_back({.number = event.number,
                           .code = event.code,
                           .agency = event.agency,
                           .unit = event.unit,
                           .moved_to = std::nullopt,
                           .counted = event.counted,
                           .clock = {.limit = event.limit, .used = 0, .since = moment, .running = true},
                           .due = event.due.date,
                           .due_at = event.due.closes,
                           .begun_at = moment,
                           .dossier_used = event.dossier_used,
                           .received_at = std::nullopt,
                           .ended = std::nullopt});
}

void apply(Dossier& dossier, const StepPaused& event, core::Instant moment) {
  stand(dossier.steps.back().clock, event.clock.used, moment);
}

void move_due(Step& step, const calendar::Due& due) {
  step.due = due.date;
  step.due_at = due.closes;
}

void apply(Dossier& dossier, const StepResumed& event, core::Instant moment) {
  run(dossier.steps.back().clock, event.clock.used, moment);
  move_due(dossier.steps.back(), event.clock.due);
}

void apply(Dossier& dossier, const StepRecounted& event, core::Instant) {
  move_due(dossier.steps.back(), event.clock.due);
}

void apply(Dossier& dossier, const StepEnded& event, core::Instant moment) {
  dossier.steps.back().ended = Step::End{moment, event.timeliness};
}

void apply(Dossier& dossier, const DossierTransferred& event, core::Instant) {
  dossier.responsible_unit = event.to;
  if (event.handling_unit) {
    dossier.handling_unit = event.handling_unit;
    dossier.officer = event.officer;
  }
  if (event.step_unit) dossier.steps.back().moved_to = event.step_unit;
}

void apply(Dossier& dossier, const PeopleErased&, core::Instant moment) { dossier.people_erased_at = moment; }

// The stretch stays the same: it began when it began, only the days in it are counted otherwise.
void apply(Dossier& dossier, const DeadlineRecounted& event, core::Instant) { move_due(dossier, event.clock.due); }

// Papers as files lie beside the dossier: nothing that it does depends on them.
void apply(Dossier&, const PaperAdded&, core::Instant) {}

void apply(Dossier&, const PaperWithdrawn&, core::Instant) {}
// ---- corrections: they are ours as notices are, and take no moment of the dossier's

void note(Dossier& dossier, Corrected what, const CorrectionBasis& basis, std::string before, std::string after) {
  dossier.corrections.push_back({.what = what,
                                 .version = dossier.version,
                                 .supersedes = basis.supersedes,
                                 .before = std::move(before),
                                 .after = std::move(after),
                                 .role = basis.role,
                                 .reasons = basis.reasons.ref,
                                 .occurred_at = {},
                                 .recorded_at = {}});
}

/// The clock as the course tells it, stretch by stretch, and the due dates that it ran towards.
void tell_again(Dossier& dossier, const std::vector<Stretch>& stretches, const calendar::Allowance& limit) {
  const Deadline before = *dossier.deadline;
  const Stretch& first = stretches.front();
  dossier.clock = Clock{.limit = limit, .used = 0, .since = first.since, .running = true};
  dossier.deadline = deadlines::first(first.resumed.value().due, dossier.version);
  dossier.deadline->promised = before.promised;
  for (const Stretch& stretch : stretches) {
    stop_clock(dossier, stretch.stopped, stretch.since);
    if (!stretch.resumed) continue;
    run(*dossier.clock, stretch.resumed->used, stretch.since);
    dossier.deadline = deadlines::moved(*dossier.deadline, stretch.resumed->due, dossier.version);
  }
  // Another due date has notices of its own.
  if (dossier.deadline->date != before.date || dossier.deadline->at != before.at) dossier.notice = Notice::none;
}

void apply(Dossier& dossier, const AcceptanceCorrected& event, core::Instant) {
  dossier.accepted_at = event.accepted_at;
  if (event.with_submission) dossier.submitted_at = event.accepted_at;
  dossier.procedure = event.procedure;
  dossier.awaited = event.awaited;
  dossier.last_moment = event.last_moment;
  if (event.course.end) dossier.timeliness = event.course.end->timeliness;
  tell_again(dossier, event.course.stretches, event.limit);
  note(dossier, Corrected::acceptance, event.basis, core::format_instant(event.accepted_before),
       core::format_instant(event.accepted_at));
}

void apply(Dossier& dossier, const UnitCorrected& event, core::Instant) {
  dossier.receiving_unit = event.unit;
  dossier.responsible_unit = event.unit;
  note(dossier, Corrected::receiving_unit, event.basis, event.before.str(), event.unit.str());
}

void apply(Dossier& dossier, const DossierAnnulled& event, core::Instant) {
  dossier.doubles = event.doubles;
  note(dossier, Corrected::second_entry, event.basis, "", event.doubles);
}

void apply(Dossier& dossier, const DueSoon&, core::Instant) { dossier.notice = Notice::due_soon; }

void apply(Dossier& dossier, const Overdue&, core::Instant) { dossier.notice = Notice::overdue; }

bool is_correction(const Event& event) {
  return std::holds_alternative<AcceptanceCorrected>(event) || std::holds_alternative<UnitCorrected>(event) ||
         std::holds_alternative<DossierAnnulled>(event);
}

}  // namespace

// Notices, corrections and erasures are ours, and a file comes whenever somebody has time to scan: nothing has happened
// to the dossier, and what a district states later may have happened before it.
bool is_of_the_dossier(const Event& event) {
  return !std::holds_alternative<DueSoon>(event) && !std::holds_alternative<Overdue>(event) &&
         !std::holds_alternative<PaperAdded>(event) && !std::holds_alternative<PaperWithdrawn>(event) &&
         !std::holds_alternative<PeopleErased>(event) && !is_correction(event);
}

Dossier evolve(Dossier dossier, const Happening& happening) {
  dossier.version += 1;
  std::visit([&](const auto& event) { apply(dossier, event, happening.occurred_at); }, happening.event);
  if (dossier.status != Status::supplement_requested || dossier.doubles) dossier.reply_due.reset();
  if (is_of_the_dossier(happening.event)) dossier.last_moment = happening.occurred_at;
  if (is_correction(happening.event)) {
    dossier.corrections.back().occurred_at = happening.occurred_at;
    dossier.corrections.back().recorded_at = happening.recorded_at;
  }
  dossier.last_recorded = happening.recorded_at;
  return dossier;
}

}  // namespace motcua::dossiers
