#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dossiers/published.hpp"

/// Parts of events in the contracts' words and in the domain's: for published*.cpp, nobody else.
namespace motcua::dossiers::published {

inline contracts::About about(const Dossier& dossier) {
  return {dossier.receiving_unit,
          {dossier.procedure.code, dossier.procedure.version, dossier.procedure.field},
          name_of(dossier.channel)};
}

inline ProcedureKey procedure_of(const contracts::About& about) {
  return {about.procedure.code, about.procedure.version, about.procedure.field};
}

inline contracts::Kept kept(const Person& person) { return {person.ref.str(), person.digest}; }
inline contracts::Kept kept(const Note& note) { return {note.ref.str(), note.digest}; }
template <class Known>
inline std::optional<contracts::Kept> kept(const std::optional<Known>& maybe) {
  return maybe ? std::optional{kept(*maybe)} : std::nullopt;
}

inline Person person_of(const contracts::Kept& kept) { return {PersonRef{kept.ref}, kept.digest}; }
inline Note note_of(const contracts::Kept& kept) { return {NoteRef{kept.ref}, kept.digest}; }
inline std::optional<Note> note_of(const std::optional<contracts::Kept>& maybe) {
  return maybe ? std::optional{note_of(*maybe)} : std::nullopt;
}

inline std::optional<std::string> channel_of(const std::optional<Channel>& channel) {
  return channel ? std::optional<std::string>{name_of(*channel)} : std::nullopt;
}
inline std::optional<Channel> channel_of(const std::optional<std::string>& word) {
  return word ? channel_from(*word) : std::nullopt;
}

/// Minutes in an hour, for the limits that are written in hours and counted in minutes.
inline std::int64_t unit_of(calendar::Mode mode) { return mode == calendar::Mode::hour ? 60 : 1; }

inline std::vector<calendar::ExplainedDay> explained(const std::vector<contracts::Day>& in) {
  std::vector<calendar::ExplainedDay> days;
  days.reserve(in.size());
  for (const contracts::Day& day : in) {
    days.push_back({day.date, day.counted, day.reason});
    if (day.from) days.back().stretch = calendar::Stretch{*day.from, day.until.value()};
  }
  return days;
}

// Hours run out during the day, so at its end it is overdue already.
inline core::Date overdue_from(core::Date due, calendar::Mode mode) {
  return due + std::chrono::days{mode == calendar::Mode::hour ? 0 : 1};
}

inline std::optional<contracts::Standing> standing(const Dossier& after) {
  if (!after.clock) return std::nullopt;
  contracts::Standing standing{is_paused(after.status), std::nullopt, std::nullopt};
  if (due_runs(after)) {
    standing.due_date = after.deadline->date;
    standing.overdue_from = overdue_from(after.deadline->date, after.clock->limit.mode);
  }
  return standing;
}

inline contracts::ClockStopped clock_of(const ClockStopped& clock) { return {clock.used}; }
inline ClockStopped clock_of(const contracts::ClockStopped& in) { return {in.used}; }

inline contracts::ClockResumed clock_of(const ClockResumed& clock) {
  const calendar::Due& due = clock.due;
  return {clock.used, due.date, due.closes, due.calendar_version, due.counted_from, days_of(due)};
}
inline ClockResumed clock_of(const contracts::ClockResumed& in) {
  return {{in.due_date, in.due_at, in.counted_from, in.calendar_version, explained(in.days)}, in.used};
}

template <class Change>
auto clock_of(const std::optional<Change>& maybe) {
  return maybe ? std::optional{clock_of(*maybe)} : std::nullopt;
}

}  // namespace motcua::dossiers::published
