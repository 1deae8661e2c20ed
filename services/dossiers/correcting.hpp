#pragma once

#include "catalogue/catalogue.hpp"
#include "core/result.hpp"
#include "dossiers/domain/decide.hpp"
#include "dossiers/orders.hpp"
#include "dossiers/permissions.hpp"
#include "store/database.hpp"

/// What the desk needs of the world for a correction, besides what it needs for every command.
namespace motcua::dossiers {

/// The rules by which an order is decided: the dossier's own, or those of the day on which it was accepted in truth.
core::Result<ProcedureRules, Refusal> rules_for(const Order& order, const catalogue::Catalogue& catalogue,
                                                const Dossier& dossier, core::Instant moment);

/// Who moves a dossier to the unit that received it in truth answers for both. A code that means no unit is the rules'
/// business.
bool sees_both(const CorrectUnitOrder& order, const Dossier& dossier, const Scope& scope,
               const catalogue::Units& units);

/// Adds what only the store knows: the history that is put right; the other one of two entries, which is locked, so
/// that two that name each other are not both annulled.
void complete(store::Transaction& tx, Command& command, const Order& order, const Dossier& dossier, const Scope& scope);

}  // namespace motcua::dossiers
