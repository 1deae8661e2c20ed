#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

namespace motcua::bus {

/// Listens on one port of 127.0.0.1 and passes connections on to another, which may change. Owned by EmbeddedBroker;
/// one thread of its own.
class Forwarder {
 public:
  /// Port 0: one that the system gives. Throws std::runtime_error when the port is taken.
  explicit Forwarder(std::uint16_t port);
  ~Forwarder();
  Forwarder(const Forwarder&) = delete;
  Forwarder& operator=(const Forwarder&) = delete;

  std::uint16_t port() const { return port_; }
  /// Where new connections go, 0 for nowhere; those open are closed.
  void point_to(std::uint16_t target);

 private:
  void serve(const std::stop_token& stop);

  int listener_ = -1;
  int wake_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<std::uint32_t> target_{0};  // generation << 16 | port
  std::jthread thread_;
};

}  // namespace motcua::bus
