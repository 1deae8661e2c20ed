#include "outbox/positions.hpp"

namespace motcua::outbox {

Position position_of(store::Transaction& tx, const PartitionKey& partition) {
  tx.run(
      "INSERT INTO inbox_partitions (topic, partition, epoch, next_offset, last_id) VALUES (:topic, :partition, 0, 0, "
      "'')"
      " ON CONFLICT (topic, partition) DO NOTHING",
      partition.first, partition.second);
  Position position;
  std::tie(position.epoch, position.next_offset, position.last_id) =
      tx.first<std::int64_t, std::int64_t, std::string>(
            "SELECT epoch, next_offset, last_id FROM inbox_partitions WHERE topic = :topic AND partition = :partition",
            partition.first, partition.second)
          .value();
  return position;
}

void move_on(store::Transaction& tx, const PartitionKey& partition, std::int64_t expected, const Position& next) {
  const auto moved = tx.run(
      "UPDATE inbox_partitions SET epoch = :epoch, next_offset = :next_offset, last_id = :last_id"
      " WHERE topic = :topic AND partition = :partition AND next_offset = :expected",
      next.epoch, next.next_offset, next.last_id, partition.first, partition.second, expected);
  if (moved != 1) throw Fenced{};
}

void hold(store::Transaction& tx, const PartitionKey& partition) {
  const std::string sql{"SELECT next_offset FROM inbox_partitions WHERE topic = :topic AND partition = :partition"};
  tx.query<std::int64_t>(sql + std::string{tx.for_update()}, partition.first, partition.second);
}

std::string identity(std::int64_t epoch, std::string_view id) { return std::to_string(epoch) + "/" + std::string{id}; }

}  // namespace motcua::outbox
