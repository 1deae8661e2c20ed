#pragma once

#include "store/database.hpp"
#include "verify/report.hpp"

namespace motcua::verify {

/// Each record's chain, from version 1 without a gap, and whether folding it gives the dossier's row.
void check_histories(store::Transaction& dossiers, Report& report);

}  // namespace motcua::verify
