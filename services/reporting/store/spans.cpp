#include "reporting/store/spans.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "core/text.hpp"
#include "reporting/store/narrowing.hpp"
#include "reporting/store/tables.hpp"
#include "store/many.hpp"

namespace motcua::reporting {
namespace {

constexpr std::string_view columns =
    "record_id, span, number, unit_id, procedure_code, procedure_version, field, channel, accepted_day, begun_as, "
    "begun_day, begun_learnt, due_date, overdue_from, paused, ended_as, ended_day, ended_learnt, supplements, "
    "used_unit, used, superseded_learnt";
constexpr std::size_t column_count = 22;

/// Stored where nobody tells how often papers were asked for.
constexpr int untold = -1;

/// Stored for a day that has not come: later than any that can.
constexpr core::Date never{std::chrono::days{2'147'483'647}};

template <class Value>
Value stored(std::optional<Value> value, const char* column) {
  if (!value) throw std::runtime_error(std::string{"spans: unreadable "} + column);
  return *std::move(value);
}

std::optional<DueDay> due_day(core::Date due, core::Date overdue_from) {
  return due == never ? std::nullopt : std::optional{DueDay{due, overdue_from}};
}

std::vector<Span> spans_of(store::Transaction& tx, std::string_view sql, const std::vector<store::Value>& values) {
  std::vector<Span> spans;
  for (auto& [record, ordinal, number, unit, procedure, version, field, channel, accepted_on, begun_as, begun_day,
              begun_learnt, due, overdue_from, paused, ended_as, ended_day, ended_learnt, supplements, used_unit, used,
              superseded] :
       tx.query_bound<std::string, int, std::string, std::string, std::string, std::string, std::string, std::string,
                      core::Date, std::string, core::Date, core::Date, core::Date, core::Date, bool, std::string,
                      core::Date, core::Date, int, std::string, std::int64_t, core::Date>(sql, values)) {
    Span span;
    span.record = RecordId{record};
    span.ordinal = ordinal;
    span.number = number;
    span.about = {core::UnitId{unit}, procedure, version, field, stored(channel_named(channel), "channel")};
    if (!begun_as.empty()) {
      const Begun as = stored(begun_named(begun_as), "begun_as");
      span.begun = Span::Beginning{begun_day, begun_learnt, as, due_day(due, overdue_from), paused, accepted_on};
    }
    if (!ended_as.empty()) {
      span.ended = Span::End{ended_day, ended_learnt, stored(ended_named(ended_as), "ended_as"),
                             supplements == untold ? std::nullopt : std::optional{supplements}};
      if (!used_unit.empty()) span.ended->used = TimeUsed{stored(unit_named(used_unit), "used_unit"), used};
    }
    if (superseded != never) span.superseded = superseded;
    spans.push_back(std::move(span));
  }
  return spans;
}

void add(std::vector<store::Value>& values, const Span& span) {
  const auto& [code, version, field] = std::tie(span.about.procedure, span.about.procedure_version, span.about.field);
  values.insert(values.end(), {span.record, span.ordinal, span.number, span.about.unit, code, version, field,
                               name_of(span.about.channel)});
  if (span.begun) {
    const DueDay due = span.begun->due.value_or(DueDay{never, never});
    values.insert(values.end(), {span.begun->accepted_on, name_of(span.begun->as), span.begun->day, span.begun->learnt,
                                 due.due, due.overdue_from, span.begun->paused});
  } else {
    values.insert(values.end(), {never, "", never, never, never, never, false});
  }
  if (span.ended) {
    values.insert(values.end(), {name_of(span.ended->as), span.ended->day, span.ended->learnt,
                                 span.ended->supplements.value_or(untold)});
  } else {
    values.insert(values.end(), {"", never, never, untold});
  }
  if (span.ended && span.ended->used) {
    values.insert(values.end(), {name_of(span.ended->used->unit), span.ended->used->amount});
  } else {
    values.insert(values.end(), {"", std::int64_t{0}});
  }
  values.emplace_back(span.superseded.value_or(never));
}

/// A condition and the values of its placeholders.
struct Condition {
  std::string sql;
  std::vector<store::Value> values;

  void add(std::string_view more, std::initializer_list<store::Value> with) {
    sql += more;
    values.insert(values.end(), with);
  }
};

void accepted_in(Condition& where, const Period& period, core::Date known) {
  where.add("begun_as = 'accepted' AND begun_day BETWEEN :from AND :until AND begun_learnt <= :known",
            {period.from, period.as_of, known});
}

/// Pending by all that is known at the end of today: what has not ended. The literal is that of the indexes spans_open
/// and step_spans_open.
void pending_now(Condition& where, core::Date today) {
  where.add("begun_day <= :today AND ended_day = 2147483647", {today});
}

void pending_at(Condition& where, core::Date day, core::Date known) {
  where.add("begun_day <= :day AND begun_learnt <= :known AND (ended_day > :day OR ended_learnt > :known)",
            {day, known, day, known});
}

void pending_in(Condition& where, const Period& period, core::Date known) {
  if (period.ends_now()) {
    pending_now(where, period.as_of);
  } else {
    pending_at(where, period.as_of, known);
  }
}

void paused_in(Condition& where, const Period& period, core::Date known) {
  pending_in(where, period, known);
  where.add(" AND paused = 1", {});
}

void in_time_at(Condition& where, core::Date day) { where.add(" AND overdue_from > :as_of", {day}); }
void overdue_at(Condition& where, core::Date day) { where.add(" AND overdue_from <= :as_of", {day}); }

void ended_in(Condition& where, std::string_view as, const Period& period, core::Date known) {
  where.add("ended_day BETWEEN :from AND :until AND ended_learnt <= :known AND ended_as ",
            {period.from, period.as_of, known});
  where.add(as, {});
}

bool listed_by_end(Cell cell) {
  switch (cell) {
    case Cell::resolved:
    case Cell::resolved_early:
    case Cell::resolved_on_time:
    case Cell::resolved_overdue:
    case Cell::withdrawn:
    case Cell::supplements_none:
    case Cell::supplements_some: return true;
    default: return false;
  }
}

/// Later than any day that can be learnt: "all that is known".
core::Date known_in(const Period& period) { return period.known().value_or(never - std::chrono::days{1}); }

Condition behind(Cell cell, const Period& period) {
  const core::Date known = known_in(period);
  const core::Date day_before = period.from - std::chrono::days{1};
  Condition where;
  switch (cell) {
    case Cell::received:
      where.add("begun_day <= :as_of AND ((", {period.as_of});
      accepted_in(where, period, known);
      where.add(") OR (", {});
      pending_at(where, day_before, known);
      where.add("))", {});
      break;
    case Cell::received_online:
    case Cell::received_direct:
    case Cell::received_postal: {
      const Channel channel = cell == Cell::received_online   ? Channel::online
                              : cell == Cell::received_direct ? Channel::direct
                                                              : Channel::postal;
      accepted_in(where, period, known);
      where.add(" AND channel = :channel", {name_of(channel)});
      break;
    }
    case Cell::received_carried_over: pending_at(where, day_before, known); break;
    case Cell::resolved: ended_in(where, "IN ('early', 'on_time', 'overdue')", period, known); break;
    case Cell::resolved_early: ended_in(where, "= 'early'", period, known); break;
    case Cell::resolved_on_time: ended_in(where, "= 'on_time'", period, known); break;
    case Cell::resolved_overdue: ended_in(where, "= 'overdue'", period, known); break;
    case Cell::pending: pending_in(where, period, known); break;
    case Cell::pending_in_time:
      pending_in(where, period, known);
      in_time_at(where, period.as_of);
      break;
    case Cell::pending_overdue:
      pending_in(where, period, known);
      overdue_at(where, period.as_of);
      break;
    case Cell::paused: paused_in(where, period, known); break;
    case Cell::paused_in_time:
      paused_in(where, period, known);
      in_time_at(where, period.as_of);
      break;
    case Cell::paused_overdue:
      paused_in(where, period, known);
      overdue_at(where, period.as_of);
      break;
    case Cell::withdrawn: ended_in(where, "= 'withdrawn'", period, known); break;
    case Cell::supplements_none:
      ended_in(where, "IN ('early', 'on_time', 'overdue') AND supplements = 0", period, known);
      break;
    case Cell::supplements_some:
      ended_in(where, "IN ('early', 'on_time', 'overdue') AND supplements > 0", period, known);
      break;
  }
  return where;
}

using Key = std::pair<std::string, std::int64_t>;

store::Keys keys_of(store::Transaction& tx, const std::vector<RecordId>& records) {
  std::vector<std::string> ids;
  ids.reserve(records.size());
  for (const RecordId& record : records) ids.push_back(record.str());
  return {tx.dialect(), ids};
}

std::string spans_among(const store::Keys& keys, Subject subject) {
  return keys.select(columns, tables_of(subject).spans, "record_id");
}

/// The rows as they are stored, whatever they hold.
std::map<Key, std::vector<store::Cell>> raw_spans(store::Transaction& tx, Subject subject,
                                                  const std::vector<RecordId>& records) {
  const store::Keys keys = keys_of(tx, records);
  std::map<Key, std::vector<store::Cell>> rows;
  for (auto& row : tx.rows(spans_among(keys, subject), {&keys.value(), 1}, column_count)) {
    Key key{row[0].value(), store::FromCell<std::int64_t>::of(store::Cell{row[1]})};
    rows.emplace(std::move(key), std::move(row));
  }
  return rows;
}

std::vector<std::string> differing(const std::vector<store::Cell>& cells, const Span& span) {
  std::vector<store::Value> values;
  add(values, span);
  std::vector<std::string> names;
  std::size_t at = 0;
  for (const std::string_view column : core::split(columns, ',')) {
    if (!store::holds(cells[at], values[at])) names.emplace_back(core::trim(column));
    ++at;
  }
  return names;
}

}  // namespace

std::unordered_map<RecordId, Span> latest_spans(store::Transaction& tx, Subject subject,
                                                const std::vector<RecordId>& records) {
  std::unordered_map<RecordId, Span> latest;
  if (records.empty()) return latest;
  const store::Keys keys = keys_of(tx, records);
  for (Span& span : spans_of(tx, spans_among(keys, subject), {keys.value()})) {
    Span& kept = latest[span.record];
    if (kept.record.empty() || kept.ordinal < span.ordinal) kept = std::move(span);
  }
  return latest;
}

std::unordered_map<RecordId, std::vector<Span>> live_spans(store::Transaction& tx, Subject subject,
                                                           const std::vector<RecordId>& records) {
  std::unordered_map<RecordId, std::vector<Span>> live;
  if (records.empty()) return live;
  const store::Keys keys = keys_of(tx, records);
  for (Span& span : spans_of(tx, spans_among(keys, subject), {keys.value()})) {
    if (!span.superseded) live[span.record].push_back(std::move(span));
  }
  for (auto& [record, spans] : live) std::ranges::sort(spans, {}, &Span::ordinal);
  return live;
}

void save_spans(store::Transaction& tx, Subject subject, const std::vector<Span>& spans) {
  const std::string into = std::string{"INSERT INTO "} + tables_of(subject).spans + " (" + std::string{columns} + ")";
  std::vector<store::Value> values;
  values.reserve(spans.size() * column_count);
  for (const Span& span : spans) add(values, span);
  store::insert_many(
      tx, into, column_count,
      " ON CONFLICT (record_id, span) DO UPDATE SET accepted_day = excluded.accepted_day, begun_as = "
      "excluded.begun_as, "
      "begun_day = excluded.begun_day, begun_learnt = excluded.begun_learnt, due_date = excluded.due_date, "
      "procedure_version = excluded.procedure_version, overdue_from = excluded.overdue_from, paused = excluded.paused, "
      "ended_as = excluded.ended_as, ended_day = excluded.ended_day, ended_learnt = excluded.ended_learnt, "
      "supplements = excluded.supplements, used_unit = excluded.used_unit, used = excluded.used, superseded_learnt = "
      "excluded.superseded_learnt",
      values);
}

std::vector<SpanDeviation> deviations(store::Transaction& tx, Subject subject, const std::vector<RecordId>& records,
                                      const std::vector<Span>& expected) {
  auto stored = raw_spans(tx, subject, records);
  std::vector<SpanDeviation> all;
  for (const Span& span : expected) {
    const auto row = stored.find({span.record.str(), span.ordinal});
    if (row == stored.end()) {
      all.push_back({span.record, span.ordinal, true, false, {}});
      continue;
    }
    auto names = differing(row->second, span);
    if (!names.empty()) all.push_back({span.record, span.ordinal, false, false, std::move(names)});
    stored.erase(row);
  }
  for (const auto& [key, row] : stored)
    all.push_back({RecordId{key.first}, static_cast<int>(key.second), false, true, {}});
  return all;
}

core::Date listed_by(const Span& span, Cell cell) {
  return listed_by_end(cell) ? span.ended.value().day : span.begun.value().day;
}

std::vector<Span> spans_behind(store::Transaction& tx, Subject subject, const core::UnitId& unit, Cell cell,
                               const Period& period, const std::optional<Narrowing>& narrowing,
                               const std::optional<SpanPosition>& after, std::size_t at_most) {
  const std::string day = listed_by_end(cell) ? "ended_day" : "begun_day";
  Condition where{"unit_id = :unit AND ", {unit}};
  Condition behind_cell = behind(cell, period);
  where.sql += behind_cell.sql;
  where.values.insert(where.values.end(), behind_cell.values.begin(), behind_cell.values.end());
  where.add(" AND superseded_learnt > :known", {known_in(period)});
  if (narrowing) where.add(std::string{" AND "} + column_of(narrowing->by) + " = :narrowed", {narrowing->value});
  if (after)
    where.add(" AND (" + day + ", record_id, span) < (:day, :record, :span)",
              {after->day, after->record, after->ordinal});
  where.add(" ORDER BY " + day + " DESC, record_id DESC, span DESC LIMIT :most", {at_most});
  const std::string from = std::string{" FROM "} + tables_of(subject).spans + " WHERE ";
  return spans_of(tx, "SELECT " + std::string{columns} + from + where.sql, where.values);
}

}  // namespace motcua::reporting
