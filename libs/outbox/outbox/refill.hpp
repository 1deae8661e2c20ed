#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "bus/bus.hpp"
#include "outbox/envelope.hpp"
#include "outbox/publisher.hpp"

namespace motcua::outbox {

/// Hears what readers miss and sends it again, a little at a time so that live events never wait behind it. Every
/// answer ends with the last event published: a reader whose topic was emptied learns from it how much there is. The
/// newest request of a reader replaces its older one, unless it goes on where that one ends: then it waits its turn, so
/// that a reader may ask for more before it has all. Owned by the relay's term; for its thread.
class Refills {
 public:
  Refills(store::Database& database, const RelaySettings& settings);

  /// Takes requests that have come.
  void listen(std::int64_t published_through);
  bool waiting() const { return !open_.empty(); }
  /// A reader that has just been answered is likely to ask for more.
  bool lately() const;
  /// Sends the next events of the reader at the front; returns how many.
  std::int64_t serve(Publisher& publisher);

 private:
  struct Stretch {
    std::int64_t next;
    std::int64_t through;
    std::int64_t last;  ///< sent behind them; 0 once it is
    std::string header;
  };
  struct Reader {
    std::string name;
    std::deque<Stretch> asked;  ///< never empty
    std::deque<Outgoing> loaded;
  };

  Stretch stretch_of(const RefillRequest& request, std::int64_t published_through);
  void take(const RefillRequest& request, std::int64_t published_through);
  std::vector<Outgoing> following(Stretch& stretch);

  store::Database& database_;
  const RelaySettings& settings_;
  std::unique_ptr<bus::Consumer> requests_;
  std::deque<Reader> open_;
  std::chrono::steady_clock::time_point last_sent_{};
};

}  // namespace motcua::outbox
