#include <string>

#include "auth/auth.hpp"
#include "cache/cache.hpp"
#include "catalogue/catalogue.hpp"
#include "core/time.hpp"
#include "dossiers/config.hpp"
#include "dossiers/desk.hpp"
#include "dossiers/housekeeping.hpp"
#include "dossiers/http/routes.hpp"
#include "dossiers/import.hpp"
#include "dossiers/reading.hpp"
#include "dossiers/store/rows.hpp"
#include "http/server.hpp"
#include "log/log.hpp"
#include "metrics/metrics.hpp"
#include "outbox/history.hpp"
#include "outbox/relay.hpp"
#include "runtime/runtime.hpp"
#include "store/answers.hpp"
#include "store/database.hpp"

using namespace motcua;

namespace {

// The dossiers service, top to bottom in the order in which it starts; it stops in the reverse order.
int run(const dossiers::Settings& settings) {
  metrics::Registry metrics{"dossiers"};
  catalogue::Source catalogue{settings.catalogue};  // units, procedures, calendar; read again on SIGHUP
  const auto database = store::Database::open(settings.database, metrics);  // PostgreSQL or SQLite
  store::migrate(*database, {{"history", outbox::history_migrations()},     // under a lock; forward only
                             {"answers", store::answers_migrations()},
                             {"dossiers", dossiers::rows::migrations()}});
  const auto cache = cache::Cache::open(settings.cache, metrics);     // only makes things faster
  auth::Verifier tokens{settings.tokens, core::system_now, metrics};  // who is asking, and for which unit

  outbox::Relay relay{*database,  // history -> motcua.dossiers.v1, in order
                      {.database = settings.database,
                       .bus = settings.kafka,
                       .topic = settings.topic,
                       .partitions = settings.partitions,
                       .source = "/motcua/dossiers"},
                      metrics};
  const auto committed = [&relay] { relay.wake(); };

  dossiers::Scopes scopes;  // which units an actor sees
  dossiers::Desk desk{*database, catalogue, scopes, core::system_now, settings.lookup_key, metrics, committed};
  dossiers::Import import{*database, catalogue, scopes, core::system_now, metrics, committed};
  dossiers::Reading reading{*database, catalogue, scopes, *cache, core::system_now, settings.lookup_key};
  runtime::RateLimit requests{settings.requests_per_minute / 10 + 1, settings.requests_per_minute, core::system_now};
  runtime::RateLimit lookups{settings.lookups_per_minute, settings.lookups_per_minute, core::system_now};
  runtime::RateLimit numbers{settings.lookups_per_number, settings.lookups_per_number, core::system_now};
  const auto unavailable = [](const std::exception& broken) {
    return dynamic_cast<const store::Unavailable*>(&broken) != nullptr;
  };
  http::Server server{
      settings.http,
      dossiers::routes({desk, import, reading, tokens, catalogue, core::system_now, requests, lookups, numbers}),
      metrics, unavailable};

  return runtime::run_until_stopped({
      .server = server,
      .workers = {{"relay", [&relay](const std::stop_token& stop) { relay.run(stop); }},
                  {"pruning",
                   [&database](const std::stop_token& stop) {
                     dossiers::prune_until(stop, *database, core::system_now);
                   }}},
      .admin = settings.admin,
      .checks = {{"database", [&database] { return database->answers(); }}},
      .commands = {},
      .reload = [&catalogue] { dossiers::reload(catalogue); },
      .unavailable = unavailable,
      .metrics = metrics,
  });
}

}  // namespace

int main(int argc, char** argv) {
  runtime::prepare_process();
  const auto values =
      config::read_or_exit("dossiers", dossiers::settings(), argc, argv);  // every mistake at once, then exit 2
  try {
    const dossiers::Settings settings{values};
    log::start("dossiers", settings.log_level);
    return run(settings);
  } catch (const std::exception& broken) {
    log::start("dossiers", log::Level::info);
    log::error("cannot start", {{"reason", broken.what()}});
    return 1;
  }
}
