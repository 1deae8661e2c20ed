#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/desk.hpp"
#include "dossiers/intake.hpp"
#include "dossiers/store/people_rows.hpp"

namespace motcua::dossiers {

/// Free texts on their way into the notes.
using NewNotes = std::vector<rows::NewNote>;
/// History's part of a text that goes into the notes; nothing for no text.
std::optional<Note> noted(NewNotes& notes, const char* kind, const std::vector<std::string>& texts, core::Instant now);
std::optional<Declared> declared(NewNotes& notes, const std::optional<StatedMoment>& stated, core::Instant now);

/// A registration as far as it can be known before its number is drawn: decided, and nothing of it kept. Made before
/// the transaction, so that others wait for the agency's next number no longer than they must.
struct Draft {
  DossierId id;
  std::string agency_code;
  core::Date day;                 ///< of receipt
  std::vector<Happening> events;  ///< the first, DossierRegistered, has no number yet
  std::vector<rows::NewPerson> people;
  NewNotes notes;
};
core::Result<Draft, Refusal> drafted(const Registration& registration, const Place& place,
                                     const std::optional<StatedMoment>& stated, const catalogue::Catalogue& catalogue,
                                     const IdentityKeys& keys, core::Date day, core::Instant now);

/// What the draft makes happen once it has a number.
std::vector<Happening> numbered(const Draft& draft, const std::string& number);

}  // namespace motcua::dossiers
