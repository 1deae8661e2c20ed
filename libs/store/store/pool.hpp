#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "store/connection.hpp"
#include "store/meters.hpp"

namespace motcua::store {

/// Connections that are lent to one thread at a time, opened when they are first needed. The one used last is lent
/// first, so a quiet service keeps few of them warm. Thread-safe; outlives its leases.
class Pool {
 public:
  using Open = std::function<std::unique_ptr<Connection>()>;
  Pool(Open open, int most, std::chrono::milliseconds patience, Meters meters);

  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection, bool fresh);
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_.get(); }
    /// Opened for this lease: it cannot have died while it lay in the pool.
    bool fresh() const { return fresh_; }

   private:
    struct GiveBack {
      Pool* pool;
      void operator()(Connection* connection) const noexcept;
    };
    std::unique_ptr<Connection, GiveBack> connection_;
    bool fresh_;
  };
  /// Waits for a connection as long as the patience; then, or when none can be opened, throws Unavailable.
  Lease lend();
  /// Connections that lie idle are closed: the server has gone, and they with it.
  void forget_idle();

 private:
  void take_back(std::unique_ptr<Connection> connection) noexcept;

  const Open open_;
  const std::size_t most_;
  const std::chrono::milliseconds patience_;
  Meters meters_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::size_t lent_ = 0;
};

}  // namespace motcua::store
