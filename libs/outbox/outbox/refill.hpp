#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "bus/bus.hpp"
#include "outbox/envelope.hpp"
#include "outbox/publisher.hpp"

namespace motcua::outbox {

/// Hears what readers miss and sends it again, a little at a time so that live events never wait behind it. Every
/// answer ends with the last event published: a reader whose topic was emptied learns from it how much there is. The
/// newest request of a reader replaces its older one. Owned by the relay's term; for its thread.
class Refills {
 public:
  Refills(store::Database& database, const RelaySettings& settings);

  /// Takes requests that have come.
  void listen(std::int64_t published_through);
  bool waiting() const { return !open_.empty(); }
  /// Sends the next events of the request at the front; returns how many.
  std::int64_t serve(Publisher& publisher);

 private:
  struct Open {
    RefillRequest request;
    std::int64_t next;
    std::int64_t through;
    std::int64_t last;  ///< sent behind them; 0 once it is
    std::string header;
    std::deque<Outgoing> loaded;
  };

  std::vector<Outgoing> following(Open& open);

  store::Database& database_;
  const RelaySettings& settings_;
  std::unique_ptr<bus::Consumer> requests_;
  std::deque<Open> open_;
};

}  // namespace motcua::outbox
