#pragma once

#include <librdkafka/rdkafka.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>

#include "bus/bus.hpp"

namespace motcua::bus {

// librdkafka's objects as owned values; for the .cpp files of this library only.

struct Destroy {
  void operator()(rd_kafka_t* client) const { rd_kafka_destroy(client); }
  void operator()(rd_kafka_conf_t* conf) const { rd_kafka_conf_destroy(conf); }
  void operator()(rd_kafka_topic_t* topic) const { rd_kafka_topic_destroy(topic); }
  void operator()(rd_kafka_message_t* message) const { rd_kafka_message_destroy(message); }
  void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
  void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
  void operator()(rd_kafka_topic_partition_list_t* list) const { rd_kafka_topic_partition_list_destroy(list); }
  void operator()(rd_kafka_AdminOptions_t* options) const { rd_kafka_AdminOptions_destroy(options); }
  void operator()(const rd_kafka_metadata_t* metadata) const { rd_kafka_metadata_destroy(metadata); }
};
template <class Thing>
using Owned = std::unique_ptr<Thing, Destroy>;

using Options = std::initializer_list<std::pair<const char*, std::string>>;

/// What every client of ours has in common, then `options`. A name or value that librdkafka refuses is a mistake of
/// ours: throws.
Owned<rd_kafka_conf_t> configuration(const Settings& settings, Options options);
/// Takes the configuration. Throws std::runtime_error when librdkafka cannot start (no threads left).
Owned<rd_kafka_t> client(rd_kafka_type_t kind, Owned<rd_kafka_conf_t> conf);

std::optional<Watermarks> watermarks_of(rd_kafka_t* client, const std::string& topic, std::int32_t partition,
                                        std::chrono::milliseconds patience);
std::optional<int> partitions_of(rd_kafka_t* client, const std::string& topic, std::chrono::milliseconds patience);

int milliseconds(std::chrono::milliseconds patience);

}  // namespace motcua::bus
