#include <exception>
#include <span>

#include "cache/cache.hpp"
#include "catalogue/catalogue.hpp"
#include "core/time.hpp"
#include "log/log.hpp"
#include "metrics/metrics.hpp"
#include "reporting/config.hpp"
#include "reporting/http/routes.hpp"
#include "reporting/projections/dossiers.hpp"
#include "reporting/reports.hpp"
#include "reporting/store/projection.hpp"
#include "runtime/runtime.hpp"

using namespace motcua;

namespace {

void reload(catalogue::Source& catalogue) {
  const auto mistakes = catalogue.reload();
  for (const auto& mistake : mistakes) {
    log::error("catalogue not reloaded", {{"file", mistake.file}, {"line", mistake.line}, {"reason", mistake.what}});
  }
  if (mistakes.empty()) log::info("catalogue reloaded", {{"version", catalogue.current()->version}});
}

// The reporting service, top to bottom in the order in which it starts; it stops in the reverse order.
int run(const reporting::Settings& settings) {
  metrics::Registry metrics{"reporting"};
  catalogue::Source catalogue{settings.catalogue};  // units and procedures; read again on SIGHUP
  const auto database = store::Database::open(settings.database, metrics);  // PostgreSQL or SQLite
  store::migrate(*database, {{"inbox", outbox::inbox_migrations()},         // under a lock; forward only
                             {"reporting", reporting::migrations()}});
  const auto cache = cache::Cache::open(settings.cache, metrics);     // only makes things faster
  auth::Verifier tokens{settings.tokens, core::system_now, metrics};  // who is asking, and for which unit

  const auto project = [&catalogue](store::Transaction& tx, std::span<const outbox::Event> events) {
    reporting::apply_dossiers(tx, events, catalogue.current()->units);
  };
  outbox::Inbox inbox{*database, settings.inbox, project,
                      metrics};  // motcua.dossiers.v1 -> spans and counts, each event once

  reporting::Reports reports{*database, catalogue, *cache, settings.topic, core::system_now};
  const auto unavailable = [](const std::exception& broken) {
    return dynamic_cast<const store::Unavailable*>(&broken) != nullptr;
  };
  http::Server server{settings.http, reporting::routes(reports, tokens), metrics, unavailable};

  return runtime::run_until_stopped({
      .server = server,
      .workers = {{"inbox", [&inbox](const std::stop_token& stop) { inbox.run(stop); }}},
      .admin = settings.admin,
      .checks = {{"database", [&database] { return database->answers(); }}},
      .commands = reporting::commands(inbox),
      .reload = [&catalogue] { reload(catalogue); },
      .unavailable = unavailable,
      .metrics = metrics,
  });
}

}  // namespace

int main(int argc, char** argv) {
  runtime::prepare_process();
  const auto values =
      config::read_or_exit("reporting", reporting::settings(), argc, argv);  // every mistake at once, then exit 2
  try {
    const reporting::Settings settings{values};
    log::start("reporting", settings.log_level);
    return run(settings);
  } catch (const std::exception& broken) {
    log::start("reporting", log::Level::info);
    log::error("cannot start", {{"reason", broken.what()}});
    return 1;
  }
}
