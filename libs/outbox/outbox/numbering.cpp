#include "outbox/numbering.hpp"

#include <algorithm>
#include <stdexcept>

#include "outbox/history.hpp"
#include "store/digest.hpp"
#include "store/many.hpp"

namespace motcua::outbox {
namespace {

// The row's lock keeps a second relay out until this transaction ends; a changed row tells that there is one.
void expect_unchanged(store::Transaction& tx, const std::string& topic, const LogState& known) {
  const std::string sql{"SELECT epoch, last_sequence FROM outbox_log WHERE topic = :topic"};
  const auto found = tx.first<std::int64_t, std::int64_t>(sql + std::string{tx.for_update()}, topic);
  if (!found || *found != std::tuple{known.epoch, known.last_sequence}) throw LeadLost{};
}

void write_offsets(store::Transaction& tx, const std::string& topic, const LogState& known, const Marks& marks) {
  std::vector<store::Value> moved;
  for (const auto& [partition, offset] : marks.offsets) {
    const auto before = known.last_offsets.find(partition);
    if (before == known.last_offsets.end() || before->second != offset)
      moved.insert(moved.end(), {topic, partition, offset});
  }
  store::insert_many(tx, "INSERT INTO outbox_partitions (topic, partition, last_offset)", 3,
                     " ON CONFLICT (topic, partition) DO UPDATE SET last_offset = excluded.last_offset", moved);
}

// The order of the inner select is the order of publishing. recorded_at of a record never goes back and its versions
// are written one after the other under its row's lock, so no earlier version of a record can appear behind one that
// has a number, unless `from` left it out. The rows are found again by their key alone: told that they have no
// sequence, PostgreSQL would look for them among all that have none, once for each.
constexpr std::string_view number_rows =
    "UPDATE history SET sequence = :base + numbered.position FROM ("
    "SELECT record_id, version, ROW_NUMBER() OVER (ORDER BY recorded_at, record_id, version) AS position FROM ("
    "SELECT recorded_at, record_id, version FROM history WHERE sequence IS NULL AND recorded_at >= :from"
    " ORDER BY recorded_at, record_id, version LIMIT :at_most"
    ") AS waiting) AS numbered"
    " WHERE history.record_id = numbered.record_id AND history.version = numbered.version"
    " RETURNING history.sequence, history.record_id, history.version, history.type, history.data, history.occurred_at,"
    " history.recorded_at, history.traceparent, history.hash";

/// A version was recorded before the moment from which on was looked, and a later one of its record was found.
class LeftOut : public std::exception {};

void expect_none_left_out(store::Transaction& tx, const std::vector<Outgoing>& events) {
  std::map<std::string_view, std::int64_t> first;
  for (const Outgoing& event : events) first.try_emplace(event.record_id, event.version);
  std::vector<std::string> later;
  for (const auto& [record_id, version] : first) {
    if (version > 1) later.emplace_back(record_id);
  }
  if (later.empty()) return;
  const store::Keys keys{tx.dialect(), later};
  // COALESCE keeps PostgreSQL from looking among all that have no number.
  for (const auto& [record_id, version] : tx.query<std::string, std::int64_t>(
           keys.select("record_id, version", "history", "record_id", " AND COALESCE(sequence, 0) = 0"), keys.value())) {
    if (version < first.at(record_id)) throw LeftOut{};
  }
}

Numbered give_numbers_from(store::Transaction& tx, const std::string& topic, const LogState& known, const Marks& marks,
                           int at_most, core::Instant now, core::Instant from) {
  expect_unchanged(tx, topic, known);
  auto rows = tx.query<std::int64_t, std::string, std::int64_t, std::string, std::string, core::Instant, core::Instant,
                       std::string, std::string>(number_rows, known.last_sequence, from, at_most);
  std::sort(rows.begin(), rows.end(),
            [](const auto& left, const auto& right) { return std::get<0>(left) < std::get<0>(right); });

  Numbered result{{}, known.last_sequence, known.rolling_hash};
  result.events.reserve(rows.size());
  for (auto& [sequence, record_id, version, type, data, occurred_at, recorded_at, traceparent, hash] : rows) {
    if (sequence != ++result.last_sequence) throw std::logic_error("sequences must have no gap");
    result.rolling_hash = store::sha256_hex(result.rolling_hash + hash);
    if (sequence % sealed_every == 0) {
      tx.run(
          "INSERT INTO checkpoints (sequence, rolling_hash, sealed_at) VALUES (:sequence, :rolling_hash, :sealed_at)",
          sequence, result.rolling_hash, now);
    }
    result.events.push_back({sequence, std::move(record_id), version, std::move(type), std::move(data), occurred_at,
                             recorded_at, std::move(traceparent)});
  }
  if (from > core::Instant{}) expect_none_left_out(tx, result.events);
  tx.run(
      "UPDATE outbox_log SET last_sequence = :last_sequence, published_through = :published_through, rolling_hash = "
      ":rolling_hash"
      " WHERE topic = :topic",
      result.last_sequence, marks.published_through, result.rolling_hash, topic);
  write_offsets(tx, topic, known, marks);
  return result;
}

}  // namespace

LogState load_log(store::Database& database, const std::string& topic, core::Instant now) {
  return database.in_transaction([&](store::Transaction& tx) {
    // Each topic would count through the whole history, and no reader would ever find its sequence complete.
    if (const auto other = tx.first<std::string>("SELECT topic FROM outbox_log WHERE topic <> :topic", topic)) {
      throw std::runtime_error{"this database's history is published on " + std::get<0>(*other) + " and cannot be on " +
                               topic + " as well: one database, one topic"};
    }
    // The first epoch is a moment too: a publisher whose database was lost does not come back with an epoch that
    // readers know.
    tx.run(
        "INSERT INTO outbox_log (topic, epoch, last_sequence, published_through, rolling_hash) VALUES (:topic, :epoch, "
        "0, 0, :hash)"
        " ON CONFLICT (topic) DO NOTHING",
        topic, now, no_previous_hash);
    LogState state;
    const auto row = tx.first<std::int64_t, std::int64_t, std::int64_t, std::string>(
        "SELECT epoch, last_sequence, published_through, rolling_hash FROM outbox_log WHERE topic = :topic", topic);
    std::tie(state.epoch, state.last_sequence, state.published_through, state.rolling_hash) = row.value();
    for (const auto& [partition, offset] : tx.query<int, std::int64_t>(
             "SELECT partition, last_offset FROM outbox_partitions WHERE topic = :topic", topic)) {
      state.last_offsets[partition] = offset;
    }
    return state;
  });
}

bool any_waits(store::Database& database, core::Instant from) {
  return database.in_read_one([&](store::Transaction& tx) {
    return tx
        .first<std::int64_t>(
            "SELECT version FROM history WHERE sequence IS NULL AND recorded_at >= :from ORDER BY recorded_at LIMIT 1",
            from)
        .has_value();
  });
}

Numbered give_numbers(store::Database& database, const std::string& topic, const LogState& known, const Marks& marks,
                      int at_most, core::Instant now, core::Instant from) {
  const auto give = [&](core::Instant start) {
    return database.in_transaction(
        [&](store::Transaction& tx) { return give_numbers_from(tx, topic, known, marks, at_most, now, start); });
  };
  try {
    return give(from);
  } catch (const LeftOut&) {
    return give({});
  }
}

void write_marks(store::Database& database, const std::string& topic, const LogState& known, const Marks& marks) {
  database.transaction([&](store::Transaction& tx) {
    expect_unchanged(tx, topic, known);
    tx.run("UPDATE outbox_log SET published_through = :published_through WHERE topic = :topic", marks.published_through,
           topic);
    write_offsets(tx, topic, known, marks);
  });
}

LogState open_epoch(store::Database& database, const std::string& topic, const LogState& known,
                    std::int64_t published_through, core::Instant now) {
  LogState next = known;
  next.epoch = std::max(known.epoch + 1, core::stored(now));
  next.published_through = published_through;
  next.last_offsets.clear();
  database.transaction([&](store::Transaction& tx) {
    expect_unchanged(tx, topic, known);
    tx.run("UPDATE outbox_log SET epoch = :epoch, published_through = :published_through WHERE topic = :topic",
           next.epoch, published_through, topic);
    tx.run("DELETE FROM outbox_partitions WHERE topic = :topic", topic);
  });
  return next;
}

std::vector<Outgoing> numbered_from(store::Database& database, std::int64_t from, std::int64_t through, int at_most) {
  return database.in_read_one([&](store::Transaction& tx) {
    std::vector<Outgoing> events;
    for (auto& [sequence, record_id, version, type, data, occurred_at, recorded_at, traceparent] :
         tx.query<std::int64_t, std::string, std::int64_t, std::string, std::string, core::Instant, core::Instant,
                  std::string>(
             "SELECT sequence, record_id, version, type, data, occurred_at, recorded_at, traceparent FROM history"
             " WHERE sequence >= :from AND sequence <= :through ORDER BY sequence LIMIT :at_most",
             from, through, at_most)) {
      events.push_back({sequence, std::move(record_id), version, std::move(type), std::move(data), occurred_at,
                        recorded_at, std::move(traceparent)});
    }
    return events;
  });
}

std::int64_t last_within(store::Database& database, std::int64_t from, std::int64_t through, std::int64_t size) {
  return database.in_read_one([&](store::Transaction& tx) {
    const auto last = tx.first<std::optional<std::int64_t>>(
        "SELECT MAX(sequence) FROM (SELECT sequence, SUM(LENGTH(data)) OVER (ORDER BY sequence) AS so_far FROM history"
        " WHERE sequence >= :from AND sequence <= :through) AS stretch WHERE so_far <= :size",
        from, through, size);
    return std::get<0>(last.value()).value_or(from);
  });
}

Backlog backlog(store::Database& database, const LogState& known, std::int64_t published_through) {
  return database.in_read([&](store::Transaction& tx) {
    const auto [waiting, oldest] = tx.first<std::int64_t, std::int64_t>(
                                         "SELECT COUNT(*), COALESCE(MIN(recorded_at), 0) FROM (SELECT recorded_at FROM "
                                         "history WHERE sequence IS NULL"
                                         " ORDER BY recorded_at, record_id, version LIMIT 100000) AS waiting")
                                       .value();
    Backlog result{waiting + known.last_sequence - published_through, oldest};
    if (const auto first = tx.first<std::int64_t>("SELECT recorded_at FROM history WHERE sequence = :sequence",
                                                  published_through + 1)) {
      result.oldest = std::get<0>(*first);
    }
    return result;
  });
}

}  // namespace motcua::outbox
