#include "dossiers/unanswered.hpp"

#include <string>

#include "dossiers/domain/decide.hpp"
#include "dossiers/forms/wording.hpp"
#include "dossiers/intake.hpp"
#include "dossiers/ledger.hpp"
#include "dossiers/store/people_rows.hpp"
#include "http/trace.hpp"
#include "store/retried.hpp"

namespace motcua::dossiers {
namespace {

// That the calendar or the catalogue has nothing for: they stay in front, and hold up nobody behind them.
constexpr std::int64_t most_refused = 200;

std::string reason_of(core::Date reply_due) {
  return "Hết hạn bổ sung giấy tờ ngày " + forms::short_date(reply_due) + " mà chưa nhận được giấy tờ";
}

}  // namespace

std::int64_t stop_unanswered(store::Database& database, const catalogue::Catalogue& catalogue, core::Instant now,
                             std::int64_t most) {
  const std::string traceparent = http::new_traceparent();
  const auto work = [&](store::Transaction& tx) {
    std::int64_t stopped = 0;
    for (const auto& [id] : tx.query<DossierId>(
             "SELECT id FROM dossiers WHERE reply_due IS NOT NULL AND reply_due < :today ORDER BY reply_due, id LIMIT "
             ":most",
             core::vietnam_date(now), most + most_refused)) {
      if (stopped == most) break;
      auto kept = rows::load(tx, id, rows::For::update);
      if (!kept || !kept->dossier.reply_due) continue;
      const auto rules = rules_of(catalogue, kept->dossier, now);
      if (!rules) continue;
      const rows::NewNote reason = rows::new_note("stop_reasons", reason_of(*kept->dossier.reply_due), now);
      const Decision decision = decide(kept->dossier, StopUnanswered{reason.note}, own_facts(catalogue, now, *rules));
      if (!decision || decision->empty()) continue;
      rows::insert(tx, id, reason);
      rows::update(tx, append(tx, *std::move(kept), *decision, {"system", "", traceparent}));
      stopped += 1;
    }
    return stopped;
  };
  return store::retried(database, work);
}

}  // namespace motcua::dossiers
