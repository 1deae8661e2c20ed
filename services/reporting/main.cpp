#include <span>

#include "cache/cache.hpp"
#include "catalogue/catalogue.hpp"
#include "core/time.hpp"
#include "metrics/metrics.hpp"
#include "outbox/letter_routes.hpp"
#include "reporting/config.hpp"
#include "reporting/http/routes.hpp"
#include "reporting/projections/dossiers.hpp"
#include "reporting/publications.hpp"
#include "reporting/reports.hpp"
#include "reporting/store/projection.hpp"
#include "runtime/pruning.hpp"
#include "runtime/runtime.hpp"
#include "runtime/service.hpp"
#include "store/answers.hpp"

using namespace motcua;

namespace {

// The reporting service, top to bottom in the order in which it starts; it stops in the reverse order.
int run(const reporting::Settings& settings) {
  metrics::Registry metrics{"reporting"};
  catalogue::Source catalogue{settings.common.catalogue};  // units and procedures; read again on SIGHUP
  const auto database = store::Database::open(settings.common.database, metrics);  // PostgreSQL or SQLite
  store::migrate(*database, {{"inbox", outbox::inbox_migrations()},                // under a lock; forward only
                             {"answers", store::answers_migrations()},
                             {"reporting", reporting::migrations()}});
  const auto cache = cache::Cache::open(settings.common.cache, metrics);     // only makes things faster
  auth::Verifier tokens{settings.common.tokens, core::system_now, metrics};  // who is asking, and for which unit

  const auto project = [&catalogue](store::Transaction& tx, std::span<const outbox::Event> events) {
    reporting::apply_dossiers(tx, events, catalogue.current()->units);
  };
  outbox::Inbox inbox{*database, settings.inbox, project,
                      metrics};  // motcua.dossiers.v1 -> spans and counts, each event once

  reporting::Reports reports{*database, catalogue, *cache, settings.topic, core::system_now};
  reporting::Publications publications{reports, *database, settings.topic, core::system_now};  // kept for good
  runtime::Pruning pruning{*database, core::system_now, settings.answers_kept, metrics};
  runtime::Limits limits{settings.common.limits, core::steady_now, metrics};  // who may ask how much
  http::Server server{settings.common.http, reporting::routes(reports, publications, tokens, limits), metrics,
                      runtime::unavailable};

  return runtime::run_until_stopped({
      .server = server,
      .workers = {{"inbox", [&inbox](const std::stop_token& stop) { inbox.run(stop); }},
                  {"pruning", [&pruning](const std::stop_token& stop) { pruning.run(stop); }}},
      .admin = settings.common.admin,
      .admin_hosts = settings.common.admin_hosts,
      .checks = {{"database", [&database] { return database->answers(); }}},
      .commands = outbox::letter_routes(inbox),
      .reload = [&] { runtime::read_again(catalogue, metrics); },
      .metrics = metrics,
  });
}

}  // namespace

int main(int argc, char** argv) {
  return runtime::run_service("reporting", reporting::settings(), argc, argv,
                              [](const config::Values& values) { return run(reporting::Settings{values}); });
}
