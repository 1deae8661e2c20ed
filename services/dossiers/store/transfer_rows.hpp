#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "dossiers/domain/dossier.hpp"
#include "store/database.hpp"

namespace motcua::dossiers::rows {

/// Where a walk over what some units have in hand stands: unit after unit by id, in it status after status by code, in
/// that the last entered first.
struct InHandPosition {
  core::UnitId unit;
  Status status;
  std::optional<DossierId> id;  ///< nothing: none of this status has been looked at
};

struct InHandPage {
  std::vector<DossierId> ids;
  std::optional<InHandPosition> next;  ///< nothing at the end
};

/// What `units`, ascending, are responsible for and have in hand; at most `limit`. A page costs its page: each unit and
/// status is a stretch of the index dossiers_unit_status, and after many empty ones the page ends short.
InHandPage in_hand_of(store::Transaction& tx, std::span<const core::UnitId> units,
                      const std::optional<InHandPosition>& after, std::int64_t limit);

}  // namespace motcua::dossiers::rows
