#include "dossiers/notices.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "dossiers/domain/decide.hpp"
#include "dossiers/intake.hpp"
#include "dossiers/ledger.hpp"
#include "dossiers/store/rows.hpp"
#include "dossiers/unanswered.hpp"
#include "http/trace.hpp"
#include "log/log.hpp"
#include "store/retried.hpp"

namespace motcua::dossiers {
namespace {

// After an import of years past there may be thousands to tell of, and none of them is in a hurry: people at the
// counters must not notice. 50 a second, where a city has some hundreds a day.
constexpr std::int64_t dossiers_at_once = 10;
constexpr std::chrono::milliseconds between_pages{200};

// Along the index dossiers_notice, whose condition SQLite looks for word for word.
/// Those of which nothing has been told and whose due date lies at or before `reach`, then those that are overdue and
/// were told to be near.
std::vector<DossierId> untold(store::Transaction& tx, core::Date reach, core::Instant now) {
  std::vector<DossierId> ids;
  const core::Date today = core::vietnam_date(now);
  const auto add = [&](const std::vector<std::tuple<DossierId>>& found) {
    for (const auto& [id] : found) ids.push_back(id);
  };
  add(
      tx.query<DossierId>("SELECT id FROM dossiers WHERE is_open = 1 AND notice < 2 AND notice = 0 AND clock_mode IS "
                          "NOT NULL AND due_date <= :reach ORDER BY "
                          "due_date, id LIMIT :most",
                          reach, dossiers_at_once));
  add(tx.query<DossierId>(
      "SELECT id FROM dossiers WHERE is_open = 1 AND notice < 2 AND notice = 1 AND due_date < :today ORDER BY "
      "due_date, id LIMIT :most",
      today, dossiers_at_once));
  // Where hours are counted a dossier is late during its due day.
  add(tx.query<DossierId>(
      "SELECT id FROM dossiers WHERE is_open = 1 AND notice < 2 AND notice = 1 AND due_date = :today AND due_at < "
      ":now AND clock_mode = 'HOUR' ORDER BY id LIMIT :most",
      today, now, dossiers_at_once));
  return ids;
}

struct Count {
  std::int64_t dossiers = 0;
  std::int64_t due_soon = 0;
  std::int64_t overdue = 0;
};

}  // namespace

Notices::Notices(store::Database& database, Settings settings, const catalogue::Source& catalogue, core::Clock clock,
                 metrics::Registry& metrics, std::function<void()> committed)
    : database_{database},
      settings_{std::move(settings)},
      catalogue_{catalogue},
      clock_{std::move(clock)},
      due_soon_{metrics.counter("motcua_dossiers_notices_total", "Due dates told of", {{"notice", "due_soon"}})},
      overdue_{metrics.counter("motcua_dossiers_notices_total", "Due dates told of", {{"notice", "overdue"}})},
      stopped_{metrics.counter("motcua_dossiers_unanswered_total", "Stopped because the limit for a reply had passed")},
      committed_{std::move(committed)} {}

std::int64_t Notices::bite() {
  const auto catalogue = catalogue_.current();
  const core::Instant now = clock_();
  const auto reach = within_a_working_day(core::vietnam_date(now), catalogue->calendar);
  if (!reach) {
    log::error("no due date is told of: the calendar does not cover today; load one that does",
               {{"calendar", catalogue->calendar.version()}});
    return 0;
  }
  const std::string traceparent = http::new_traceparent();
  const auto work = [&](store::Transaction& tx) {
    Count told;
    for (const DossierId& id : untold(tx, *reach, now)) {
      auto kept = rows::load(tx, id, rows::For::update);
      if (!kept) continue;
      const Decision decision = decide(kept->dossier, TellNotices{}, own_facts(*catalogue, now));
      if (!decision || decision->empty()) continue;
      for (const Happening& happening : *decision)
        (std::holds_alternative<DueSoon>(happening.event) ? told.due_soon : told.overdue) += 1;
      told.dossiers += 1;
      rows::update(tx, append(tx, *std::move(kept), *decision, {"system", "", traceparent}));
    }
    return told;
  };
  const Count told = store::retried(database_, work);
  due_soon_.increment(static_cast<double>(told.due_soon));
  overdue_.increment(static_cast<double>(told.overdue));
  const std::int64_t stopped = stop_unanswered(database_, *catalogue, now, dossiers_at_once);
  stopped_.increment(static_cast<double>(stopped));
  const std::int64_t touched = told.dossiers + stopped;
  if (touched > 0 && committed_) committed_();
  return touched;
}

void Notices::run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any timer;
  std::unique_ptr<store::Leadership> lead;
  std::int64_t told = 0;
  while (!stop.stop_requested()) {
    const std::chrono::milliseconds wait = told > 0 ? between_pages : settings_.every;
    std::unique_lock lock{mutex};
    if (timer.wait_for(lock, stop, wait, [] { return false; }); stop.stop_requested()) return;
    told = 0;
    try {
      if (!lead) lead = store::Leadership::of(settings_.database, "notices");
      if (lead->held()) told = bite();
    } catch (const store::Unavailable&) {
      log::warn("due dates not looked at; next try later");
    }
  }
}

}  // namespace motcua::dossiers
