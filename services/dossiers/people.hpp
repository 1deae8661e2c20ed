#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/domain/dossier.hpp"

namespace motcua::dossiers {

/// A person's data: kept in the table `persons` alone, never in events, logs, metrics or URLs.
struct PersonDetails {
  std::string name;
  std::optional<std::string> identity_number;
  std::optional<std::string> phone;
  bool operator==(const PersonDetails&) const = default;
};

struct ApplicantDetails {
  ApplicantKind kind = ApplicantKind::citizen;
  PersonDetails person;
  std::optional<PersonDetails> representative;
  bool operator==(const ApplicantDetails&) const = default;
};

/// A paper handed in. Its name is an officer's free text, so it stays at home as well.
struct NamedComponent {
  std::string name;
  PaperKind kind = PaperKind::original;
  int copies = 1;
  bool operator==(const NamedComponent&) const = default;
};

/// Why a moment was stated; history knows it by `ref` alone.
struct MomentReason {
  NoteRef ref;
  std::string text;
};

/// A text of an officer about a step of the dossier's life, and the step: supplement_items, override_reason,
/// payment_basis, payment_receipt, stop_reasons, reopen_reasons, apology_reasons, paper_withdrawal_reasons,
/// correction_reasons.
struct StepNote {
  NoteRef ref;
  std::string kind;
  std::vector<std::string> texts;
};

/// What officers typed about a dossier. Free text may name anybody, so it is shown like a person's data. Erased texts
/// are left out.
struct Texts {
  std::vector<std::string> reasons;  ///< of a refusal, at intake or on the merits
  std::vector<NamedComponent> components;
  std::vector<MomentReason> moment_reasons;  ///< in the order of the moments
  std::vector<StepNote> notes;               ///< in the order of the steps
};

/// What those see who need no personal data: initials, and the last three characters of numbers.
PersonDetails masked(const PersonDetails& person);
ApplicantDetails masked(const ApplicantDetails& applicant);

/// Salted digest of a person or a text, as history holds it.
std::string digest_of(const PersonDetails& person, std::string_view salt);
std::string digest_of(std::string_view text, std::string_view salt);

/// Nothing but 9 to 12 digits, however they are set apart: an identity number (9 or 12) or a phone number (10, or 11
/// with 84 in front). Identifiers that go into history must not be one.
bool resembles_a_citizens_number(std::string_view text);

}  // namespace motcua::dossiers
