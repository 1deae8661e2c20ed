#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/time.hpp"
#include "dossiers/domain/dossier.hpp"
#include "dossiers/permissions.hpp"

namespace motcua::dossiers {

/// What a client orders for a dossier, in the words of the wire: free texts, codes as they are on the day.

struct AcceptOrder {};
struct RefuseOrder {
  std::vector<std::string> reasons;
};
struct AssignOrder {
  std::string unit_code;  ///< of the handling unit, on the day of the event
  std::optional<std::string> officer;
};
struct ResolveOrder {
  Outcome outcome;
  std::vector<std::string> reasons;
};
struct ReturnOrder {
  std::optional<Channel> channel{};  ///< as the dossier when left out; so in the next two that have one
};
struct WithdrawOrder {};
struct RequestSupplementOrder {
  std::vector<std::string> items;
  std::optional<std::string> override_reason;
};
struct ReceiveSupplementOrder {
  std::optional<Channel> channel{};
};
struct RequestPaymentOrder {
  Vnd amount;
  std::string basis;
};
struct ConfirmPaymentOrder {
  std::string receipt;
  std::optional<Channel> channel{};
};
struct StopOrder {
  std::vector<std::string> reasons;
};
struct ReopenOrder {
  std::vector<std::string> reasons;
};
struct ApologiseOrder {
  core::Date promised;
  std::vector<std::string> reasons;
};
struct HandOverOrder {
  std::string unit_code;  ///< of the next step's agency, on the day of the event
  std::optional<std::string> officer;
};
struct ReceiveHandoverOrder {};
struct TransferOrder {
  std::string unit_code;  ///< of a successor, on the day of the event
  std::string decision;   ///< number of the document that ended the unit
};
/// At the request of the person whom the dossier is about.
struct ErasePeopleOrder {
  std::string decision;  ///< number of the document that grants it
};
/// Of every correction.
struct CorrectionWords {
  std::vector<std::string> reasons;
  bool result_stays = false;
};
struct CorrectAcceptanceOrder {
  core::Instant accepted_at;
  CorrectionWords words;
};
struct CorrectUnitOrder {
  std::string unit_code;  ///< of the unit that received the dossier, on the day when it was handed in
  CorrectionWords words;
};
struct AnnulOrder {
  std::string doubles;  ///< number of the dossier that this one is a second entry of
  CorrectionWords words;
};
using Order = std::variant<AcceptOrder, RefuseOrder, AssignOrder, ResolveOrder, ReturnOrder, WithdrawOrder,
                           RequestSupplementOrder, ReceiveSupplementOrder, RequestPaymentOrder, ConfirmPaymentOrder,
                           StopOrder, ReopenOrder, ApologiseOrder, HandOverOrder, ReceiveHandoverOrder, TransferOrder,
                           ErasePeopleOrder, CorrectAcceptanceOrder, CorrectUnitOrder, AnnulOrder>;

Right right_for(const Order& order);

}  // namespace motcua::dossiers
