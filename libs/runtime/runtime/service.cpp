#include "runtime/service.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "log/log.hpp"
#include "store/answers.hpp"

namespace motcua::runtime {
namespace {

log::Level level_of(const std::string& word) {
  if (word == "debug") return log::Level::debug;
  if (word == "warn") return log::Level::warn;
  if (word == "error") return log::Level::error;
  return log::Level::info;
}

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

}  // namespace

int run_service(const std::string& name, const std::vector<config::Setting>& settings, int argc, char** argv,
                const std::function<int(const config::Values&)>& run) {
  prepare_process();
  const auto values = config::read_or_exit(name, settings, argc, argv);
  log::start(name, level_of(values.text("log_level")));
  try {
    return run(values);
  } catch (const std::exception& broken) {
    log::error("cannot start", {{"reason", broken.what()}});
    return 1;
  }
}

bool unavailable(const std::exception& broken) { return dynamic_cast<const store::Unavailable*>(&broken) != nullptr; }

void read_again(catalogue::Source& catalogue) {
  const auto mistakes = catalogue.reload();
  for (const catalogue::Mistake& mistake : mistakes) {
    log::error("catalogue kept out; the one in use stays",
               {{"file", mistake.file}, {"line", mistake.line}, {"mistake", mistake.what}});
  }
  if (mistakes.empty()) log::info("catalogue read again", {{"version", catalogue.current()->version}});
}

Worker pruning(store::Database& database, core::Clock clock) {
  return {"pruning",
          [&database, clock = std::move(clock)](const std::stop_token& stop) { prune_until(stop, database, clock); }};
}

}  // namespace motcua::runtime
