#include "dossiers/published.hpp"

#include <stdexcept>
#include <utility>

namespace motcua::dossiers {
namespace {

contracts::About about(const Dossier& dossier) {
  return {dossier.receiving_unit,
          {dossier.procedure.code, dossier.procedure.version, dossier.procedure.field},
          name_of(dossier.channel)};
}

contracts::Kept kept(const Person& person) { return {person.ref.str(), person.digest}; }
contracts::Kept kept(const Note& note) { return {note.ref.str(), note.digest}; }
template <class Known>
std::optional<contracts::Kept> kept(const std::optional<Known>& maybe) {
  return maybe ? std::optional{kept(*maybe)} : std::nullopt;
}

Person person_of(const contracts::Kept& kept) { return {PersonRef{kept.ref}, kept.digest}; }
Note note_of(const contracts::Kept& kept) { return {NoteRef{kept.ref}, kept.digest}; }
std::optional<Note> note_of(const std::optional<contracts::Kept>& maybe) {
  return maybe ? std::optional{note_of(*maybe)} : std::nullopt;
}

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
                          .limit = event.limit.count(),
                          .mode = event.mode,
                          .calendar_version = event.due.calendar_version,
                          .counted_from = event.due.counted_from,
                          .days = {},
                          .moment_reason = kept(happening.moment_reason)};
  out.days.reserve(event.due.days.size());
  for (const calendar::ExplainedDay& day : event.due.days) out.days.push_back({day.date, day.counted, day.reason});
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
  return contracts::Resolved{.about = about(after),
                             .outcome = name_of(event.outcome),
                             .timeliness = name_of(event.timeliness),
                             .due_date = after.deadline->date,
                             .due_original = after.deadline->original,
                             .resolved_at = happening.occurred_at,
                             .reasons = kept(event.reasons),
                             .moment_reason = kept(happening.moment_reason)};
}

contracts::Event contract_of(const ResultReturned&, const Happening& happening, const Dossier& after) {
  return contracts::Returned{about(after), happening.occurred_at, kept(happening.moment_reason)};
}

contracts::Event contract_of(const DossierWithdrawn& event, const Happening& happening, const Dossier& after) {
  return contracts::Withdrawn{about(after), event.after_acceptance,
                              after.deadline ? std::optional{after.deadline->date} : std::nullopt,
                              happening.occurred_at, kept(happening.moment_reason)};
}

// ---- and back; the words were checked when they were parsed

Event event_of(const contracts::Registered& in, const DossierId& id) {
  DossierRegistered event{
      .id = id,
      .number = in.number,
      .procedure = {in.about.procedure.code, in.about.procedure.version, in.about.procedure.field},
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
  calendar::Due due{in.due_date, in.due_at, in.counted_from, in.calendar_version, {}};
  for (const contracts::Day& day : in.days) due.days.push_back({day.date, day.counted, day.reason});
  return DossierAccepted{std::move(due), calendar::WorkingDays{in.limit}, in.mode};
}

Event event_of(const contracts::NotAccepted& in, const DossierId&) { return DossierNotAccepted{note_of(in.reasons)}; }

Event event_of(const contracts::Assigned& in, const DossierId&) {
  return DossierAssigned{in.handling_unit, in.officer ? std::optional{OfficerId{*in.officer}} : std::nullopt,
                         in.implied};
}

Event event_of(const contracts::Resolved& in, const DossierId&) {
  return DossierResolved{outcome_from(in.outcome).value(), timeliness_from(in.timeliness).value(), note_of(in.reasons)};
}

Event event_of(const contracts::Returned&, const DossierId&) { return ResultReturned{}; }

Event event_of(const contracts::Withdrawn& in, const DossierId&) { return DossierWithdrawn{in.after_acceptance}; }

}  // namespace

contracts::Event to_contract(const Happening& happening, const Dossier& after) {
  return std::visit([&](const auto& event) { return contract_of(event, happening, after); }, happening.event);
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

Happening from_history(const outbox::HistoryRow& row) {
  const auto event = contracts::parse(row.event.type, row.event.data);
  if (!event) {
    throw std::runtime_error{"history of " + row.record_id + " version " + std::to_string(row.version) + ": " +
                             event.error()};
  }
  return {.event = std::visit([&](const auto& in) { return event_of(in, DossierId{row.record_id}); }, *event),
          .occurred_at = row.event.occurred_at,
          .recorded_at = row.event.recorded_at,
          .moment_reason = std::visit([](const auto& in) { return note_of(in.moment_reason); }, *event)};
}

Dossier fold(std::span<const outbox::HistoryRow> rows) {
  Dossier dossier;
  for (const outbox::HistoryRow& row : rows) dossier = evolve(std::move(dossier), from_history(row));
  return dossier;
}

}  // namespace motcua::dossiers
