#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/config.hpp"
#include "metrics/metrics.hpp"

namespace motcua::bus {

/// How a broker knows us, and we it.
struct Security {
  std::string protocol = "plaintext";       ///< plaintext, ssl, sasl_plaintext or sasl_ssl
  std::string ca_file{};                    ///< PEM; empty: the system's certificates
  std::string certificate_file{};           ///< PEM; ours, where the broker asks for one
  std::string key_file{};                   ///< PEM; of that certificate
  std::string mechanism = "SCRAM-SHA-512";  ///< PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512
  std::string user{};
  std::string password{};
};
/// Settings of a program that speaks to Kafka. The password stands in a file.
std::vector<config::Setting> security_settings();
/// Throws std::runtime_error for what does not go together, and for files that cannot be read.
Security security_from(const config::Values& values);

struct Settings {
  std::string brokers;    ///< `127.0.0.1:9092,…`
  std::string client_id;  ///< of this instance
  /// How long a broker may hold back an empty answer to a reader. A real broker answers as soon as there is something;
  /// the embedded one always waits this long, so it is what a reader's latency costs there.
  std::chrono::milliseconds fetch_wait{10};
  /// How long a member of a group may go without polling before its partitions are given to another; at least 6 s.
  std::chrono::milliseconds longest_absence{60'000};
  Security security{};
};

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Message {
  std::string topic;
  std::int32_t partition = -1;
  std::int64_t offset = -1;
  std::string key;
  std::string value;
  Headers headers;

  std::string_view header(std::string_view name) const;  ///< empty when there is none
};

struct Watermarks {
  std::int64_t low;   ///< offset of the oldest message kept
  std::int64_t high;  ///< offset that the next message will get
};

struct Topic {
  std::string name;
  int partitions;
  std::chrono::milliseconds retention;
};

/// The partition of a key, as Java's clients choose it (murmur2).
std::int32_t partition_of(std::string_view key, int partitions);

/// Creates what is missing (replication as the broker's default); leaves what exists. False when the broker did not
/// answer in time.
bool ensure_topics(const Settings& settings, const std::vector<Topic>& topics, std::chrono::milliseconds patience);

/// Where a message landed, or that it did not. Called from `poll`, in the caller's thread.
struct Delivery {
  std::uint64_t tag;  ///< as given to send
  bool delivered;
  std::int32_t partition;
  std::int64_t offset;
};

/// Idempotent producer, acks from all, no delivery time-out of its own. For one thread. `fatal()` means: destroy it and
/// make another, and start again at the first message not reported delivered (librdkafka 2.0.2 has false fatal errors).
/// The destructor purges what is not sent.
class Producer {
 public:
  Producer(const Settings& settings, std::function<void(const Delivery&)> delivered);
  ~Producer();
  Producer(const Producer&) = delete;
  Producer& operator=(const Producer&) = delete;

  /// Hands over one message; false when the queue is full: poll and try again. Partition by murmur2 of the key, or the
  /// given one.
  bool send(const Message& message, std::uint64_t tag);
  /// Serves delivery reports for at most `patience`; returns how many.
  int poll(std::chrono::milliseconds patience);
  bool fatal() const;
  std::size_t in_flight() const;
  /// Nothing when the broker does not answer in time.
  std::optional<Watermarks> watermarks(const std::string& topic, std::int32_t partition,
                                       std::chrono::milliseconds patience);
  /// Number of partitions; 0 when the topic does not exist, nothing when the broker does not answer.
  std::optional<int> partitions(const std::string& topic, std::chrono::milliseconds patience);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Reads topics, one message at a time, with offsets kept by the caller. Range assignment, static membership by
/// instance id, no commits to the broker. With an empty group it reads every partition by itself: at once, with no
/// group to join or to leave; right where there can be one reader only. For one thread.
class Consumer {
 public:
  /// Called inside `poll` when partitions come; returns where each starts (an offset, or -2 for its beginning). May use
  /// `watermarks` and `peek`.
  using Assigned = std::function<std::vector<std::int64_t>(const std::vector<std::pair<std::string, std::int32_t>>&)>;

  Consumer(const Settings& settings, const std::string& group, const std::string& instance,
           const std::vector<std::string>& topics, Assigned assigned);
  /// Without a group: reads every partition of one topic from its end.
  static std::unique_ptr<Consumer> tail(const Settings& settings, const std::string& topic);
  ~Consumer();
  Consumer(const Consumer&) = delete;
  Consumer& operator=(const Consumer&) = delete;

  /// The next message, or nothing within `patience`.
  std::optional<Message> poll(std::chrono::milliseconds patience);
  void seek(const std::string& topic, std::int32_t partition, std::int64_t offset);
  std::optional<Watermarks> watermarks(const std::string& topic, std::int32_t partition,
                                       std::chrono::milliseconds patience);
  /// As the last answers of the broker told, without asking it; nothing before the first one.
  std::optional<Watermarks> known_watermarks(const std::string& topic, std::int32_t partition);
  /// The message at that offset, read beside the group by a short-lived assignment of its own; nothing when it is not
  /// there.
  std::optional<Message> peek(const std::string& topic, std::int32_t partition, std::int64_t offset,
                              std::chrono::milliseconds patience);
  /// The instance is fenced, has been without its group for 15 s, or is otherwise dead: destroy and make another.
  bool fatal() const;

 private:
  struct Parts;
  explicit Consumer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace motcua::bus
