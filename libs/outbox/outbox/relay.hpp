#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "bus/bus.hpp"
#include "metrics/metrics.hpp"
#include "store/database.hpp"

namespace motcua::outbox {

struct RelaySettings {
  store::Settings database;  ///< for the leader's lock
  bus::Settings bus;
  std::string topic;  ///< `motcua.dossiers.v1`
  int partitions = 4;
  std::string source;  ///< ce_source, `/motcua/dossiers`
  std::chrono::milliseconds retention{std::chrono::hours{24 * 7}};
};

/// Gives history rows their `sequence` and sends them to Kafka in that order, in order per record, whoever wrote them;
/// marks them once acknowledged. Leads alone among instances. Notices a wiped broker and opens a new log epoch; serves
/// the refills consumers ask for. May send an event twice, never too seldom: readers drop repeats by record version.
/// Owned by main; one thread of its own.
class Relay {
 public:
  /// Throws std::runtime_error when the history is published on another topic already.
  Relay(store::Database& database, RelaySettings settings, metrics::Registry& metrics);
  ~Relay();

  /// After a commit that wrote history: look now instead of at the next tick. Cheap, any thread.
  void wake();
  /// Runs until stop is requested; what is acknowledged by then is marked.
  void run(const std::stop_token& stop);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace motcua::outbox
