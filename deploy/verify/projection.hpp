#pragma once

#include <string>

#include "catalogue/units.hpp"
#include "store/database.hpp"
#include "verify/report.hpp"

namespace motcua::verify {

/// What reporting has made of the events, against what following them once more gives. Reporting's snapshot must be the
/// older of the two: then history has all that reporting heard.
void check_projection(store::Transaction& dossiers, store::Transaction& reporting, const std::string& topic,
                      Report& report);

/// Units that this catalogue puts elsewhere than they were when their first dossier or step came. Counts stay with the
/// units as they stood, so that is no finding.
void note_moved_units(store::Transaction& reporting, const catalogue::Units& units, Report& report);

}  // namespace motcua::verify
