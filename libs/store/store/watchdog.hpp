#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace motcua::store {

/// Shuts sockets down from which no answer has come in time: libpq waits for one for ever, and a server that is stopped
/// but not gone keeps its connections open. Whoever waits then reads the end. One thread; outlives its watches.
class Watchdog {
 public:
  using Time = std::chrono::steady_clock::time_point;

  Watchdog();
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  /// While it lives, the socket is watched; it must not be closed before. Without a dog it does nothing.
  class Watch {
   public:
    Watch(Watchdog* dog, int socket, Time until);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    Watchdog* const dog_;
    const int socket_;
  };

 private:
  void look();

  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::map<int, Time> watched_;
  std::thread thread_;
};

}  // namespace motcua::store
