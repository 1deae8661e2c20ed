#pragma once

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include "store/database.hpp"

namespace motcua::outbox {

using PartitionKey = std::pair<std::string, std::int32_t>;

/// How far a partition was read, kept in `inbox_partitions` together with the effect of what was read.
struct Position {
  std::int64_t epoch = 0;        ///< newest log epoch seen there; 0 before the first message
  std::int64_t next_offset = 0;  ///< 0 before the first message
  std::string last_id;           ///< epoch and ce_id of the message before, to know it again
};

/// The partition went on without us: another instance reads it, or an earlier try of ours did commit.
class Fenced : public std::runtime_error {
 public:
  Fenced() : std::runtime_error{"the partition was read by another"} {}
};

/// Makes the row where there is none.
Position position_of(store::Transaction& tx, const PartitionKey& partition);
/// Throws Fenced when the stored offset is not `expected`. Holds the row until the transaction ends.
void move_on(store::Transaction& tx, const PartitionKey& partition, std::int64_t expected, const Position& next);
/// Keeps readers of the partition out until the transaction ends.
void hold(store::Transaction& tx, const PartitionKey& partition);

std::string identity(std::int64_t epoch, std::string_view id);

}  // namespace motcua::outbox
