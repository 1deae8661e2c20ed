#pragma once

#include <vector>

#include "catalogue/catalogue.hpp"
#include "core/time.hpp"
#include "http/server.hpp"

namespace motcua::dossiers {

/// `GET /v1/procedures?on=` and `GET /v1/units?on=&parent=`: what is public anyway, without a token.
std::vector<http::Route> catalogue_routes(const catalogue::Source& catalogue, const core::Clock& clock);

}  // namespace motcua::dossiers
