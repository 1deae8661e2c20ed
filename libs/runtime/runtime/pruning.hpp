#pragma once

#include <chrono>
#include <stop_token>

#include "core/time.hpp"
#include "metrics/metrics.hpp"
#include "store/database.hpp"

namespace motcua::runtime {

/// Removes what is kept for a while only: answers to idempotency keys. A few
/// hundred rows a transaction, so that no command waits long for it. Owned by main; one thread of its own.
class Pruning {
 public:
  Pruning(store::Database& database, core::Clock clock, std::chrono::days answers_kept, metrics::Registry& metrics);

  /// Looks once a minute, and goes on at once while there is more.
  void run(const std::stop_token& stop);
  /// One transaction's worth; how many rows it removed.
  std::int64_t bite();

 private:
  store::Database& database_;
  core::Clock clock_;
  std::chrono::days answers_kept_;
  metrics::Counter pruned_;
};

}  // namespace motcua::runtime
