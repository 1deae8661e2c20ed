#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <vector>

#include "bus/bus.hpp"
#include "core/embedded.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "metrics/metrics.hpp"
#include "store/database.hpp"

namespace motcua::outbox {

/// An event as it came from a topic.
struct Event {
  std::string topic;
  std::string record_id;
  std::int64_t version;
  std::int64_t sequence;  ///< the publisher's, gap-free over the topic
  std::string type;
  core::Instant occurred_at;
  core::Instant recorded_at;
  std::string data;  ///< JSON object
  std::string traceparent;
};

/// What an event could not be read for: it goes to the dead letters, and later events of its record wait for it.
class Unreadable : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct InboxSettings {
  bus::Settings bus;
  std::string
      consumer;  ///< `reporting`: group, dead-letter topic `motcua.reporting.dead-letters`, name in refill requests
  std::string instance;  ///< static membership
  std::vector<std::string> topics;
  int batch = 2000;
  /// At least so long from one batch to the next, unless it is full: each costs the database a dozen statements and a
  /// COMMIT, whatever is in it. What comes after a pause is applied at once.
  std::chrono::milliseconds between_batches{30};
};

/// A letter that could not be applied.
struct DeadLetter {
  std::string id;  ///< `{record}:{version}`, or topic/partition/offset where the message names none
  std::string topic;
  std::string record_id;
  std::int64_t version;
  std::string reason;
  std::int64_t attempts;
  core::Instant first_seen;
  std::int64_t waiting;  ///< later events of the record that wait behind it
};

enum class Redriven { not_found, applied, asked_for_again };

/// Reads topics and hands events to `apply`: each once, in order per record, up to a batch in one transaction together
/// with the offsets. `apply` runs inside that transaction (possibly more than once, with no effect outside); Unreadable
/// from it dead-letters the event. Asks the publisher for a refill when something is missing. Owned by main; one thread
/// of its own.
class Inbox {
 public:
  using Apply = std::function<void(store::Transaction&, std::span<const Event>)>;

  Inbox(store::Database& database, InboxSettings settings, Apply apply, metrics::Registry& metrics);
  ~Inbox();

  void run(const std::stop_token& stop);

  /// Oldest first, after the given id, at most `at_most`.
  std::vector<DeadLetter> dead_letters(const std::string& after, std::int64_t at_most);
  /// Tries the letter again, then those that wait behind it; what cannot be read at all is asked for again. Why not,
  /// when it fails again.
  core::Result<Redriven, std::string> redrive(const std::string& id);
  /// Removes a letter without a sequence: no publisher of ours wrote it, so nothing is lost with it. False when there
  /// is none of that id.
  bool discard(const std::string& id);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Tables inbox_records, inbox_partitions, inbox_topics, inbox_parked.
std::span<const core::EmbeddedFile> inbox_migrations();

/// The sequence up to which the topic's events are applied or parked without a hole: what an answer says it stands on.
std::int64_t complete_through(store::Transaction& tx, const std::string& topic);

}  // namespace motcua::outbox
