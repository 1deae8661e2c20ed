#pragma once

#include <vector>

#include "dossiers/http/routes.hpp"

namespace motcua::dossiers {

/// Papers of a dossier as files: `/v1/dossiers/{id}/papers…`.
std::vector<http::Route> paper_routes(const Counter& counter);

}  // namespace motcua::dossiers
