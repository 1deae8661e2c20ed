#pragma once

#include <vector>

#include "catalogue/catalogue.hpp"
#include "dossiers/transferring.hpp"
#include "http/server.hpp"

namespace motcua::dossiers {

/// For the admin port: `POST /transfer-dossiers`.
std::vector<http::Route> transfer_routes(Transferring& transferring, const catalogue::Source& catalogue);

}  // namespace motcua::dossiers
