#pragma once

#include <string>

#include "core/result.hpp"
#include "http/message.hpp"

namespace motcua::dossiers {

/// Why somebody reads personal data, for the access log: the header `Access-Purpose`, or `handling`.
core::Result<std::string, http::Problem> purpose_of(const http::Request& request);

}  // namespace motcua::dossiers
