#include "dossiers/erasing.hpp"

#include <algorithm>
#include <utility>

#include "dossiers/domain/decide.hpp"
#include "dossiers/domain/erasure.hpp"
#include "dossiers/intake.hpp"
#include "dossiers/ledger.hpp"
#include "dossiers/store/people_rows.hpp"
#include "dossiers/store/rows.hpp"
#include "store/retried.hpp"

namespace motcua::dossiers {
namespace {

/// One transaction's work on a page.
class Page {
 public:
  Page(const catalogue::Catalogue& catalogue, core::Instant now, std::string decision)
      : catalogue_{catalogue}, now_{now}, decision_{std::move(decision)} {}

  /// The erasure; empty while the people are to be kept, or when they are erased already.
  std::vector<Happening> decided(const Dossier& dossier) const {
    const auto* policy = policy_of(dossier);
    if (policy == nullptr) return {};
    const ErasePeople order{decision_, Retention{policy->code, policy->keep_years}};
    const Facts facts = own_facts(catalogue_, now_);
    const Decision decision = decide(dossier, order, facts);
    return decision ? *decision : std::vector<Happening>{};
  }

  void note(const Dossier& dossier) {
    const auto* policy = policy_of(dossier);
    const core::Date closed_on = core::vietnam_date(closed_at(dossier).value());
    page_.erased.push_back(
        {dossier.id, dossier.number, policy->code, closed_on, erasure::last_day_kept(closed_on, policy->keep_years)});
  }

  ErasedPage finished(const rows::ClosedPage& found) {
    page_.looked_at = static_cast<std::int64_t>(found.ids.size());
    page_.next = found.next;
    return std::move(page_);
  }

 private:
  const catalogue::RetentionPolicy* policy_of(const Dossier& dossier) const {
    return catalogue_.retention.policy_for(dossier.procedure.code, dossier.procedure.field, core::vietnam_date(now_));
  }

  const catalogue::Catalogue& catalogue_;
  core::Instant now_;
  std::string decision_;
  ErasedPage page_;
};

/// In the order of the ids.
std::vector<Dossier> loaded(store::Transaction& tx, const std::vector<DossierId>& ids) {
  auto dossiers = rows::load_all(tx, ids);
  const auto place = [&](const Dossier& dossier) { return std::ranges::find(ids, dossier.id); };
  std::ranges::sort(dossiers, [&](const Dossier& one, const Dossier& other) { return place(one) < place(other); });
  return dossiers;
}

}  // namespace

Erasing::Erasing(store::Database& database, const catalogue::Source& catalogue, core::Clock clock,
                 std::function<void()> committed)
    : database_{database}, catalogue_{catalogue}, clock_{std::move(clock)}, committed_{std::move(committed)} {}

ErasedPage Erasing::rehearse(const std::optional<rows::ClosedPosition>& after, std::int64_t limit) {
  const auto catalogue = catalogue_.current();
  const core::Instant now = clock_();
  return database_.in_read([&](store::Transaction& tx) {
    Page page{*catalogue, now, ""};
    const rows::ClosedPage found = rows::closed_dossiers(tx, after, limit);
    for (const Dossier& dossier : loaded(tx, found.ids)) {
      if (!page.decided(dossier).empty()) page.note(dossier);
    }
    return page.finished(found);
  });
}

ErasedPage Erasing::carry_out(const std::string& decision, const std::string& traceparent,
                              const std::optional<rows::ClosedPosition>& after, std::int64_t limit) {
  const auto catalogue = catalogue_.current();
  const core::Instant now = clock_();
  const auto work = [&](store::Transaction& tx) {
    Page page{*catalogue, now, decision};
    const rows::ClosedPage found = rows::closed_dossiers(tx, after, limit);
    for (const Dossier& seen : loaded(tx, found.ids)) {
      if (page.decided(seen).empty()) continue;
      // Locked, it is decided about as it is now.
      auto kept = rows::load(tx, seen.id, rows::For::update);
      if (!kept) continue;
      const auto happenings = page.decided(kept->dossier);
      if (happenings.empty()) continue;
      page.note(kept->dossier);
      const rows::Kept after_it = append(tx, *std::move(kept), happenings, {"system", "", traceparent});
      rows::erase_people(tx, after_it.dossier);
      rows::update(tx, after_it);
    }
    return page.finished(found);
  };
  ErasedPage page = store::retried(database_, work);
  if (!page.erased.empty() && committed_) committed_();
  return page;
}

}  // namespace motcua::dossiers
