#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace motcua::bus {

/// A Kafka broker inside this process, for trying out and for tests: librdkafka's mock cluster behind one fixed port of
/// 127.0.0.1. It keeps everything in memory, 5 MiB a partition (older messages go), one copy of it. It forgets all when
/// it ends, which is why the outbox can refill it. The mock cluster itself listens on a random port and names that one
/// to its clients; the fixed port leads them there, and leads them to the next one after a restart.
class EmbeddedBroker {
 public:
  /// Topics (name, partitions) exist from the start; others are made with 4 partitions when first asked for. Port 0:
  /// one that the system gives. Throws std::runtime_error when the port is taken.
  EmbeddedBroker(std::uint16_t port, std::vector<std::pair<std::string, int>> topics);
  ~EmbeddedBroker();
  EmbeddedBroker(const EmbeddedBroker&) = delete;
  EmbeddedBroker& operator=(const EmbeddedBroker&) = delete;

  std::uint16_t port() const;
  /// Forgets everything and goes on at the same address, as after kill -9 and a new start.
  void wipe();
  /// Nobody is there until `wipe` is called.
  void stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace motcua::bus
