#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "core/strong.hpp"
#include "core/time.hpp"

/// What the dossiers service publishes on motcua.dossiers.v1, and the only code of it that another service may include.
/// One struct a type; the type's version is in its name. Old types are readable for ever: golden/*.json holds one of
/// each. Nothing here holds personal data: people are a reference and a salted digest, free text is a reference and a
/// digest.
namespace motcua::dossiers::contracts {

struct ProcedureRef {
  std::string code;
  std::string version;
  std::string field;
  bool operator==(const ProcedureRef&) const = default;
};

/// Carried by every event, so that a reader needs no other.
struct About {
  core::UnitId receiving_unit;
  ProcedureRef procedure;
  std::string channel;  ///< direct, online, postal
  bool operator==(const About&) const = default;
};

/// Personal data or free text that lives elsewhere and can be erased there: where, and what it was.
struct Kept {
  std::string ref;
  std::string digest;  ///< salted; the salt lives and goes with the text
  bool operator==(const Kept&) const = default;
};

struct Applicant {
  std::string kind;  ///< citizen, enterprise, household_business
  Kept person;
  bool operator==(const Applicant&) const = default;
};

/// A paper handed in. Its name, which an officer typed, is kept with the dossier and not published.
struct Component {
  std::string kind;  ///< original, copy, electronic
  int copies;
  bool operator==(const Component&) const = default;
};

/// Where an imported dossier was before.
struct Source {
  std::string system;
  std::string id;
  bool operator==(const Source&) const = default;
};

struct Day {
  core::Date date;
  bool counted;
  std::string reason;
  bool operator==(const Day&) const = default;
};

struct Registered {
  static constexpr std::string_view type = "dossier.registered.v1";
  About about;
  std::string number;
  Applicant applicant;
  std::optional<Kept> representative;
  std::vector<Component> components;
  core::Instant submitted_at;
  std::optional<Source> source;
  bool imported;
  std::optional<Kept> moment_reason;  ///< why the client stated the moment; so in every type
  bool operator==(const Registered&) const = default;
};

struct Accepted {
  static constexpr std::string_view type = "dossier.accepted.v1";
  About about;
  core::Instant accepted_at;
  core::Date due_date;   ///< overdue on the days after it
  core::Instant due_at;  ///< end of the last session of that day
  core::Date due_original;
  int limit;         ///< working days
  std::string mode;  ///< DAY
  std::string calendar_version;
  core::Date counted_from;
  std::vector<Day> days;
  std::optional<Kept> moment_reason;
  bool operator==(const Accepted&) const = default;
};

struct NotAccepted {
  static constexpr std::string_view type = "dossier.not_accepted.v1";
  About about;
  Kept reasons;
  std::optional<Kept> moment_reason;
  bool operator==(const NotAccepted&) const = default;
};

struct Assigned {
  static constexpr std::string_view type = "dossier.assigned.v1";
  About about;
  core::UnitId handling_unit;
  std::optional<std::string> officer;  ///< staff id
  bool implied;                        ///< an import told a result and no assignment
  std::optional<Kept> moment_reason;
  bool operator==(const Assigned&) const = default;
};

struct Resolved {
  static constexpr std::string_view type = "dossier.resolved.v1";
  About about;
  std::string outcome;     ///< granted, refused
  std::string timeliness;  ///< early, on_time, overdue: by due_date, frozen here
  core::Date due_date;
  core::Date due_original;
  core::Instant resolved_at;
  std::optional<Kept> reasons;
  std::optional<Kept> moment_reason;
  bool operator==(const Resolved&) const = default;
};

struct Returned {
  static constexpr std::string_view type = "dossier.returned.v1";
  About about;
  core::Instant returned_at;
  std::optional<Kept> moment_reason;
  bool operator==(const Returned&) const = default;
};

struct Withdrawn {
  static constexpr std::string_view type = "dossier.withdrawn.v1";
  About about;
  bool after_acceptance;
  std::optional<core::Date> due_date;  ///< when it had been accepted
  core::Instant withdrawn_at;
  std::optional<Kept> moment_reason;
  bool operator==(const Withdrawn&) const = default;
};

using Event = std::variant<Registered, Accepted, NotAccepted, Assigned, Resolved, Returned, Withdrawn>;

std::string_view type_of(const Event& event);
/// The about block of any event.
const About& about(const Event& event);

/// The data object, always with the same bytes for the same event. Throws nothing but std::bad_alloc.
std::string write(const Event& event);
/// Reads what `write` wrote, now or years ago. Unknown members are passed over; an unknown type, a missing or wrong
/// member is an error that names it and holds none of the data.
core::Result<Event, std::string> parse(std::string_view type, std::string_view data);

}  // namespace motcua::dossiers::contracts
