#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "auth/auth.hpp"
#include "core/random.hpp"
#include "dossiers/domain/commands.hpp"
#include "dossiers/identity.hpp"
#include "dossiers/people.hpp"
#include "store/database.hpp"

namespace motcua::dossiers::rows {

/// A person or a text before it is kept: what history will know, and what will be kept at home.
struct NewPerson {
  Person person;
  PersonDetails details;
  std::string salt;
  std::optional<IdentityHash> identity;
};
struct NewNote {
  Note note;
  std::string kind;  ///< reasons, moment_reason, papers, or that of a StepNote
  std::string text;
  std::string salt;
};
NewPerson new_person(const PersonDetails& details, const IdentityKeys& keys, core::Instant now);
NewNote new_note(const std::string& kind, const std::string& text, core::Instant now);

void insert(store::Transaction& tx, const DossierId& dossier, const NewPerson& person);
void insert(store::Transaction& tx, const DossierId& dossier, const NewNote& note);

/// Names of papers have no place in history: they are one note of the dossier, as JSON.
std::string text_of(const std::vector<NamedComponent>& papers);
std::vector<Component> without_names(const std::vector<NamedComponent>& papers);
/// All notes of a dossier, read back.
Texts texts_of(store::Transaction& tx, const DossierId& dossier);
/// The same by ref, without the names of papers.
std::map<NoteRef, std::string> texts_by_ref(store::Transaction& tx, const DossierId& dossier);
/// Reasons have no line ends of their own, so one note holds them all.
std::string text_of(const std::vector<std::string>& reasons);

/// The people of a dossier; an erased name is empty.
ApplicantDetails people_of(store::Transaction& tx, const Applicant& applicant);

/// A dossier with its people and texts.
struct Whole {
  Dossier dossier;
  ApplicantDetails people;
  Texts texts;
};
/// In one statement, and so as they were at one moment; in the order of the ids, 1 to 16 of them.
std::vector<std::optional<Whole>> wholes_of(store::Transaction& tx, const std::vector<const DossierId*>& ids);

/// The people of many dossiers, found at once.
class PeopleOfMany {
 public:
  /// At most 200 dossiers.
  PeopleOfMany(store::Transaction& tx, std::span<const Dossier> dossiers);
  ApplicantDetails of(const Applicant& applicant) const;

 private:
  std::map<PersonRef, PersonDetails> known_;
};

/// Empties everything that tells who the dossier was about, in the transaction that appends `PeopleErased`: people,
/// officers' texts, the slip's digest, papers as files and the answers kept for repeats. Refs and digests of history
/// stay, and point to nothing. Whatever else comes to hold personal data of a dossier is erased here too.
void erase_people(store::Transaction& tx, const Dossier& dossier);

/// One line of the access log.
struct Access {
  core::Instant at;
  const auth::Actor& actor;
  const DossierId& dossier;
  std::string purpose;
  std::string traceparent;
  std::string fields = "applicant";  ///< what was shown
  std::string id = core::uuid7(at);  ///< of the line: written again, it stays one
};
void log_access(store::Transaction& tx, const Access& access);
/// 1 to 16 lines, in one statement.
void log_accesses(store::Transaction& tx, std::span<const Access> lines);
/// Any number of lines, 16 in a statement.
void log_many(store::Transaction& tx, std::span<const Access> lines);

}  // namespace motcua::dossiers::rows
