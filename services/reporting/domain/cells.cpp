#include "reporting/domain/cells.hpp"

#include <algorithm>

namespace motcua::reporting {
namespace {

/// No value of nothing.
std::optional<std::string> to_two_places(std::int64_t numerator, std::int64_t denominator) {
  if (denominator == 0) return std::nullopt;
  // Hundredths in whole numbers; half up is adding half of the denominator before the division.
  const std::int64_t hundredths = (numerator * 100 * 2 + denominator) / (denominator * 2);
  const std::int64_t rest = hundredths % 100;
  return std::to_string(hundredths / 100) + (rest < 10 ? ".0" : ".") + std::to_string(rest);
}

}  // namespace

Cells& Cells::operator+=(const Cells& other) {
  online += other.online;
  direct += other.direct;
  postal += other.postal;
  carried_over += other.carried_over;
  early += other.early;
  on_time += other.on_time;
  overdue += other.overdue;
  pending_in_time += other.pending_in_time;
  pending_overdue += other.pending_overdue;
  paused_in_time += other.paused_in_time;
  paused_overdue += other.paused_overdue;
  withdrawn += other.withdrawn;
  without_supplements += other.without_supplements;
  with_supplements += other.with_supplements;
  supplements += other.supplements;
  submission_trips += other.submission_trips;
  supplement_trips += other.supplement_trips;
  payment_trips += other.payment_trips;
  collection_trips += other.collection_trips;
  return *this;
}

Cells cells_between(const ByChannel& start, const ByChannel& end) {
  const auto accepted = [&](Channel channel) { return of(end, channel).accepted - of(start, channel).accepted; };
  Counters before;
  Counters now;
  for (const Counters& channel : start) before += channel;
  for (const Counters& channel : end) now += channel;

  Cells cells;
  cells.online = accepted(Channel::online);
  cells.direct = accepted(Channel::direct);
  cells.postal = accepted(Channel::postal);
  cells.carried_over = before.pending();
  cells.early = now.early - before.early;
  cells.on_time = now.on_time - before.on_time;
  cells.overdue = now.overdue - before.overdue;
  cells.pending_in_time = now.pending() - now.pending_overdue;
  cells.pending_overdue = now.pending_overdue;
  cells.paused_in_time = now.paused - now.paused_overdue;
  cells.paused_overdue = now.paused_overdue;
  cells.withdrawn = now.withdrawn - before.withdrawn;
  cells.without_supplements = now.without_supplements - before.without_supplements;
  cells.with_supplements = now.with_supplements - before.with_supplements;
  cells.supplements = now.supplements - before.supplements;
  cells.submission_trips = now.submission_trips - before.submission_trips;
  cells.supplement_trips = now.supplement_trips - before.supplement_trips;
  cells.payment_trips = now.payment_trips - before.payment_trips;
  cells.collection_trips = now.collection_trips - before.collection_trips;
  return cells;
}

std::string_view name_of(Cell cell) {
  switch (cell) {
    case Cell::received: return "received.total";
    case Cell::received_online: return "received.online";
    case Cell::received_direct: return "received.direct";
    case Cell::received_postal: return "received.postal";
    case Cell::received_carried_over: return "received.carried_over";
    case Cell::resolved: return "resolved.total";
    case Cell::resolved_early: return "resolved.early";
    case Cell::resolved_on_time: return "resolved.on_time";
    case Cell::resolved_overdue: return "resolved.overdue";
    case Cell::pending: return "pending.total";
    case Cell::pending_in_time: return "pending.in_time";
    case Cell::pending_overdue: return "pending.overdue";
    case Cell::paused: return "paused.total";
    case Cell::paused_in_time: return "paused.in_time";
    case Cell::paused_overdue: return "paused.overdue";
    case Cell::withdrawn: return "withdrawn";
    case Cell::supplements_none: return "supplements.none";
    case Cell::supplements_some: return "supplements.some";
  }
  return "";
}

std::span<const Cell> cells_of(Subject subject) {
  return subject == Subject::dossiers ? std::span<const Cell>{every_cell} : cells_without_burden();
}

std::span<const Cell> cells_without_burden() {
  return {every_cell.begin(), std::find_if(every_cell.begin(), every_cell.end(), is_of_burden)};
}

std::optional<Cell> cell_named(Subject subject, std::string_view path) {
  for (const Cell cell : cells_of(subject)) {
    if (name_of(cell) == path) return cell;
  }
  return std::nullopt;
}

std::int64_t value_of(const Cells& cells, Cell cell) {
  switch (cell) {
    case Cell::received: return cells.received();
    case Cell::received_online: return cells.online;
    case Cell::received_direct: return cells.direct;
    case Cell::received_postal: return cells.postal;
    case Cell::received_carried_over: return cells.carried_over;
    case Cell::resolved: return cells.resolved();
    case Cell::resolved_early: return cells.early;
    case Cell::resolved_on_time: return cells.on_time;
    case Cell::resolved_overdue: return cells.overdue;
    case Cell::pending: return cells.pending();
    case Cell::pending_in_time: return cells.pending_in_time;
    case Cell::pending_overdue: return cells.pending_overdue;
    case Cell::paused: return cells.paused();
    case Cell::paused_in_time: return cells.paused_in_time;
    case Cell::paused_overdue: return cells.paused_overdue;
    case Cell::withdrawn: return cells.withdrawn;
    case Cell::supplements_none: return cells.without_supplements;
    case Cell::supplements_some: return cells.with_supplements;
  }
  return 0;
}

std::optional<std::string> Rate::percent() const { return to_two_places(numerator * 100, denominator); }

std::optional<std::string> Average::value() const { return to_two_places(numerator, denominator); }

Rate on_time_rate(const Cells& cells) { return {cells.early + cells.on_time, cells.resolved()}; }

Rate completion_rate(const Cells& cells) { return {cells.resolved(), cells.received()}; }

Rate first_time_right_rate(const Cells& cells) {
  return {cells.without_supplements, cells.without_supplements + cells.with_supplements};
}

Average supplements_per_dossier(const Cells& cells) {
  return {cells.supplements, cells.without_supplements + cells.with_supplements};
}

Average trips_per_dossier(const Cells& cells) { return {cells.trips(), cells.accepted()}; }

Form06 form06(const Cells& cells) {
  return {.received = cells.received(),
          .online = cells.online,
          .direct_or_postal = cells.direct + cells.postal,
          .carried_over = cells.carried_over,
          .resolved = cells.resolved() + cells.withdrawn,
          .early = cells.early,
          .on_time = cells.on_time + cells.withdrawn,
          .overdue = cells.overdue,
          .pending = cells.pending(),
          .pending_in_time = cells.pending_in_time,
          .pending_overdue = cells.pending_overdue};
}

}  // namespace motcua::reporting
