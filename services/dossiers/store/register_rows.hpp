#pragma once

#include <vector>

#include "dossiers/domain/dossier.hpp"
#include "store/database.hpp"

namespace motcua::dossiers::rows {

/// What the unit itself received from `from` to before `until`, wherever it was transferred since, in the order of
/// receipt, at most `most`: down the indexes `dossiers_unit_received` and `dossiers_received_by`. What was transferred
/// to the unit lies between and is passed over.
std::vector<Dossier> received_by(store::Transaction& tx, const core::UnitId& unit, core::Instant from,
                                 core::Instant until, std::int64_t most);

}  // namespace motcua::dossiers::rows
