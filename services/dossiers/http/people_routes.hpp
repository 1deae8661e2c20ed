#pragma once

#include <vector>

#include "dossiers/erasing.hpp"
#include "dossiers/rekeying.hpp"
#include "http/routes.hpp"

namespace motcua::dossiers {

/// Commands of the admin port, a page at a time: `POST /rekey-people` and `POST /erase-people`; with `dry_run` nothing
/// changes.
std::vector<http::Route> people_routes(Rekeying& rekeying, Erasing& erasing);

}  // namespace motcua::dossiers
