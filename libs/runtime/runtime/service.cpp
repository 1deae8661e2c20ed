#include "runtime/service.hpp"

#include "log/log.hpp"
#include "runtime/runtime.hpp"
#include "store/database.hpp"

namespace motcua::runtime {
namespace {

log::Level level_of(const std::string& word) {
  if (word == "debug") return log::Level::debug;
  if (word == "warn") return log::Level::warn;
  if (word == "error") return log::Level::error;
  return log::Level::info;
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

void read_again(catalogue::Source& catalogue, metrics::Registry& metrics) {
  const auto mistakes = catalogue.reload();
  metrics.gauge("motcua_catalogue_mistakes", "Mistakes that kept the catalogue out when it was last read again")
      .set(static_cast<double>(mistakes.size()));
  for (const catalogue::Mistake& mistake : mistakes) {
    log::error("catalogue kept out; the one in use stays",
               {{"file", mistake.file}, {"line", mistake.line}, {"mistake", mistake.what}});
  }
  if (mistakes.empty()) log::info("catalogue read again", {{"version", catalogue.current()->version}});
}

}  // namespace motcua::runtime
