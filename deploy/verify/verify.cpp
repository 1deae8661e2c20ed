#include "verify/verify.hpp"

#include <memory>
#include <optional>

#include "catalogue/catalogue.hpp"
#include "metrics/metrics.hpp"
#include "store/database.hpp"
#include "verify/histories.hpp"
#include "verify/papers.hpp"
#include "verify/projection.hpp"
#include "verify/publications.hpp"
#include "verify/report.hpp"
#include "verify/sequences.hpp"
#include "verify/topic.hpp"

namespace motcua::verify {
namespace {

/// A snapshot is taken by the first statement that looks at a table.
void take_snapshot(store::Transaction& tx) { tx.query<std::int64_t>("SELECT COUNT(*) FROM schema_migrations"); }

/// Calls `look` with both snapshots, reporting's the older one; with nothing for reporting when it is not looked at.
void with_snapshots(store::Database& dossiers, store::Database* reporting,
                    const std::function<void(store::Transaction&, store::Transaction*)>& look) {
  const auto with_dossiers = [&](store::Transaction* reporting_tx) {
    dossiers.read([&](store::Transaction& tx) {
      take_snapshot(tx);
      look(tx, reporting_tx);
    });
  };
  if (reporting == nullptr) {
    with_dossiers(nullptr);
    return;
  }
  reporting->read([&](store::Transaction& tx) {
    take_snapshot(tx);
    with_dossiers(&tx);
  });
}

}  // namespace

std::int64_t verify(const Installation& installation, std::ostream& out) {
  metrics::Registry metrics{"verify"};
  Report report{out};
  const auto dossiers = store::Database::open_to_read({.url = installation.dossiers}, metrics);
  std::unique_ptr<store::Database> reporting;
  if (!installation.reporting.empty())
    reporting = store::Database::open_to_read({.url = installation.reporting}, metrics);
  std::optional<catalogue::Source> catalogue;
  if (!installation.catalogue.empty()) catalogue.emplace(installation.catalogue);
  std::optional<Topic> topic;
  if (!installation.brokers.empty()) {
    topic.emplace(
        bus::Settings{.brokers = installation.brokers, .client_id = "motcua-verify", .security = installation.security},
        installation.topic);
  }

  // What was heard was published before, and what was published was written before: looked at in that order, the later
  // look has all that the earlier one saw, however much is written meanwhile.
  with_snapshots(*dossiers, reporting.get(), [&](store::Transaction& tx, store::Transaction* reporting_tx) {
    check_histories(tx, report);
    check_sequences(tx, installation.topic, report);
    if (topic) topic->check(tx, report);
    if (reporting_tx == nullptr) return;
    check_projection(tx, *reporting_tx, installation.topic, report);
    check_publications(tx, *reporting_tx, catalogue ? catalogue->current() : nullptr, report);
    if (catalogue) note_moved_units(*reporting_tx, catalogue->current()->units, report);
  });
  if (installation.papers) check_papers(*dossiers, *blobs::open(*installation.papers), report);
  report.end();
  return report.findings();
}

}  // namespace motcua::verify
