#include "bus/bus.hpp"
#include "bus/handle.hpp"

namespace motcua::bus {

std::int32_t partition_of(std::string_view key, int partitions) {
  return rd_kafka_msg_partitioner_murmur2(nullptr, key.data(), key.size(), partitions, nullptr, nullptr);
}

struct Producer::Parts {
  std::function<void(const Delivery&)> delivered;
  bool ending = false;  // purged messages are reported too; nobody is there to hear it
  Owned<rd_kafka_t> client;

  static void report(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
    auto& parts = *static_cast<Parts*>(opaque);
    if (parts.ending) return;
    parts.delivered(Delivery{reinterpret_cast<std::uintptr_t>(message->_private),
                             message->err == RD_KAFKA_RESP_ERR_NO_ERROR, message->partition, message->offset});
  }
};

Producer::Producer(const Settings& settings, std::function<void(const Delivery&)> delivered)
    : parts_{std::make_unique<Parts>()} {
  parts_->delivered = std::move(delivered);
  auto conf = configuration(settings, {{"enable.idempotence", "true"},
                                       {"message.timeout.ms", "0"},  // how long to try is the caller's decision
                                       // Topics are made with the partitions we want, not with the broker's default.
                                       {"allow.auto.create.topics", "false"},
                                       {"partitioner", "murmur2_random"},
                                       {"compression.codec", "lz4"},
                                       {"linger.ms", "1"},
                                       {"queue.buffering.max.messages", "20000"},
                                       {"queue.buffering.max.kbytes", "32768"},
                                       {"topic.metadata.propagation.max.ms", "2000"}});
  rd_kafka_conf_set_opaque(conf.get(), parts_.get());
  rd_kafka_conf_set_dr_msg_cb(conf.get(), Parts::report);
  parts_->client = client(RD_KAFKA_PRODUCER, std::move(conf));
}

Producer::~Producer() {
  parts_->ending = true;
  rd_kafka_purge(parts_->client.get(),
                 RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING);
  rd_kafka_poll(parts_->client.get(), 0);
}

bool Producer::send(const Message& message, std::uint64_t tag) {
  rd_kafka_headers_t* headers = rd_kafka_headers_new(message.headers.size());
  for (const auto& [name, text] : message.headers) {
    rd_kafka_header_add(headers, name.data(), static_cast<ssize_t>(name.size()), text.data(),
                        static_cast<ssize_t>(text.size()));
  }
  const std::int32_t partition = message.partition < 0 ? RD_KAFKA_PARTITION_UA : message.partition;
  void* opaque = reinterpret_cast<void*>(static_cast<std::uintptr_t>(tag));  // NOLINT: comes back as the number it is
  // librdkafka copies the value; its parameters are not const only because it can also take it over.
  const auto error = rd_kafka_producev(parts_->client.get(), RD_KAFKA_V_TOPIC(message.topic.c_str()),
                                       RD_KAFKA_V_PARTITION(partition), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                                       RD_KAFKA_V_KEY(message.key.data(), message.key.size()),
                                       RD_KAFKA_V_VALUE(const_cast<char*>(message.value.data()), message.value.size()),
                                       RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_OPAQUE(opaque), RD_KAFKA_V_END);
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return true;
  rd_kafka_headers_destroy(headers);
  if (error != RD_KAFKA_RESP_ERR__QUEUE_FULL) parts_->delivered(Delivery{tag, false, partition, -1});
  return error != RD_KAFKA_RESP_ERR__QUEUE_FULL;
}

int Producer::poll(std::chrono::milliseconds patience) {
  return rd_kafka_poll(parts_->client.get(), milliseconds(patience));
}

bool Producer::fatal() const {
  return rd_kafka_fatal_error(parts_->client.get(), nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR;
}

std::size_t Producer::in_flight() const { return static_cast<std::size_t>(rd_kafka_outq_len(parts_->client.get())); }

std::optional<Watermarks> Producer::watermarks(const std::string& topic, std::int32_t partition,
                                               std::chrono::milliseconds patience) {
  return watermarks_of(parts_->client.get(), topic, partition, patience);
}

std::optional<int> Producer::partitions(const std::string& topic, std::chrono::milliseconds patience) {
  return partitions_of(parts_->client.get(), topic, patience);
}

}  // namespace motcua::bus
