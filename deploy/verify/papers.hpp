#pragma once

#include "blobs/blobs.hpp"
#include "store/database.hpp"
#include "verify/report.hpp"

namespace motcua::verify {

/// Each paper that should have its content: it is there, it is what was taken in, and history tells of it. Reads every
/// content whole. Looks again before it says so, for a paper may be withdrawn meanwhile.
void check_papers(store::Database& dossiers, blobs::Store& contents, Report& report);

}  // namespace motcua::verify
