#include "outbox/history.hpp"

#include <algorithm>
#include <array>

#include "store/digest.hpp"

namespace motcua::outbox {
namespace {

// Eight rows a statement at most: one statement text for each count, each prepared once a connection.
constexpr std::size_t rows_at_once = 8;

constexpr std::array columns{"record_id",   "version",     "type",        "data",          "actor", "unit",
                             "occurred_at", "recorded_at", "traceparent", "previous_hash", "hash"};

std::string insert_of(std::size_t rows) {
  std::string sql = "INSERT INTO history (";
  for (const char* column : columns) sql.append(column == columns.front() ? "" : ", ").append(column);
  sql += ") VALUES ";
  for (std::size_t row = 0; row < rows; ++row) {
    sql += row == 0 ? "(" : ", (";
    for (const char* column : columns)
      sql.append(column == columns.front() ? ":" : ", :").append(column).append(std::to_string(row));
    sql += ')';
  }
  return sql;
}

const std::string& insert_statement(std::size_t rows) {
  static const auto statements = [] {
    std::array<std::string, rows_at_once> made;
    for (std::size_t count = 1; count <= rows_at_once; ++count) made[count - 1] = insert_of(count);
    return made;
  }();
  return statements.at(rows - 1);
}

template <class... Values>
std::vector<HistoryRow> rows_where(store::Transaction& tx, const std::string& where, const Values&... values) {
  static const std::string select =
      "SELECT record_id, version, type, data, actor, unit, occurred_at, recorded_at, traceparent, previous_hash, hash, "
      "COALESCE(sequence, 0) FROM history WHERE ";
  std::vector<HistoryRow> rows;
  for (auto& [id, its_version, type, data, actor, unit, occurred_at, recorded_at, traceparent, previous_hash, hash,
              sequence] :
       tx.query<std::string, std::int64_t, std::string, std::string, std::string, std::string, core::Instant,
                core::Instant, std::string, std::string, std::string, std::int64_t>(select + where, values...)) {
    rows.push_back({std::move(id),
                    its_version,
                    {std::move(type), std::move(data), std::move(actor), std::move(unit), occurred_at, recorded_at,
                     std::move(traceparent)},
                    std::move(previous_hash),
                    std::move(hash),
                    sequence});
  }
  return rows;
}

}  // namespace

const std::string_view no_previous_hash = "0000000000000000000000000000000000000000000000000000000000000000";

std::string canonical(std::string_view record_id, std::int64_t version, const NewEvent& event,
                      std::string_view previous_hash) {
  std::string bytes = "motcua.history.1\n";
  // The length before each text keeps two different rows from ever writing the same bytes.
  const auto add = [&bytes](std::string_view text) {
    bytes += std::to_string(text.size());
    bytes += ':';
    bytes += text;
    bytes += '\n';
  };
  bytes.reserve(256 + event.data.size());
  add(record_id);
  add(std::to_string(version));
  add(event.type);
  add(event.data);
  add(event.actor);
  add(event.unit);
  add(std::to_string(core::stored(event.occurred_at)));
  add(std::to_string(core::stored(event.recorded_at)));
  add(event.traceparent);
  add(previous_hash);
  return bytes;
}

std::string hash_of(std::string_view record_id, std::int64_t version, const NewEvent& event,
                    std::string_view previous_hash) {
  return store::sha256_hex(canonical(record_id, version, event, previous_hash));
}

std::string append(store::Transaction& tx, std::string_view record_id, std::int64_t last_version,
                   std::string_view last_hash, std::span<const NewEvent> events) {
  std::string previous{last_version == 0 ? no_previous_hash : last_hash};
  std::int64_t version = last_version;
  while (!events.empty()) {
    const auto now = events.first(std::min(events.size(), rows_at_once));
    std::vector<store::Value> values;
    values.reserve(now.size() * columns.size());
    for (const NewEvent& event : now) {
      ++version;
      std::string hash = hash_of(record_id, version, event, previous);
      values.emplace_back(record_id);
      values.emplace_back(version);
      values.emplace_back(event.type);
      values.emplace_back(event.data);
      values.emplace_back(event.actor);
      values.emplace_back(event.unit);
      values.emplace_back(event.occurred_at);
      values.emplace_back(event.recorded_at);
      values.emplace_back(event.traceparent);
      values.emplace_back(std::move(previous));
      values.emplace_back(hash);
      previous = std::move(hash);
    }
    tx.post(insert_statement(now.size()), std::move(values));
    events = events.subspan(now.size());
  }
  return previous;
}

std::vector<HistoryRow> history_of(store::Transaction& tx, std::string_view record_id, std::int64_t after_version,
                                   std::int64_t at_most) {
  return rows_where(tx, "record_id = :record_id AND version > :after ORDER BY version LIMIT :at_most", record_id,
                    after_version, at_most);
}

std::vector<HistoryRow> history_after(store::Transaction& tx, std::string_view record_id, std::int64_t version,
                                      std::int64_t at_most) {
  return rows_where(tx, "(record_id, version) > (:record_id, :version) ORDER BY record_id, version LIMIT :at_most",
                    record_id, version, at_most);
}

std::vector<HistoryRow> history_published_after(store::Transaction& tx, std::int64_t sequence, std::int64_t at_most) {
  return rows_where(tx, "sequence IS NOT NULL AND sequence > :after ORDER BY sequence LIMIT :at_most", sequence,
                    at_most);
}

}  // namespace motcua::outbox
