#include "dossiers/translation.hpp"

#include <algorithm>
#include <utility>

#include "dossiers/successors.hpp"

namespace motcua::dossiers {
namespace {

/// One function an order, in the order of a dossier's life.
class Translation {
 public:
  Translation(const catalogue::Catalogue& catalogue, const Dossier& dossier, const Facts& facts, NewNotes& notes)
      : catalogue_{catalogue},
        dossier_{dossier},
        day_{core::vietnam_date(moment_of(dossier, facts))},
        now_{facts.now},
        notes_{notes} {}

  using Result = core::Result<Command, Refusal>;
  Result operator()(const AcceptOrder&) const { return Command{AcceptDossier{}}; }
  Result operator()(const RefuseOrder& order) const { return Command{RefuseDossier{note("reasons", order.reasons)}}; }
  Result operator()(const AssignOrder& order) const {
    const catalogue::Unit* unit = catalogue_.units.in_force(order.unit_code, day_);
    if (unit == nullptr) return Refusal{Rule::unit_unknown, Status::accepted, "/unit_code"};
    return Command{AssignDossier{unit->id, officer(order.officer), false, goes_on_for_the_owner(unit->id)}};
  }
  Result operator()(const ResolveOrder& order) const {
    // Reasons belong to a refusal; with a grant they would be a text that nothing points to.
    const bool refused = order.outcome == Outcome::refused;
    return Command{ResolveDossier{order.outcome, refused ? note("reasons", order.reasons) : std::nullopt}};
  }
  Result operator()(const ReturnOrder& order) const { return Command{ReturnResult{order.channel}}; }
  Result operator()(const WithdrawOrder&) const { return Command{WithdrawDossier{}}; }
  Result operator()(const RequestSupplementOrder& order) const {
    return Command{
        RequestSupplement{note("supplement_items", order.items),
                          order.override_reason ? note("override_reason", {*order.override_reason}) : std::nullopt}};
  }
  Result operator()(const ReceiveSupplementOrder& order) const { return Command{ReceiveSupplement{order.channel}}; }
  Result operator()(const RequestPaymentOrder& order) const {
    return Command{RequestPayment{order.amount, note("payment_basis", {order.basis})}};
  }
  Result operator()(const ConfirmPaymentOrder& order) const {
    return Command{ConfirmPayment{note("payment_receipt", {order.receipt}), order.channel}};
  }
  Result operator()(const StopOrder& order) const { return Command{StopDossier{note("stop_reasons", order.reasons)}}; }
  Result operator()(const ReopenOrder& order) const {
    return Command{ReopenDossier{note("reopen_reasons", order.reasons)}};
  }
  Result operator()(const ApologiseOrder& order) const {
    return Command{Apologise{order.promised, note("apology_reasons", order.reasons)}};
  }
  Result operator()(const HandOverOrder& order) const {
    const catalogue::Unit* unit = catalogue_.units.in_force(order.unit_code, day_);
    if (unit == nullptr) return Refusal{Rule::unit_unknown, Status::processing, "/unit_code"};
    return Command{HandOver{unit->id, officer(order.officer)}};
  }
  Result operator()(const ReceiveHandoverOrder&) const { return Command{ReceiveHandover{}}; }
  Result operator()(const TransferOrder& order) const {
    const catalogue::Unit* unit = catalogue_.units.in_force(order.unit_code, day_);
    if (unit == nullptr) return Refusal{Rule::unit_unknown, dossier_.status, "/unit_code"};
    return Command{TransferDossier{order.decision, unit->id, ended_units(dossier_, catalogue_.units, day_)}};
  }
  Result operator()(const ErasePeopleOrder& order) const { return Command{ErasePeople{order.decision, std::nullopt}}; }
  Result operator()(const CorrectAcceptanceOrder& order) const {
    return Command{CorrectAcceptance{grounds(order.words), order.accepted_at}};
  }
  Result operator()(const CorrectUnitOrder& order) const {
    // The code as it was when the dossier was handed in; the unit may have ended since.
    const auto place =
        place_of(catalogue_, order.unit_code, dossier_.procedure.code, core::vietnam_date(dossier_.submitted_at));
    if (!place) return Refusal{place.error().rule, dossier_.status, place.error().pointer};
    return Command{CorrectUnit{grounds(order.words), place->unit->id}};
  }
  Result operator()(const AnnulOrder& order) const { return Command{AnnulDossier{grounds(order.words), std::nullopt}}; }

 private:
  CorrectionGrounds grounds(const CorrectionWords& words) const {
    return {note("correction_reasons", words.reasons), auth::name_of(auth::Role::leader), words.result_stays, {}};
  }
  bool goes_on_for_the_owner(const core::UnitId& unit) const {
    const Step* step = step_of(dossier_);
    if (step == nullptr || unit == unit_at_work(*step)) return false;
    const auto units = catalogue_.units.continued_by(unit_at_work(*step), day_).units;
    return std::find(units.begin(), units.end(), unit) != units.end();
  }
  static std::optional<OfficerId> officer(const std::optional<std::string>& id) {
    return id ? std::optional{OfficerId{*id}} : std::nullopt;
  }
  std::optional<Note> note(const char* kind, const std::vector<std::string>& texts) const {
    return noted(notes_, kind, texts, now_);
  }

  const catalogue::Catalogue& catalogue_;
  const Dossier& dossier_;
  core::Date day_;
  core::Instant now_;
  NewNotes& notes_;
};

}  // namespace

core::Result<Command, Refusal> translated(const Order& order, const catalogue::Catalogue& catalogue,
                                          const Dossier& dossier, const Facts& facts, NewNotes& notes) {
  return std::visit(Translation{catalogue, dossier, facts, notes}, order);
}

}  // namespace motcua::dossiers
