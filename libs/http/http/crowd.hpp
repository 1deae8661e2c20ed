#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace motcua::http {

/// How many connections each address has open, and how many workers wait for its clients to read. Thread-safe; outlives
/// its seats.
class Crowd {
 public:
  /// One connection's place, given back at its end.
  class Seat {
   public:
    Seat() = default;
    Seat(Crowd& crowd, std::string address);
    ~Seat() { leave(); }
    Seat(Seat&& other) noexcept
        : crowd_{std::exchange(other.crowd_, nullptr)}, address_{std::move(other.address_)}, taken_{other.taken_} {}
    Seat& operator=(Seat&& other) noexcept;
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;

    void leave();
    /// A worker may wait for this client: fewer than `most` wait for its address. Until waited().
    bool wait(std::size_t most);
    void waited();
    /// Connections of this address when it was taken, this one included; 0 where nobody counts.
    std::size_t taken() const { return taken_; }

   private:
    Crowd* crowd_ = nullptr;
    std::string address_{};
    std::size_t taken_ = 0;
    bool waits_ = false;
  };

 private:
  std::mutex mutex_;
  struct Count {
    std::size_t open = 0;
    std::size_t waiting = 0;
  };
  std::map<std::string, Count> addresses_;
};

}  // namespace motcua::http
