#include "dossiers/orders.hpp"

namespace motcua::dossiers {
namespace {

struct Rights {
  Right operator()(const AcceptOrder&) const { return Right::accept; }
  Right operator()(const RefuseOrder&) const { return Right::refuse; }
  Right operator()(const AssignOrder&) const { return Right::assign; }
  Right operator()(const ResolveOrder&) const { return Right::resolve; }
  Right operator()(const ReturnOrder&) const { return Right::hand_out; }
  Right operator()(const WithdrawOrder&) const { return Right::withdraw; }
  Right operator()(const RequestSupplementOrder&) const { return Right::request_supplement; }
  Right operator()(const ReceiveSupplementOrder&) const { return Right::receive_supplement; }
  Right operator()(const RequestPaymentOrder&) const { return Right::request_payment; }
  Right operator()(const ConfirmPaymentOrder&) const { return Right::confirm_payment; }
  Right operator()(const StopOrder&) const { return Right::stop; }
  Right operator()(const ReopenOrder&) const { return Right::reopen; }
  Right operator()(const ApologiseOrder&) const { return Right::apologise; }
  Right operator()(const HandOverOrder&) const { return Right::hand_over; }
  Right operator()(const ReceiveHandoverOrder&) const { return Right::receive_handover; }
  Right operator()(const TransferOrder&) const { return Right::transfer; }
  Right operator()(const ErasePeopleOrder&) const { return Right::erase_people; }
  Right operator()(const CorrectAcceptanceOrder&) const { return Right::correct; }
  Right operator()(const CorrectUnitOrder&) const { return Right::correct; }
  Right operator()(const AnnulOrder&) const { return Right::correct; }
};

}  // namespace

Right right_for(const Order& order) { return std::visit(Rights{}, order); }

}  // namespace motcua::dossiers
