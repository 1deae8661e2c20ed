#pragma once

#include <chrono>
#include <functional>
#include <stop_token>

#include "catalogue/catalogue.hpp"
#include "metrics/metrics.hpp"
#include "store/database.hpp"

namespace motcua::dossiers {

/// Tells of due dates that are near and of those that have passed: one event each for every due date, also after the
/// service was away. Stops what waits for a reply whose last day has passed. Looks along an index at what has not been
/// told; one instance leads. Owned by main; one thread of its own.
class Notices {
 public:
  struct Settings {
    store::Settings database;
    std::chrono::seconds every;
  };
  /// `committed` is called after each commit that added to history.
  Notices(store::Database& database, Settings settings, const catalogue::Source& catalogue, core::Clock clock,
          metrics::Registry& metrics, std::function<void()> committed = {});

  void run(const std::stop_token& stop);
  /// A transaction's worth of each; how many dossiers were told of or stopped.
  std::int64_t bite();

 private:
  store::Database& database_;
  Settings settings_;
  const catalogue::Source& catalogue_;
  core::Clock clock_;
  metrics::Counter due_soon_;
  metrics::Counter overdue_;
  metrics::Counter stopped_;
  std::function<void()> committed_;
};

}  // namespace motcua::dossiers
