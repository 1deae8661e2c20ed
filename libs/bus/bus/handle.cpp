#include "bus/handle.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstdlib>
#include <limits>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "log/log.hpp"

namespace motcua::bus {

void know_c11_threads();  // see c11_threads.cpp

namespace {

// Called from librdkafka's own threads.
void write_down(const rd_kafka_t*, int level, const char* facility, const char* text) {
  constexpr int syslog_error = 3;
  constexpr int syslog_warning = 4;
  if (level <= syslog_error) {
    log::warn("kafka client", {{"facility", facility}, {"text", text}});
  } else if (level <= syslog_warning) {
    log::info("kafka client", {{"facility", facility}, {"text", text}});
  }
}

constexpr std::chrono::seconds longest_making{30};

/// When memory is short, librdkafka 2.0.2 may fail half-way through making a client and then wait for ever for a thread
/// of its own. Nobody can call that off, so the process ends, and whoever watches over it starts it again.
class MadeInTime {
 public:
  MadeInTime() : thread_{[](const std::stop_token& stop) { wait(stop); }} {}

 private:
  static void wait(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any timer;
    std::unique_lock lock{mutex};
    timer.wait_for(lock, stop, longest_making, [] { return false; });
    if (stop.stop_requested()) return;
    log::error("a Kafka client is neither made nor given up; the process ends");
    std::_Exit(1);
  }

  std::jthread thread_;
};

}  // namespace

int milliseconds(std::chrono::milliseconds patience) {
  return static_cast<int>(std::clamp<std::int64_t>(patience.count(), 0, std::numeric_limits<int>::max()));
}

// What does not belong to the protocol is left alone: librdkafka warns of it.
std::vector<std::pair<const char*, std::string>> options_of(const Security& security) {
  std::vector<std::pair<const char*, std::string>> options{{"security.protocol", security.protocol}};
  if (security.protocol.ends_with("ssl")) {
    if (!security.ca_file.empty()) options.emplace_back("ssl.ca.location", security.ca_file);
    if (!security.certificate_file.empty()) options.emplace_back("ssl.certificate.location", security.certificate_file);
    if (!security.key_file.empty()) options.emplace_back("ssl.key.location", security.key_file);
  }
  if (security.protocol.starts_with("sasl")) {
    options.emplace_back("sasl.mechanism", security.mechanism);
    options.emplace_back("sasl.username", security.user);
    options.emplace_back("sasl.password", security.password);
  }
  return options;
}

Owned<rd_kafka_conf_t> configuration(const Settings& settings, Options options) {
  Owned<rd_kafka_conf_t> conf{rd_kafka_conf_new()};
  std::array<char, 512> error{};
  const auto set = [&](const char* name, const std::string& value) {
    if (rd_kafka_conf_set(conf.get(), name, value.c_str(), error.data(), error.size()) != RD_KAFKA_CONF_OK) {
      throw std::runtime_error("Kafka client setting: " + std::string{error.data()});
    }
  };
  set("bootstrap.servers", settings.brokers);
  set("client.id", settings.client_id);
  for (const auto& [name, value] : options_of(settings.security)) set(name, value);
  set("socket.nagle.disable", "true");
  // A broker that comes back is found again within a second, not within the default ten.
  set("reconnect.backoff.ms", "50");
  set("reconnect.backoff.max.ms", "1000");
  set("topic.metadata.refresh.interval.ms", "60000");
  // Also the longest that a question to a broker may take that died before it answered, whatever patience was asked
  // for.
  set("socket.timeout.ms", "5000");
  set("log.connection.close", "false");
  for (const auto& [name, value] : options) set(name, value);
  rd_kafka_conf_set_log_cb(conf.get(), write_down);
  // Without one, librdkafka logs again what it has just logged.
  rd_kafka_conf_set_error_cb(conf.get(), [](rd_kafka_t*, int, const char*, void*) {});
  return conf;
}

Owned<rd_kafka_t> client(rd_kafka_type_t kind, Owned<rd_kafka_conf_t> conf) {
  know_c11_threads();
  std::array<char, 512> error{};
  const MadeInTime limit;
  Owned<rd_kafka_t> made{rd_kafka_new(kind, conf.get(), error.data(), error.size())};
  if (!made) throw std::runtime_error("Kafka client does not start: " + std::string{error.data()});
  (void)conf.release();  // owned by the client from here on
  return made;
}

std::optional<Watermarks> watermarks_of(rd_kafka_t* client, const std::string& topic, std::int32_t partition,
                                        std::chrono::milliseconds patience) {
  Watermarks found{};
  const auto error = rd_kafka_query_watermark_offsets(client, topic.c_str(), partition, &found.low, &found.high,
                                                      milliseconds(patience));
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return std::nullopt;
  return found;
}

std::optional<int> partitions_of(rd_kafka_t* client, const std::string& topic, std::chrono::milliseconds patience) {
  const Owned<rd_kafka_topic_t> handle{rd_kafka_topic_new(client, topic.c_str(), nullptr)};
  const rd_kafka_metadata_t* raw = nullptr;
  if (rd_kafka_metadata(client, 0, handle.get(), &raw, milliseconds(patience)) != RD_KAFKA_RESP_ERR_NO_ERROR)
    return std::nullopt;
  const std::unique_ptr<const rd_kafka_metadata_t, Destroy> metadata{raw};
  if (metadata->topic_cnt != 1 || metadata->topics[0].err == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE) return 0;
  return metadata->topics[0].err == RD_KAFKA_RESP_ERR_NO_ERROR ? metadata->topics[0].partition_cnt : 0;
}

}  // namespace motcua::bus
