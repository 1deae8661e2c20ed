#pragma once

#include <memory>

#include "catalogue/catalogue.hpp"
#include "store/database.hpp"
#include "verify/report.hpp"

namespace motcua::verify {

/// What reporting has published: that each publication is as it was kept, that its bytes say the figures kept with
/// them, and, while rules and catalogue are those by which it was published, that these are what is counted today of
/// what was known then. Where an event reached the topic after it was published, recorded by that day, that last cannot
/// be told. Reporting's snapshot must be the older of the two.
void check_publications(store::Transaction& dossiers, store::Transaction& reporting,
                        const std::shared_ptr<const catalogue::Catalogue>& catalogue, Report& report);

}  // namespace motcua::verify
