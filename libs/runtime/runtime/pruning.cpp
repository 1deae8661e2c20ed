#include "runtime/pruning.hpp"

#include <condition_variable>
#include <mutex>
#include <utility>

#include "log/log.hpp"
#include "store/answers.hpp"

namespace motcua::runtime {
namespace {

// One removal must not hold up the commands that wait for the same writer.
constexpr std::int64_t rows_at_once = 500;

}  // namespace

Pruning::Pruning(store::Database& database, core::Clock clock, std::chrono::days answers_kept,
                 metrics::Registry& metrics)
    : database_{database},
      clock_{std::move(clock)},
      answers_kept_{answers_kept},
      pruned_{metrics.counter("motcua_store_pruned_rows_total", "Rows removed because their time was over",
                              {{"table", "answers"}})} {}

std::int64_t Pruning::bite() {
  const core::Instant oldest{clock_() - answers_kept_};
  const auto removed =
      database_.in_transaction([&](store::Transaction& tx) { return store::prune_answers(tx, oldest, rows_at_once); });
  pruned_.increment(static_cast<double>(removed));
  return removed;
}

void Pruning::run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any timer;
  while (!stop.stop_requested()) {
    std::int64_t removed = 0;
    try {
      removed = bite();
    } catch (const store::Unavailable&) {
      log::warn("stored answers not pruned; next try in a minute");
    }
    const std::chrono::milliseconds wait =
        removed == rows_at_once ? std::chrono::milliseconds{100} : std::chrono::minutes{1};
    std::unique_lock lock{mutex};
    timer.wait_for(lock, stop, wait, [] { return false; });
  }
}

}  // namespace motcua::runtime
