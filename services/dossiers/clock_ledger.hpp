#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dossiers/contracts/events.hpp"
#include "outbox/history.hpp"

namespace motcua::dossiers {

/// The days from which a due date follows.
struct Derivation {
  std::int64_t used;  ///< of the limit before this stretch
  core::Date due_date;
  core::Instant due_at;
  std::string calendar_version;
  core::Date counted_from;
  std::vector<contracts::Day> days;
};

/// What happened to a dossier's clock: started, paused, resumed, restarted, recounted, corrected, or promised (another
/// date for the citizen, which moves nothing); the same of a step's clock, which ended when its agency was done.
struct ClockEntry {
  std::string what;
  std::optional<int> step{};  ///< of a linked procedure, when it is that step's clock and not the dossier's
  std::int64_t version;       ///< of the event
  std::string event;          ///< its type: the reason
  std::string rule;           ///< its source
  core::Instant occurred_at;
  core::Instant recorded_at;
  std::optional<std::int64_t> used{};  ///< of the limit until then
  /// When the clock runs from here on. The days are those of this stretch: where a pause ends it, they end there.
  std::optional<Derivation> derivation{};
  std::optional<core::Date> promised{};
  std::optional<std::string> decision{};  ///< that changed the calendar
  std::optional<std::string> ended_as{};  ///< of a step: early, on_time, overdue, withdrawn
};

/// A dossier's clock as its history tells it, in order. With it a clerk can redo the sum: what each stretch counted and
/// what was left for the next.
std::vector<ClockEntry> clock_ledger(std::span<const outbox::HistoryRow> history);

}  // namespace motcua::dossiers
