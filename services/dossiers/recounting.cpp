#include "dossiers/recounting.hpp"

#include <array>
#include <utility>

#include "dossiers/domain/decide.hpp"
#include "dossiers/intake.hpp"
#include "dossiers/ledger.hpp"
#include "dossiers/store/rows.hpp"
#include "store/retried.hpp"

namespace motcua::dossiers {
namespace {

/// The next running due dates, earliest first, along the index dossiers_due.
std::vector<DuePosition> running(store::Transaction& tx, const std::optional<DuePosition>& after, std::int64_t limit) {
  std::string sql = "SELECT due_date, id FROM dossiers WHERE is_open = 1 AND due_date IS NOT NULL";
  std::vector<store::Value> values;
  if (after) {
    sql += " AND due_date >= :due AND (due_date > :due_again OR id > :id)";
    values = {after->due, after->due, after->id};
  }
  sql += " ORDER BY due_date, id LIMIT :limit";
  values.emplace_back(limit);
  std::vector<DuePosition> positions;
  for (auto& [due, id] : tx.query_bound<core::Date, DossierId>(sql, values)) positions.push_back({due, std::move(id)});
  return positions;
}

/// One transaction's work on a page.
class Page {
 public:
  Page(const catalogue::Catalogue& catalogue, core::Instant now, std::string decision)
      : catalogue_{catalogue}, now_{now}, order_{std::move(decision)} {}

  /// What the dossier's due date would become; empty when it stays, or cannot be counted.
  std::vector<Happening> decided(const Dossier& dossier) {
    page_.looked_at += 1;
    // Without its version in the catalogue nothing about a dossier can be decided; a correct catalogue keeps all.
    const auto rules = rules_of(catalogue_, dossier, now_);
    const auto decision = rules ? decide(dossier, order_, own_facts(catalogue_, now_, *rules))
                                : Decision{Refusal{Rule::procedure_unknown, dossier.status}};
    if (!decision) {
      page_.uncovered.push_back(dossier.id);
      return {};
    }
    for (const Happening& happening : *decision) {
      const auto* event = std::get_if<DeadlineRecounted>(&happening.event);  // a step's own due date is no citizen's
      if (event == nullptr) continue;
      page_.changed.push_back({dossier.id, dossier.number, event->due_before, event->due_before_at,
                               event->clock.due.date, event->clock.due.closes});
    }
    return *decision;
  }

  RecountedPage finished(const std::vector<DuePosition>& positions, std::int64_t limit) {
    if (static_cast<std::int64_t>(positions.size()) == limit) page_.next = positions.back();
    return std::move(page_);
  }

 private:
  const catalogue::Catalogue& catalogue_;
  core::Instant now_;
  RecountDeadline order_;
  RecountedPage page_;
};

}  // namespace

Recounting::Recounting(store::Database& database, const catalogue::Source& catalogue, core::Clock clock,
                       std::function<void()> committed)
    : database_{database}, catalogue_{catalogue}, clock_{std::move(clock)}, committed_{std::move(committed)} {}

RecountedPage Recounting::rehearse(const std::optional<DuePosition>& after, std::int64_t limit) {
  const auto catalogue = catalogue_.current();
  const core::Instant now = clock_();
  return database_.in_read([&](store::Transaction& tx) {
    Page page{*catalogue, now, ""};
    const auto positions = running(tx, after, limit);
    for (const DuePosition& position : positions) {
      const auto kept = rows::load(tx, position.id, rows::For::reading);
      if (kept) page.decided(kept->dossier);
    }
    return page.finished(positions, limit);
  });
}

RecountedPage Recounting::carry_out(const std::string& decision, const std::string& traceparent,
                                    const std::optional<DuePosition>& after, std::int64_t limit) {
  const auto catalogue = catalogue_.current();
  const core::Instant now = clock_();
  bool wrote = false;
  const auto work = [&](store::Transaction& tx) {
    Page page{*catalogue, now, decision};
    wrote = false;
    const auto positions = running(tx, after, limit);
    for (const DuePosition& position : positions) {
      auto kept = rows::load(tx, position.id, rows::For::update);
      if (!kept) continue;
      const auto happenings = page.decided(kept->dossier);
      if (happenings.empty()) continue;
      rows::update(tx, append(tx, *std::move(kept), happenings, {"system", "", traceparent}));
      wrote = true;
    }
    return page.finished(positions, limit);
  };
  RecountedPage page = store::retried(database_, work);
  if (wrote && committed_) committed_();
  return page;
}

}  // namespace motcua::dossiers
