#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "core/time.hpp"
#include "metrics/metrics.hpp"
#include "outbox/envelope.hpp"
#include "store/database.hpp"

namespace motcua::outbox {

/// One row of inbox_topics. Sequences have no gap, so a reader that has applied or parked as many events as the highest
/// sequence it has seen misses none; one that has fewer asks the publisher for them again.
struct Progress {
  std::int64_t applied = 0;
  std::int64_t parked = 0;
  std::int64_t highest = 0;
  std::int64_t complete_through = 0;
  std::string refill_request;  ///< the one under way; empty when none is
  std::int64_t refill_from = 0;
  std::int64_t refill_expected = 0;  ///< as the publisher says; 0 before its first event
  std::int64_t refill_seen = 0;

  std::int64_t missing() const { return highest - applied - parked; }
};
Progress progress_of(store::Transaction& tx, const std::string& topic);
/// Counts what came as an answer to a request, if that is the one under way.
void count_refill(store::Transaction& tx, const std::string& topic, const std::string& request, std::int64_t came,
                  std::int64_t expected);

/// An event that was parked is not there after all: it is asked for like any that never came.
void count_as_missing(store::Transaction& tx, const std::string& topic, std::int64_t sequence);

/// Sees to it that one topic gets complete: asks, a chunk at a time and no faster than the answers come in, so that a
/// broker that keeps little does not forget them again. Owned by the inbox, for its thread; instances share the state
/// in the database.
class Completeness {
 public:
  Completeness(store::Database& database, std::string consumer, std::string topic, metrics::Registry& metrics);

  /// Something came, recorded then: while the ordinary stream flows, what is missing may simply be on its way.
  void event_came(core::Instant recorded_at) {
    last_event_ = SteadyClock::now();
    newest_ = std::max(newest_, recorded_at);
  }
  /// Something may be missing that no number tells: ask once, whatever the count says.
  void doubt() { doubt_ = true; }
  /// Part of an answer has been taken in: the next look may ask for more, and need not wait for its turn.
  void answer_came() { next_look_ = {}; }
  /// Looks where we are, ten times a second and when an answer came, and hands at most one request to `send`.
  void look(const std::function<void(const RefillRequest&)>& send);

 private:
  using SteadyClock = std::chrono::steady_clock;
  using Send = std::function<void(const RefillRequest&)>;

  bool behind(const Progress& progress);
  void follow(const Progress& progress, const Send& send);
  void ask(const Progress& progress, std::int64_t from, const Send& send);
  bool replace(const Progress& progress, const std::string& request, std::int64_t from);

  store::Database& database_;
  std::string consumer_;
  std::string topic_;
  metrics::Gauge missing_;
  metrics::Gauge parked_;
  metrics::Counter requests_;
  SteadyClock::time_point next_look_{};
  SteadyClock::time_point last_event_{};
  core::Instant newest_{};
  SteadyClock::time_point missing_since_{};
  std::int64_t missing_from_ = -1;
  SteadyClock::time_point last_progress_{};
  SteadyClock::time_point ask_when_empty_{};
  SteadyClock::time_point not_before_{};
  SteadyClock::duration patience_;
  SteadyClock::duration backoff_;
  std::int64_t seen_ = -1;
  bool doubt_ = false;
  bool must_be_heard_ = false;  // asked in doubt: no count says that the answer came
};

}  // namespace motcua::outbox
