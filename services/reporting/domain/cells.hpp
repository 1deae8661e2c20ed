#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "reporting/domain/counters.hpp"

namespace motcua::reporting {

/// The cells of form 06 (Circular 01/2020/TT-VPCP), with withdrawn as a column of its own. Received = resolved +
/// pending + withdrawn. Paused ones wait for somebody (codes 5, 6 and 8 of the National Portal): they are some of the
/// pending ones and in no sum. Supplements and trips are of dossiers alone, and in no form. Of steps: received are
/// those that began, resolved those that ended, pending those in hand.
struct Cells {
  std::int64_t online = 0;
  std::int64_t direct = 0;
  std::int64_t postal = 0;
  std::int64_t carried_over = 0;  ///< pending at the end of the day before the period
  std::int64_t early = 0;
  std::int64_t on_time = 0;
  std::int64_t overdue = 0;
  std::int64_t pending_in_time = 0;
  std::int64_t pending_overdue = 0;
  std::int64_t paused_in_time = 0;
  std::int64_t paused_overdue = 0;
  std::int64_t withdrawn = 0;
  // Of those resolved in the period of which it is told how often papers were asked for.
  std::int64_t without_supplements = 0;
  std::int64_t with_supplements = 0;
  std::int64_t supplements = 0;
  // Made in the period.
  std::int64_t submission_trips = 0;
  std::int64_t supplement_trips = 0;
  std::int64_t payment_trips = 0;
  std::int64_t collection_trips = 0;

  std::int64_t received() const { return online + direct + postal + carried_over; }
  std::int64_t resolved() const { return early + on_time + overdue; }
  std::int64_t pending() const { return pending_in_time + pending_overdue; }
  std::int64_t paused() const { return paused_in_time + paused_overdue; }
  std::int64_t accepted() const { return online + direct + postal; }
  std::int64_t trips() const { return submission_trips + supplement_trips + payment_trips + collection_trips; }

  Cells& operator+=(const Cells& other);
  bool operator==(const Cells&) const = default;
};

/// `start`: everything up to the day before the period; `end`: everything up to as-of; both by what was known then.
Cells cells_between(const ByChannel& start, const ByChannel& end);

enum class Cell {
  received,
  received_online,
  received_direct,
  received_postal,
  received_carried_over,
  resolved,
  resolved_early,
  resolved_on_time,
  resolved_overdue,
  pending,
  pending_in_time,
  pending_overdue,
  paused,
  paused_in_time,
  paused_overdue,
  withdrawn,
  supplements_none,
  supplements_some,
};
inline constexpr std::array every_cell{Cell::received,        Cell::received_online,       Cell::received_direct,
                                       Cell::received_postal, Cell::received_carried_over, Cell::resolved,
                                       Cell::resolved_early,  Cell::resolved_on_time,      Cell::resolved_overdue,
                                       Cell::pending,         Cell::pending_in_time,       Cell::pending_overdue,
                                       Cell::paused,          Cell::paused_in_time,        Cell::paused_overdue,
                                       Cell::withdrawn,       Cell::supplements_none,      Cell::supplements_some};
/// The cells that tell of a subject, the burden last: it is of dossiers alone.
std::span<const Cell> cells_of(Subject subject);
std::span<const Cell> cells_without_burden();

/// The cell is of the burden: see burden_begins.
constexpr bool is_of_burden(Cell cell) { return cell == Cell::supplements_none || cell == Cell::supplements_some; }

/// Cells are named by their path in the report: `received.online`, `pending.total`, `withdrawn`.
std::string_view name_of(Cell cell);
std::optional<Cell> cell_named(Subject subject, std::string_view path);
std::int64_t value_of(const Cells& cells, Cell cell);

/// Narrows cells to one procedure, one field or one channel.
struct Narrowing {
  enum class By { procedure, field, channel } by;
  std::string value;
};

/// A part of a whole in percent. No value when there is no whole: neither 0 nor 100 would be true.
struct Rate {
  std::int64_t numerator;
  std::int64_t denominator;  ///< at least the numerator; both ≥ 0

  /// Exact, two places, half up: `96.17`.
  std::optional<std::string> percent() const;
};

/// So many for each of a whole; may be more than one. No value when there is no whole.
struct Average {
  std::int64_t numerator;    ///< ≥ 0
  std::int64_t denominator;  ///< ≥ 0

  /// Exact, two places, half up: `1.25`.
  std::optional<std::string> value() const;
};

/// (early + on time) / resolved. Pending ones, overdue or not, and withdrawn ones are not in it.
Rate on_time_rate(const Cells& cells);
/// Resolved / received.
Rate completion_rate(const Cells& cells);
/// Resolved without a supplement / resolved ones of which it is told.
Rate first_time_right_rate(const Cells& cells);
/// Requests for a supplement / resolved ones of which it is told.
Average supplements_per_dossier(const Cells& cells);
/// Trips made in the period / dossiers accepted in it.
Average trips_per_dossier(const Cells& cells);

/// As the form prints it: withdrawn ones are counted as resolved on time, so that (3) = (7) + (11) and (7) = (8) + (9)
/// + (10).
struct Form06 {
  std::int64_t received;          ///< (3) = (4) + (5) + (6)
  std::int64_t online;            ///< (4)
  std::int64_t direct_or_postal;  ///< (5)
  std::int64_t carried_over;      ///< (6)
  std::int64_t resolved;          ///< (7)
  std::int64_t early;             ///< (8)
  std::int64_t on_time;           ///< (9)
  std::int64_t overdue;           ///< (10)
  std::int64_t pending;           ///< (11) = (12) + (13)
  std::int64_t pending_in_time;   ///< (12)
  std::int64_t pending_overdue;   ///< (13)
};
Form06 form06(const Cells& cells);

}  // namespace motcua::reporting
