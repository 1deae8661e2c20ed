#include "outbox/parked.hpp"

#include "store/many.hpp"

namespace motcua::outbox {
namespace {

constexpr std::string_view columns =
    "id, record_id, version, partition, sequence, type, occurred_at, recorded_at, data, traceparent, dead, reason, "
    "topic";
const std::string select = "SELECT " + std::string{columns} + " FROM inbox_parked";
constexpr std::size_t column_count = 13;

template <class T>
T take(store::Cell& cell) {
  return store::FromCell<T>::of(std::move(cell));
}

ParkedEvent parked_from(std::vector<store::Cell>& row) {
  ParkedEvent parked;
  parked.id = take<std::string>(row[0]);
  parked.event.record_id = take<std::string>(row[1]);
  parked.event.version = take<std::int64_t>(row[2]);
  parked.partition = take<int>(row[3]);
  parked.event.sequence = take<std::int64_t>(row[4]);
  parked.event.type = take<std::string>(row[5]);
  parked.event.occurred_at = take<core::Instant>(row[6]);
  parked.event.recorded_at = take<core::Instant>(row[7]);
  parked.event.data = take<std::string>(row[8]);
  parked.event.traceparent = take<std::string>(row[9]);
  parked.fate = static_cast<Fate>(take<int>(row[10]));
  parked.reason = take<std::string>(row[11]);
  parked.event.topic = take<std::string>(row[12]);
  parked.stored = true;
  return parked;
}

std::vector<ParkedEvent> parked_from(std::vector<std::vector<store::Cell>> rows) {
  std::vector<ParkedEvent> parked;
  parked.reserve(rows.size());
  for (auto& row : rows) parked.push_back(parked_from(row));
  return parked;
}

}  // namespace

std::vector<ParkedEvent> parked_of(store::Transaction& tx, const std::string& topic,
                                   std::span<const std::string> records) {
  const store::Keys keys{tx.dialect(), records};
  const std::vector<store::Value> values{keys.value(), topic};
  return parked_from(
      tx.rows(keys.select(columns, "inbox_parked", "record_id", " AND topic = :topic"), values, column_count));
}

std::vector<ParkedEvent> dead_letter(store::Transaction& tx, const std::string& id) {
  const std::vector<store::Value> values{id};
  return parked_from(tx.rows(select + " WHERE id = :id AND dead > 0", values, column_count));
}

std::vector<ParkedEvent> not_copied(store::Transaction& tx, std::int64_t at_most) {
  const std::vector<store::Value> values{at_most};
  return parked_from(
      tx.rows(select + " WHERE dead > 0 AND copied = 0 ORDER BY first_seen, id LIMIT :at_most", values, column_count));
}

void mark_copied(store::Transaction& tx, const std::string& topic, const std::string& id) {
  tx.run("UPDATE inbox_parked SET copied = 1 WHERE topic = :topic AND id = :id", topic, id);
}

void park(store::Transaction& tx, const ParkedEvent& parked, core::Instant now) {
  const Event& event = parked.event;
  tx.run(
      "INSERT INTO inbox_parked (topic, id, record_id, version, partition, sequence, type, occurred_at, recorded_at, "
      "data, traceparent,"
      " dead, reason, attempts, first_seen) VALUES (:topic, :id, :record_id, :version, :partition, :sequence, :type, "
      ":occurred_at,"
      " :recorded_at, :data, :traceparent, :dead, :reason, :attempts, :first_seen) ON CONFLICT (topic, id) DO NOTHING",
      event.topic, parked.id, event.record_id, event.version, parked.partition, event.sequence, event.type,
      event.occurred_at, event.recorded_at, event.data, event.traceparent, static_cast<int>(parked.fate), parked.reason,
      parked.fate == Fate::waits ? 0 : 1, now);
}

void unpark(store::Transaction& tx, const ParkedEvent& parked) {
  tx.run("DELETE FROM inbox_parked WHERE topic = :topic AND id = :id", parked.event.topic, parked.id);
}

void mark(store::Transaction& tx, const ParkedEvent& parked) {
  tx.run(
      "UPDATE inbox_parked SET dead = :dead, reason = :reason, attempts = attempts + :one WHERE topic = :topic AND id "
      "= :id",
      static_cast<int>(parked.fate), parked.reason, parked.fate == Fate::waits ? 0 : 1, parked.event.topic, parked.id);
}

}  // namespace motcua::outbox
