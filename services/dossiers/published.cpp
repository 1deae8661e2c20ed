#include "dossiers/published.hpp"

#include <stdexcept>
#include <utility>

#include "dossiers/published_corrections.hpp"
#include "dossiers/published_papers.hpp"
#include "dossiers/published_parts.hpp"

namespace motcua::dossiers {
namespace published {

// ---- to contracts: one function an event, in the order of a dossier's life

contracts::Event contract_of(const DossierRegistered& event, const Happening& happening, const Dossier& after) {
  contracts::Registered out{.about = about(after),
                            .number = event.number,
                            .applicant = {name_of(event.applicant.kind), kept(event.applicant.person)},
                            .representative = kept(event.applicant.representative),
                            .components = {},
                            .submitted_at = happening.occurred_at,
                            .source = std::nullopt,
                            .imported = event.imported,
                            .moment_reason = kept(happening.moment_reason)};
  for (const Component& component : event.components)
    out.components.push_back({name_of(component.kind), component.copies});
  if (event.source) out.source = contracts::Source{event.source->system, event.source->id};
  return out;
}

contracts::Event contract_of(const DossierAccepted& event, const Happening& happening, const Dossier& after) {
  contracts::Accepted out{.about = about(after),
                          .accepted_at = happening.occurred_at,
                          .due_date = event.due.date,
                          .due_at = event.due.closes,
                          .due_original = after.deadline->original,
                          .limit = static_cast<int>(event.limit.amount / unit_of(event.limit.mode)),
                          .mode = calendar::name_of(event.limit.mode),
                          .calendar_version = event.due.calendar_version,
                          .counted_from = event.due.counted_from,
                          .days = days_of(event.due),
                          .moment_reason = kept(happening.moment_reason)};
  return out;
}

contracts::Event contract_of(const DossierNotAccepted& event, const Happening& happening, const Dossier& after) {
  return contracts::NotAccepted{about(after), kept(event.reasons), kept(happening.moment_reason)};
}

contracts::Event contract_of(const DossierAssigned& event, const Happening& happening, const Dossier& after) {
  return contracts::Assigned{about(after), event.handling_unit,
                             event.officer ? std::optional{event.officer->str()} : std::nullopt, event.implied,
                             kept(happening.moment_reason)};
}

contracts::Event contract_of(const DossierResolved& event, const Happening& happening, const Dossier& after) {
  return contracts::Resolved{
      .about = about(after),
      .outcome = name_of(event.outcome),
      .timeliness = name_of(event.timeliness),
      .due_date = after.deadline->date,
      .due_original = after.deadline->original,
      .resolved_at = happening.occurred_at,
      .reasons = kept(event.reasons),
      .supplements = event.supplements,
      .used = event.used ? std::optional{contracts::Used{calendar::name_of(event.used->mode), event.used->amount}}
                         : std::nullopt,
      .clock = clock_of(event.clock),
      .moment_reason = kept(happening.moment_reason)};
}

contracts::Event contract_of(const ResultReturned& event, const Happening& happening, const Dossier& after) {
  return contracts::Returned{about(after), happening.occurred_at, channel_of(event.channel),
                             kept(happening.moment_reason)};
}

contracts::Event contract_of(const DossierWithdrawn& event, const Happening& happening, const Dossier& after) {
  return contracts::Withdrawn{about(after), event.after_acceptance,
                              after.deadline ? std::optional{after.deadline->date} : std::nullopt,
                              happening.occurred_at, kept(happening.moment_reason)};
}

contracts::Event contract_of(const SupplementRequested& event, const Happening& happening, const Dossier& after) {
  return contracts::SupplementRequested{.about = about(after),
                                        .items = kept(event.items),
                                        .effect = name_of(event.effect),
                                        .reply_due = event.reply_due,
                                        .override_reason = kept(event.override_reason),
                                        .standing = standing(after),
                                        .clock = clock_of(event.clock),
                                        .moment_reason = kept(happening.moment_reason)};
}

contracts::Event contract_of(const SupplementReceived& event, const Happening& happening, const Dossier& after) {
  return contracts::SupplementReceived{about(after),    name_of(after.status), channel_of(event.channel),
                                       standing(after), clock_of(event.clock), kept(happening.moment_reason)};
}

contracts::Event contract_of(const PaymentRequested& event, const Happening& happening, const Dossier& after) {
  return contracts::PaymentRequested{.about = about(after),
                                     .amount_vnd = event.amount,
                                     .basis = kept(event.basis),
                                     .effect = name_of(event.effect),
                                     .standing = standing(after).value(),
                                     .clock = clock_of(event.clock),
                                     .moment_reason = kept(happening.moment_reason)};
}

contracts::Event contract_of(const PaymentConfirmed& event, const Happening& happening, const Dossier& after) {
  return contracts::PaymentConfirmed{.about = about(after),
                                     .amount_vnd = event.amount,
                                     .receipt = kept(event.receipt),
                                     .channel = channel_of(event.channel),
                                     .standing = standing(after).value(),
                                     .clock = clock_of(event.clock),
                                     .moment_reason = kept(happening.moment_reason)};
}

contracts::Event contract_of(const DossierStopped& event, const Happening& happening, const Dossier& after) {
  return contracts::Stopped{about(after),          kept(event.reasons),    standing(after),
                            clock_of(event.clock), event.unanswered_since, kept(happening.moment_reason)};
}

contracts::Event contract_of(const DossierReopened& event, const Happening& happening, const Dossier& after) {
  return contracts::Reopened{about(after), kept(event.reasons), standing(after).value(), clock_of(event.clock),
                             kept(happening.moment_reason)};
}

contracts::Event contract_of(const ApologyMade& event, const Happening& happening, const Dossier& after) {
  return contracts::Apologised{.about = about(after),
                               .promised_date = event.promised,
                               .promised_at = event.promised_at,
                               .due_date = after.deadline->date,
                               .in_time = event.in_time,
                               .reasons = kept(event.reasons),
                               .moment_reason = kept(happening.moment_reason)};
}

const Step& step(const Dossier& dossier, int number) { return dossier.steps.at(static_cast<std::size_t>(number) - 1); }

contracts::Event contract_of(const HandedOver& event, const Happening& happening, const Dossier& after) {
  return contracts::HandedOver{.about = about(after),
                               .from_step = event.from,
                               .handling_unit = event.unit,
                               .officer = event.officer ? std::optional{event.officer->str()} : std::nullopt,
                               .standing = standing(after).value(),
                               .stopped = clock_of(event.stopped),
                               .resumed = clock_of(event.resumed),
                               .moment_reason = kept(happening.moment_reason)};
}

contracts::Event contract_of(const HandoverReceived& event, const Happening& happening, const Dossier& after) {
  return contracts::HandoverReceived{about(after), event.step, kept(happening.moment_reason)};
}

contracts::Event contract_of(const StepBegun& event, const Happening& happening, const Dossier& after) {
  const calendar::Mode mode = event.limit.mode;
  return contracts::StepBegun{.about = about(after),
                              .step = event.number,
                              .code = event.code,
                              .agency = event.agency,
                              .unit = event.unit,
                              .counted = event.counted,
                              .limit = static_cast<int>(event.limit.amount / unit_of(mode)),
                              .mode = calendar::name_of(mode),
                              .dossier_used = event.dossier_used,
                              .overdue_from = overdue_from(event.due.date, mode),
                              .clock = clock_of(ClockResumed{event.due, 0}),
                              .moment_reason = kept(happening.moment_reason)};
}

contracts::Event contract_of(const StepPaused& event, const Happening& happening, const Dossier& after) {
  return contracts::StepPaused{about(after), event.number, clock_of(event.clock), kept(happening.moment_reason)};
}

contracts::Event contract_of(const StepResumed& event, const Happening& happening, const Dossier& after) {
  const calendar::Mode mode = step(after, event.number).clock.limit.mode;
  return contracts::StepResumed{about(after), event.number, overdue_from(event.clock.due.date, mode),
                                clock_of(event.clock), kept(happening.moment_reason)};
}

contracts::Event contract_of(const StepRecounted& event, const Happening& happening, const Dossier& after) {
  const calendar::Mode mode = step(after, event.number).clock.limit.mode;
  return contracts::StepRecounted{.about = about(after),
                                  .step = event.number,
                                  .decision = event.decision,
                                  .due_before = event.due_before,
                                  .due_before_at = event.due_before_at,
                                  .overdue_from = overdue_from(event.clock.due.date, mode),
                                  .clock = clock_of(event.clock),
                                  .moment_reason = kept(happening.moment_reason)};
}

contracts::Event contract_of(const StepEnded& event, const Happening& happening, const Dossier& after) {
  const Step& ended = step(after, event.number);
  return contracts::StepEnded{.about = about(after),
                              .step = event.number,
                              .unit = ended.unit,
                              .ended_as = event.timeliness ? name_of(*event.timeliness) : "withdrawn",
                              .due_date = ended.due,
                              .moment_reason = kept(happening.moment_reason)};
}

contracts::Event contract_of(const DossierTransferred& event, const Happening& happening, const Dossier& after) {
  return contracts::Transferred{.about = about(after),
                                .from_unit = event.from,
                                .to_unit = event.to,
                                .decision = event.decision,
                                .planned = event.planned,
                                .handling_unit = event.handling_unit,
                                .officer = event.officer ? std::optional{event.officer->str()} : std::nullopt,
                                .step_unit = event.step_unit,
                                .moment_reason = kept(happening.moment_reason)};
}

contracts::Event contract_of(const PeopleErased& event, const Happening& happening, const Dossier& after) {
  return contracts::PeopleErased{about(after), event.decision, event.policy, kept(happening.moment_reason)};
}

contracts::Event contract_of(const DeadlineRecounted& event, const Happening& happening, const Dossier& after) {
  return contracts::DeadlineRecounted{.about = about(after),
                                      .decision = event.decision,
                                      .due_before = event.due_before,
                                      .due_before_at = event.due_before_at,
                                      .standing = standing(after).value(),
                                      .clock = clock_of(event.clock),
                                      .moment_reason = kept(happening.moment_reason)};
}

contracts::Event contract_of(const DueSoon& event, const Happening& happening, const Dossier& after) {
  return contracts::DueSoon{about(after), event.due, event.due_at, kept(happening.moment_reason)};
}

contracts::Event contract_of(const Overdue& event, const Happening& happening, const Dossier& after) {
  return contracts::Overdue{about(after), event.due, event.due_at, event.apologised, kept(happening.moment_reason)};
}

// ---- and back; the words were checked when they were parsed

Event event_of(const contracts::Registered& in, const DossierId& id) {
  DossierRegistered event{
      .id = id,
      .number = in.number,
      .procedure = procedure_of(in.about),
      .receiving_unit = in.about.receiving_unit,
      .channel = channel_from(in.about.channel).value(),
      .applicant = {applicant_kind_from(in.applicant.kind).value(), person_of(in.applicant.person), std::nullopt},
      .components = {},
      .source = std::nullopt,
      .imported = in.imported};
  if (in.representative) event.applicant.representative = person_of(*in.representative);
  for (const contracts::Component& one : in.components)
    event.components.push_back({paper_kind_from(one.kind).value(), one.copies});
  if (in.source) event.source = Source{in.source->system, in.source->id};
  return event;
}

Event event_of(const contracts::Accepted& in, const DossierId&) {
  const auto mode = calendar::mode_named(in.mode).value();
  return DossierAccepted{procedure_of(in.about),
                         {in.due_date, in.due_at, in.counted_from, in.calendar_version, explained(in.days)},
                         {mode, in.limit * unit_of(mode)}};
}

Event event_of(const contracts::NotAccepted& in, const DossierId&) { return DossierNotAccepted{note_of(in.reasons)}; }

Event event_of(const contracts::Assigned& in, const DossierId&) {
  return DossierAssigned{in.handling_unit, in.officer ? std::optional{OfficerId{*in.officer}} : std::nullopt,
                         in.implied};
}

std::optional<calendar::Allowance> used_of(const std::optional<contracts::Used>& used) {
  if (!used) return std::nullopt;
  return calendar::Allowance{calendar::mode_named(used->mode).value(), used->amount};
}

Event event_of(const contracts::Resolved& in, const DossierId&) {
  return DossierResolved{outcome_from(in.outcome).value(),
                         timeliness_from(in.timeliness).value(),
                         note_of(in.reasons),
                         in.supplements,
                         used_of(in.used),
                         clock_of(in.clock)};
}

Event event_of(const contracts::Returned& in, const DossierId&) { return ResultReturned{channel_of(in.channel)}; }

Event event_of(const contracts::Withdrawn& in, const DossierId&) { return DossierWithdrawn{in.after_acceptance}; }

Event event_of(const contracts::SupplementRequested& in, const DossierId&) {
  return SupplementRequested{note_of(in.items), supplement_effect_from(in.effect).value(), in.reply_due,
                             note_of(in.override_reason), clock_of(in.clock)};
}

Event event_of(const contracts::SupplementReceived& in, const DossierId&) {
  return SupplementReceived{channel_of(in.channel), clock_of(in.clock)};
}

Event event_of(const contracts::PaymentRequested& in, const DossierId&) {
  return PaymentRequested{in.amount_vnd, note_of(in.basis), financial_step_from(in.effect).value(), clock_of(in.clock)};
}

Event event_of(const contracts::PaymentConfirmed& in, const DossierId&) {
  return PaymentConfirmed{in.amount_vnd, note_of(in.receipt), channel_of(in.channel), clock_of(in.clock)};
}

Event event_of(const contracts::Stopped& in, const DossierId&) {
  return DossierStopped{note_of(in.reasons), clock_of(in.clock), in.unanswered_since};
}

Event event_of(const contracts::Reopened& in, const DossierId&) {
  return DossierReopened{note_of(in.reasons), clock_of(in.clock)};
}

Event event_of(const contracts::Apologised& in, const DossierId&) {
  return ApologyMade{in.promised_date, in.promised_at, in.in_time, note_of(in.reasons)};
}

Event event_of(const contracts::HandedOver& in, const DossierId&) {
  return HandedOver{in.from_step, in.handling_unit, in.officer ? std::optional{OfficerId{*in.officer}} : std::nullopt,
                    clock_of(in.stopped), clock_of(in.resumed)};
}

Event event_of(const contracts::HandoverReceived& in, const DossierId&) { return HandoverReceived{in.step}; }

Event event_of(const contracts::StepBegun& in, const DossierId&) {
  const auto mode = calendar::mode_named(in.mode).value();
  return StepBegun{.number = in.step,
                   .code = in.code,
                   .agency = in.agency,
                   .unit = in.unit,
                   .counted = in.counted,
                   .limit = {mode, in.limit * unit_of(mode)},
                   .due = clock_of(in.clock).due,
                   .dossier_used = in.dossier_used};
}

Event event_of(const contracts::StepPaused& in, const DossierId&) { return StepPaused{in.step, clock_of(in.clock)}; }

Event event_of(const contracts::StepResumed& in, const DossierId&) { return StepResumed{in.step, clock_of(in.clock)}; }

Event event_of(const contracts::StepRecounted& in, const DossierId&) {
  return StepRecounted{in.step, clock_of(in.clock), in.due_before, in.due_before_at, in.decision};
}

Event event_of(const contracts::StepEnded& in, const DossierId&) {
  return StepEnded{in.step, timeliness_from(in.ended_as)};
}

Event event_of(const contracts::Transferred& in, const DossierId&) {
  return DossierTransferred{.from = in.from_unit,
                            .to = in.to_unit,
                            .decision = in.decision,
                            .planned = in.planned,
                            .handling_unit = in.handling_unit,
                            .officer = in.officer ? std::optional{OfficerId{*in.officer}} : std::nullopt,
                            .step_unit = in.step_unit};
}

Event event_of(const contracts::PeopleErased& in, const DossierId&) { return PeopleErased{in.decision, in.policy}; }

Event event_of(const contracts::DueSoon& in, const DossierId&) { return DueSoon{in.due_date, in.due_at}; }

Event event_of(const contracts::Overdue& in, const DossierId&) {
  return Overdue{in.due_date, in.due_at, in.apologised};
}

Event event_of(const contracts::DeadlineRecounted& in, const DossierId&) {
  return DeadlineRecounted{clock_of(in.clock), in.due_before, in.due_before_at, in.decision};
}

}  // namespace published

std::vector<contracts::Day> days_of(const calendar::Due& due) {
  std::vector<contracts::Day> days;
  days.reserve(due.days.size());
  for (const calendar::ExplainedDay& day : due.days) {
    days.push_back({day.date, day.counted, day.reason});
    if (day.stretch) {
      days.back().from = day.stretch->from;
      days.back().until = day.stretch->until;
    }
  }
  return days;
}

contracts::Event to_contract(const Happening& happening, const Dossier& after) {
  return std::visit(
      [&](const auto& event) -> contracts::Event { return published::contract_of(event, happening, after); },
      happening.event);
}

outbox::NewEvent to_history(const Happening& happening, const Dossier& after, const Author& author) {
  const contracts::Event event = to_contract(happening, after);
  return {.type = std::string{contracts::type_of(event)},
          .data = contracts::write(event),
          .actor = author.actor,
          .unit = author.unit,
          .occurred_at = happening.occurred_at,
          .recorded_at = happening.recorded_at,
          .traceparent = author.traceparent};
}

contracts::Event contract_in(const outbox::HistoryRow& row) {
  auto event = contracts::parse(row.event.type, row.event.data);
  if (!event) {
    throw std::runtime_error{"history of " + row.record_id + " version " + std::to_string(row.version) + ": " +
                             event.error()};
  }
  return std::move(event).value();
}

Happening from_history(const outbox::HistoryRow& row) {
  const contracts::Event event = contract_in(row);
  return {.event = std::visit([&](const auto& in) { return published::event_of(in, DossierId{row.record_id}); }, event),
          .occurred_at = row.event.occurred_at,
          .recorded_at = row.event.recorded_at,
          .moment_reason = std::visit([](const auto& in) { return published::note_of(in.moment_reason); }, event)};
}

Dossier fold(std::span<const outbox::HistoryRow> rows) {
  Dossier dossier;
  for (const outbox::HistoryRow& row : rows) dossier = evolve(std::move(dossier), from_history(row));
  return dossier;
}

}  // namespace motcua::dossiers
