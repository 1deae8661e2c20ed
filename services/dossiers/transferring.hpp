#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "dossiers/domain/dossier.hpp"
#include "dossiers/store/transfer_rows.hpp"
#include "store/database.hpp"

namespace motcua::dossiers {

/// A dossier of an ended unit that one unit continues as a whole.
struct PlannedTransfer {
  DossierId id;
  std::string number;
  core::UnitId from;
  core::UnitId to;
};

/// A dossier of an ended unit that was split, or that nothing continues: a person decides (`bulk-transfer`).
struct UndecidedTransfer {
  DossierId id;
  std::string number;
  core::UnitId from;
  std::vector<core::UnitId> successors;
};

/// One page of the plan.
struct TransferPage {
  std::int64_t looked_at = 0;
  std::vector<PlannedTransfer> transferred;
  std::vector<UndecidedTransfer> undecided;
  std::optional<rows::InHandPosition> next;  ///< nothing at the end
};

/// Transfers what units had in hand when they ended (domain rules 6.3): each dossier to the unit that continues its own
/// as a whole; the others are listed for a person. What was transferred is in hand of a unit in force and is not found
/// again, so doing it twice is doing it once, and a pass that was cut short is begun again or gone on with.
/// Thread-safe; owned by main, called by the admin port.
class Transferring {
 public:
  /// `committed` is called after each commit that added to history.
  Transferring(store::Database& database, const catalogue::Source& catalogue, core::Clock clock,
               std::function<void()> committed = {});

  /// Of the units whose end was on `ended_on`: tells what would move and moves nothing. Nothing moves before that day,
  /// and a day on which no unit ended has an empty page.
  TransferPage rehearse(core::Date ended_on, const std::optional<rows::InHandPosition>& after, std::int64_t limit);
  /// One transaction; each dossier that moves gets an event with both units and the number of the document that ended
  /// the first.
  TransferPage carry_out(core::Date ended_on, const std::string& decision, const std::string& traceparent,
                         const std::optional<rows::InHandPosition>& after, std::int64_t limit);

 private:
  store::Database& database_;
  const catalogue::Source& catalogue_;
  core::Clock clock_;
  std::function<void()> committed_;
};

}  // namespace motcua::dossiers
