#include "dossiers/housekeeping.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "log/log.hpp"
#include "store/answers.hpp"

namespace motcua::dossiers {

void prune_until(const std::stop_token& stop, store::Database& database, const core::Clock& clock) {
  // Small bites: one removal must not hold up the commands that wait for the same writer.
  constexpr std::int64_t bite = 500;
  std::mutex mutex;
  std::condition_variable_any timer;
  while (!stop.stop_requested()) {
    std::int64_t removed = 0;
    try {
      removed = database.in_transaction([&](store::Transaction& tx) { return store::prune(tx, clock(), bite); });
    } catch (const store::Unavailable&) {
      log::warn("stored answers not pruned; next try in a minute");
    }
    const std::chrono::milliseconds wait = removed == bite ? std::chrono::milliseconds{100} : std::chrono::minutes{1};
    std::unique_lock lock{mutex};
    timer.wait_for(lock, stop, wait, [] { return false; });
  }
}

void reload(catalogue::Source& catalogue) {
  const auto mistakes = catalogue.reload();
  for (const catalogue::Mistake& mistake : mistakes) {
    log::error("catalogue kept out; the one in use stays",
               {{"file", mistake.file}, {"line", mistake.line}, {"mistake", mistake.what}});
  }
  if (mistakes.empty()) log::info("catalogue read again", {{"version", catalogue.current()->version}});
}

}  // namespace motcua::dossiers
