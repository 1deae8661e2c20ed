#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "dossiers/domain/dossier.hpp"
#include "store/database.hpp"

namespace motcua::dossiers::rows {

/// Where a walk over closed dossiers stands: status after status by code, in each the first entered first.
struct ClosedPosition {
  Status status;
  std::optional<DossierId> id;  ///< nothing: none of this status has been looked at
};

struct ClosedPage {
  std::vector<DossierId> ids;
  std::optional<ClosedPosition> next;  ///< nothing at the end
};

/// At most `limit` dossiers that are closed, along the index dossiers_status.
ClosedPage closed_dossiers(store::Transaction& tx, const std::optional<ClosedPosition>& after, std::int64_t limit);

}  // namespace motcua::dossiers::rows
