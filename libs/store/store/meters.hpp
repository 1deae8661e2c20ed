#pragma once

#include <chrono>
#include <exception>

#include "metrics/metrics.hpp"

namespace motcua::store {

/// The time series of one database. Thread-safe, copied where it is used.
class Meters {
 public:
  explicit Meters(metrics::Registry& registry);

  /// Runs the whole of one transaction and counts how it ended.
  template <class Run>
  void of_transaction(Run&& run) {
    const auto begun = std::chrono::steady_clock::now();
    try {
      run();
      committed_.increment();
    } catch (...) {
      count(std::current_exception());
      took_.observe(std::chrono::steady_clock::now() - begun);
      throw;
    }
    took_.observe(std::chrono::steady_clock::now() - begun);
  }
  /// A rival was in the way.
  void begun_again() { begun_again_.increment(); }
  /// One COMMIT that `members` transactions share.
  void group(std::size_t members);
  void waiting(int change) { waiting_.add(change); }

 private:
  void count(const std::exception_ptr& failure);

  metrics::Counter committed_, conflicting_, unavailable_, rolled_back_;
  metrics::Histogram took_;
  metrics::Gauge waiting_;
  metrics::Counter groups_, members_, begun_again_;
};

}  // namespace motcua::store
