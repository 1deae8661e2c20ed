#pragma once

#include <optional>

#include "dossiers/contracts/events.hpp"
#include "dossiers/domain/events.hpp"

/// What the translations of several events share. Only published*.cpp include this.
namespace motcua::dossiers {

inline contracts::About about(const Dossier& dossier) {
  return {dossier.receiving_unit,
          {dossier.procedure.code, dossier.procedure.version, dossier.procedure.field},
          name_of(dossier.channel)};
}

inline contracts::Kept kept(const Person& person) { return {person.ref.str(), person.digest}; }
inline contracts::Kept kept(const Note& note) { return {note.ref.str(), note.digest}; }
template <class Known>
std::optional<contracts::Kept> kept(const std::optional<Known>& maybe) {
  return maybe ? std::optional{kept(*maybe)} : std::nullopt;
}

inline Person person_of(const contracts::Kept& kept) { return {PersonRef{kept.ref}, kept.digest}; }
inline Note note_of(const contracts::Kept& kept) { return {NoteRef{kept.ref}, kept.digest}; }
inline std::optional<Note> note_of(const std::optional<contracts::Kept>& maybe) {
  return maybe ? std::optional{note_of(*maybe)} : std::nullopt;
}

}  // namespace motcua::dossiers
