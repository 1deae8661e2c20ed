#include "dossiers/transferring.hpp"

#include <algorithm>
#include <utility>

#include "dossiers/domain/decide.hpp"
#include "dossiers/intake.hpp"
#include "dossiers/ledger.hpp"
#include "dossiers/store/rows.hpp"
#include "dossiers/successors.hpp"
#include "store/retried.hpp"

namespace motcua::dossiers {
namespace {

/// One transaction's work on a page.
class Page {
 public:
  Page(const catalogue::Catalogue& catalogue, core::Instant now, std::string decision)
      : catalogue_{catalogue}, now_{now}, decision_{std::move(decision)} {}

  /// What happens to the dossier; empty when a person decides, or when it was closed meanwhile.
  std::vector<Happening> decided(const Dossier& dossier) {
    page_.looked_at += 1;
    const Facts facts = own_facts(catalogue_, now_);
    const core::Date day = core::vietnam_date(moment_of(dossier, facts));
    const TransferDossier order{decision_, std::nullopt, ended_units(dossier, catalogue_.units, day)};
    const Decision decision = decide(dossier, order, facts);
    if (!decision) {
      if (decision.error().rule == Rule::transfer_needs_decision) leave(dossier, order.ended);
      return {};
    }
    const auto& event = std::get<DossierTransferred>(decision->front().event);
    page_.transferred.push_back({dossier.id, dossier.number, event.from, event.to});
    return *decision;
  }

  TransferPage finished(std::optional<rows::InHandPosition> next) {
    page_.next = std::move(next);
    return std::move(page_);
  }

 private:
  void leave(const Dossier& dossier, const std::vector<EndedUnit>& ended) {
    const auto its_own = std::ranges::find(ended, dossier.responsible_unit, &EndedUnit::unit);
    page_.undecided.push_back({dossier.id, dossier.number, dossier.responsible_unit, its_own->successors});
  }

  const catalogue::Catalogue& catalogue_;
  core::Instant now_;
  std::string decision_;
  TransferPage page_;
};

}  // namespace

Transferring::Transferring(store::Database& database, const catalogue::Source& catalogue, core::Clock clock,
                           std::function<void()> committed)
    : database_{database}, catalogue_{catalogue}, clock_{std::move(clock)}, committed_{std::move(committed)} {}

TransferPage Transferring::rehearse(core::Date ended_on, const std::optional<rows::InHandPosition>& after,
                                    std::int64_t limit) {
  const auto catalogue = catalogue_.current();
  const core::Instant now = clock_();
  const auto units = units_that_ended_on(ended_on, catalogue->units);
  return database_.in_read([&](store::Transaction& tx) {
    Page page{*catalogue, now, ""};
    const rows::InHandPage found = rows::in_hand_of(tx, units, after, limit);
    for (const DossierId& id : found.ids) {
      const auto kept = rows::load(tx, id, rows::For::reading);
      if (kept) page.decided(kept->dossier);
    }
    return page.finished(found.next);
  });
}

TransferPage Transferring::carry_out(core::Date ended_on, const std::string& decision, const std::string& traceparent,
                                     const std::optional<rows::InHandPosition>& after, std::int64_t limit) {
  const auto catalogue = catalogue_.current();
  const core::Instant now = clock_();
  const auto units = units_that_ended_on(ended_on, catalogue->units);
  const auto work = [&](store::Transaction& tx) {
    Page page{*catalogue, now, decision};
    const rows::InHandPage found = rows::in_hand_of(tx, units, after, limit);
    for (const DossierId& id : found.ids) {
      auto kept = rows::load(tx, id, rows::For::update);
      if (!kept) continue;
      const auto happenings = page.decided(kept->dossier);
      if (happenings.empty()) continue;
      rows::update(tx, append(tx, *std::move(kept), happenings, {"system", "", traceparent}), rows::Change::transfer);
    }
    return page.finished(found.next);
  };
  TransferPage page = store::retried(database_, work);
  if (!page.transferred.empty() && committed_) committed_();
  return page;
}

}  // namespace motcua::dossiers
