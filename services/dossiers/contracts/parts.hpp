#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/strong.hpp"
#include "core/time.hpp"

/// What several events hold.
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

/// A day of a due date's derivation; where hours are counted, the part of one session.
struct Day {
  core::Date date;
  bool counted;
  std::string reason;
  std::optional<core::Instant> from{};  ///< both or none
  std::optional<core::Instant> until{};
  bool operator==(const Day&) const = default;
};

/// How an accepted dossier stands after the event, for those who count.
struct Standing {
  bool paused;                         ///< waits for papers, money or conditions: status codes 5, 6 and 8
  std::optional<core::Date> due_date;  ///< nothing while the clock stands
  std::optional<core::Date>
      overdue_from;  ///< first day at whose end it is overdue; there is one when there is a due_date
  bool operator==(const Standing&) const = default;
};

/// What a clock counted.
struct Used {
  std::string mode;     ///< DAY, HOUR, CALENDAR
  std::int64_t amount;  ///< working days, working minutes or days, by the mode
  bool operator==(const Used&) const = default;
};

/// The clock stands from this event on.
struct ClockStopped {
  std::int64_t
      used;  ///< of the limit so far: working days, working minutes or days, by the mode of the dossier's limit
  bool operator==(const ClockStopped&) const = default;
};

/// The clock runs towards another due date from this event on; the derivation counts what was left of the limit.
struct ClockResumed {
  std::int64_t used;  ///< of the limit before; 0: counted afresh
  core::Date due_date;
  core::Instant due_at;
  std::string calendar_version;
  core::Date counted_from;
  std::vector<Day> days;
  bool operator==(const ClockResumed&) const = default;
};

}  // namespace motcua::dossiers::contracts
