#pragma once

#include <vector>

#include "dossiers/recounting.hpp"
#include "http/routes.hpp"

namespace motcua::dossiers {

/// Commands of the admin port: `POST /recount-deadlines`, a page at a time; with `dry_run` nothing changes.
std::vector<http::Route> recount_routes(Recounting& recounting);

}  // namespace motcua::dossiers
