#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/embedded.hpp"
#include "core/time.hpp"
#include "store/database.hpp"

namespace motcua::outbox {

/// One event about to enter the history of a record. No personal data in any part of it.
struct NewEvent {
  std::string type;   ///< `dossier.accepted.v1`
  std::string data;   ///< a JSON object; published byte for byte
  std::string actor;  ///< who did it: subject, or `system`; never a name
  std::string unit;   ///< id of the unit that the actor acted for; empty for `system`
  core::Instant occurred_at;
  core::Instant recorded_at;
  std::string traceparent;
};

/// One row of `history`: append-only, a hash chain per record. Folding a record's rows gives its state.
struct HistoryRow {
  std::string record_id;
  std::int64_t version;  ///< from 1, without gaps
  NewEvent event;
  std::string previous_hash;  ///< 64 zeros for version 1
  std::string hash;
  std::int64_t sequence;  ///< given by the relay; 0 while it has none
};

/// The bytes that `hash` is made of: kept stable by contracts/golden.
std::string canonical(std::string_view record_id, std::int64_t version, const NewEvent& event,
                      std::string_view previous_hash);
std::string hash_of(std::string_view record_id, std::int64_t version, const NewEvent& event,
                    std::string_view previous_hash);
extern const std::string_view no_previous_hash;

/// Adds events after `last_version` (0 for a new record), chained to `last_hash`; returns the new last hash. The caller
/// holds the record's row lock.
std::string append(store::Transaction& tx, std::string_view record_id, std::int64_t last_version,
                   std::string_view last_hash, std::span<const NewEvent> events);
/// A record's rows in order of version, after `after_version`, at most `at_most`.
std::vector<HistoryRow> history_of(store::Transaction& tx, std::string_view record_id, std::int64_t after_version,
                                   std::int64_t at_most);

/// Rows of all records in order of record and version, after that one, at most `at_most`: for who goes through all.
std::vector<HistoryRow> history_after(store::Transaction& tx, std::string_view record_id, std::int64_t version,
                                      std::int64_t at_most);

/// Rows of all records in the order in which they were published, above that sequence, at most `at_most`. Gap-free:
/// what has no sequence yet will get a higher one.
std::vector<HistoryRow> history_published_after(store::Transaction& tx, std::int64_t sequence, std::int64_t at_most);

/// Tables history, outbox_log, outbox_partitions, checkpoints.
std::span<const core::EmbeddedFile> history_migrations();

}  // namespace motcua::outbox
