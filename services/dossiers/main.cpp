#include <string>
#include <utility>

#include "auth/auth.hpp"
#include "blobs/blobs.hpp"
#include "cache/cache.hpp"
#include "catalogue/catalogue.hpp"
#include "content/content.hpp"
#include "core/time.hpp"
#include "dossiers/config.hpp"
#include "dossiers/desk.hpp"
#include "dossiers/erasing.hpp"
#include "dossiers/http/people_routes.hpp"
#include "dossiers/http/recount_routes.hpp"
#include "dossiers/http/routes.hpp"
#include "dossiers/http/transfer_routes.hpp"
#include "dossiers/identity.hpp"
#include "dossiers/import.hpp"
#include "dossiers/notices.hpp"
#include "dossiers/papers.hpp"
#include "dossiers/printing.hpp"
#include "dossiers/reading.hpp"
#include "dossiers/recounting.hpp"
#include "dossiers/rekeying.hpp"
#include "dossiers/searching.hpp"
#include "dossiers/store/rows.hpp"
#include "dossiers/transferring.hpp"
#include "http/server.hpp"
#include "http/uploads.hpp"
#include "log/log.hpp"
#include "metrics/metrics.hpp"
#include "outbox/history.hpp"
#include "outbox/relay.hpp"
#include "paper/press.hpp"
#include "runtime/pruning.hpp"
#include "runtime/runtime.hpp"
#include "runtime/service.hpp"
#include "store/answers.hpp"
#include "store/database.hpp"

using namespace motcua;

namespace {

// The database or the papers' store does not answer: for the client both are 503.
bool unavailable(const std::exception& broken) {
  return runtime::unavailable(broken) || dynamic_cast<const blobs::Unavailable*>(&broken) != nullptr;
}

// The dossiers service, top to bottom in the order in which it starts; it stops in the reverse order.
int run(const dossiers::Settings& settings) {
  metrics::Registry metrics{"dossiers"};
  catalogue::Source catalogue{settings.common.catalogue};  // units, procedures, calendar; read again on SIGHUP
  paper::Press press{settings.fonts};                      // makes PDFs, one at a time
  const auto database = store::Database::open(settings.common.database, metrics);  // PostgreSQL or SQLite
  store::migrate(*database, {{"history", outbox::history_migrations()},            // under a lock; forward only
                             {"answers", store::answers_migrations()},
                             {"dossiers", dossiers::rows::migrations()}});
  const auto contents = blobs::open(settings.contents);                      // papers as files: a folder or a bucket
  content::Inspector inspector;                                              // what their bytes are
  const auto cache = cache::Cache::open(settings.common.cache, metrics);     // only makes things faster
  auth::Verifier tokens{settings.common.tokens, core::system_now, metrics};  // who is asking, and for which unit

  outbox::Relay relay{*database,  // history -> motcua.dossiers.v1, in order
                      {.database = settings.common.database,
                       .bus = settings.common.kafka,
                       .topic = settings.topic,
                       .partitions = settings.partitions,
                       .source = "/motcua/dossiers"},
                      metrics};
  const auto committed = [&relay] { relay.wake(); };

  dossiers::Scopes scopes;                                                          // which units an actor sees
  dossiers::IdentityKeyring keys{"identity_key_file", settings.identity_key_file};  // read again on SIGHUP
  dossiers::Desk desk{*database, catalogue, scopes, core::system_now, settings.lookup_key, keys, metrics, committed};
  dossiers::Import import{*database, catalogue, scopes, core::system_now, keys, metrics, committed};
  dossiers::Reading reading{*database, catalogue, scopes, *cache, core::system_now, settings.lookup_key};
  dossiers::Printing printing{*database, catalogue, scopes, core::system_now, press, settings.printing};
  dossiers::Papers papers{*database, catalogue,       scopes,  core::system_now, *contents,
                          inspector, settings.papers, metrics, committed};
  http::Uploads uploads{settings.contents.folder, settings.papers_at_once, metrics};  // while they come
  dossiers::Recounting recounting{*database, catalogue, core::system_now,
                                  committed};  // after a late decision on days off
  dossiers::Transferring transferring{*database, catalogue, core::system_now, committed};  // when units have ended
  dossiers::Searching searching{*database, catalogue, scopes, keys, core::system_now};     // by identity number
  dossiers::Rekeying rekeying{*database, keys};                                            // when a key has changed
  dossiers::Erasing erasing{*database, catalogue, core::system_now, committed};  // people who need not be kept longer
  dossiers::Notices notices{*database,  // of due dates that are near or have passed
                            {.database = settings.common.database, .every = settings.notices_every},
                            catalogue,
                            core::system_now,
                            metrics,
                            committed};
  auto commands = dossiers::recount_routes(recounting);
  for (auto& route : dossiers::transfer_routes(transferring, catalogue)) commands.push_back(std::move(route));
  for (auto& route : dossiers::people_routes(rekeying, erasing)) commands.push_back(std::move(route));
  runtime::Limits limits{settings.common.limits, core::steady_now, metrics};  // who may ask how much
  runtime::Limit lookups{
      "lookups", {settings.lookups_per_minute, settings.lookups_per_minute}, core::steady_now, metrics};
  runtime::Limit numbers{
      "lookups_of_a_number", {settings.lookups_per_number, settings.lookups_per_number}, core::steady_now, metrics};
  runtime::Limit forms{"forms", {settings.forms_per_minute, settings.forms_per_minute}, core::steady_now, metrics};
  runtime::Limit searches{
      "searches", {settings.searches_per_minute, settings.searches_per_minute}, core::steady_now, metrics};
  runtime::Pruning pruning{*database, core::system_now, settings.answers_kept, metrics};
  http::Server server{settings.common.http,
                      dossiers::routes({desk, import, reading, printing, papers, uploads, searching, tokens, catalogue,
                                        core::system_now, limits, lookups, numbers, forms, searches}),
                      metrics, unavailable};

  return runtime::run_until_stopped({
      .server = server,
      .workers = {{"relay", [&relay](const std::stop_token& stop) { relay.run(stop); }},
                  {"notices", [&notices](const std::stop_token& stop) { notices.run(stop); }},
                  {"papers", [&papers](const std::stop_token& stop) { papers.run(stop); }},
                  {"pruning", [&pruning](const std::stop_token& stop) { pruning.run(stop); }}},
      .admin = settings.common.admin,
      .admin_hosts = settings.common.admin_hosts,
      .checks = {{"database", [&database] { return database->answers(); }}},
      .commands = std::move(commands),
      .reload =
          [&] {
            runtime::read_again(catalogue, metrics);
            if (const auto wrong = keys.reload()) log::error("keys kept out; those in use stay", {{"mistake", *wrong}});
          },
      .metrics = metrics,
  });
}

}  // namespace

int main(int argc, char** argv) {
  return runtime::run_service("dossiers", dossiers::settings(), argc, argv,
                              [](const config::Values& values) { return run(dossiers::Settings{values}); });
}
