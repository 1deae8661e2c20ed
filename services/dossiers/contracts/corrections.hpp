#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dossiers/contracts/parts.hpp"

/// Wrong facts put right. Each event names the version of the event that told what was wrong, and holds all that counts
/// of the dossier from then on: whoever counts takes back what it counted, and counts the course anew, as learnt when
/// the correction was recorded.
namespace motcua::dossiers::contracts {

/// The citizen came to the counter.
struct Visit {
  std::string reason;  ///< submission, supplement, payment, collection
  core::Instant at;
  bool operator==(const Visit&) const = default;
};

/// A part of a dossier's life under one due date, or under none while its clock stands.
struct Stretch {
  core::Instant since;
  Standing standing;
  std::optional<core::Instant> due_at;  ///< there is one when there is a due date
  std::optional<ClockStopped> stopped;
  std::optional<ClockResumed> resumed;  ///< of both, what the clock did when the stretch began
  bool operator==(const Stretch&) const = default;
};

/// How a dossier left the pending ones.
struct Ended {
  core::Instant at;
  std::string as;                  ///< early, on_time, overdue, withdrawn
  std::optional<int> supplements;  ///< as a resolution tells them; so `used`
  std::optional<Used> used;
  bool operator==(const Ended&) const = default;
};

struct Course {
  std::vector<Stretch> stretches;  ///< in their order; none before acceptance
  std::optional<Ended> ended;
  std::vector<Visit> trips;
  bool operator==(const Course&) const = default;
};

/// What every correction says.
struct CorrectionBasis {
  std::int64_t supersedes;  ///< version of the event that told what was wrong
  Kept reasons;
  std::string role;                 ///< of the actor: leader
  std::vector<Visit> trips_before;  ///< that counted until now
  bool operator==(const CorrectionBasis&) const = default;
};

/// It was accepted at another moment; the about block has the procedure's version in force then. A result stays what
/// and when it was; whether it came in time is told before and after.
struct AcceptanceCorrected {
  static constexpr std::string_view type = "dossier.acceptance_corrected.v1";
  About about;
  CorrectionBasis basis;
  core::Instant accepted_before;
  core::Instant accepted_at;
  bool with_submission;  ///< handed in by the same act
  int limit;             ///< working days, working hours or days, by the mode
  std::string mode;
  std::optional<std::string> supplement_effect;  ///< of the latest request
  std::optional<core::Instant> due_before;       ///< nothing while the clock stood
  std::optional<std::string> timeliness_before;
  core::Instant last_moment;  ///< of what has happened to the dossier by now
  Course course;
  std::optional<Kept> moment_reason;
  bool operator==(const AcceptanceCorrected&) const = default;
};

/// Another unit received it: the about block names that one, the course counts for it.
struct UnitCorrected {
  static constexpr std::string_view type = "dossier.unit_corrected.v1";
  About about;
  CorrectionBasis basis;
  core::UnitId unit_before;
  core::UnitId unit;
  Course course;
  std::optional<Kept> moment_reason;
  bool operator==(const UnitCorrected&) const = default;
};

/// It was a second entry of another dossier: nothing of it counts any more, and nothing happens to it any more.
struct Annulled {
  static constexpr std::string_view type = "dossier.annulled.v1";
  About about;
  CorrectionBasis basis;
  std::string doubles;     ///< number of the other dossier
  std::string doubles_id;  ///< and its id
  std::optional<Kept> moment_reason;
  bool operator==(const Annulled&) const = default;
};

}  // namespace motcua::dossiers::contracts
