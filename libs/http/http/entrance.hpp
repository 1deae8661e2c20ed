#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

#include "http/conversation.hpp"
#include "http/lanes.hpp"

namespace motcua::http {

/// The listening socket and the thread that accepts from it. Above the cap on connections, or when descriptors run out,
/// the client is answered 503 and the connection ends.
class Entrance {
 public:
  /// Binds and listens. Throws std::runtime_error, with the address and port in the text.
  explicit Entrance(House& house);
  ~Entrance();
  Entrance(const Entrance&) = delete;
  Entrance& operator=(const Entrance&) = delete;

  std::uint16_t port() const { return port_; }
  void open(Lanes& lanes);
  /// Takes in what had already connected, then listens no more.
  void shut();

 private:
  void run(Lanes& lanes);
  void accept_all(Lanes& lanes);
  bool turn_away();
  Crowd::Seat seat_for(const std::string& peer) const;
  void bring_in(int socket, std::string peer, Lanes& lanes);

  House& house_;
  std::size_t cap_;
  int listener_ = -1;
  int stop_ = -1;
  int spare_ = -1;  // given up to accept, and turn away, one more when descriptors run out
  std::uint16_t port_ = 0;
  Steady::time_point warned_{};  // that descriptors ran out
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace motcua::http
