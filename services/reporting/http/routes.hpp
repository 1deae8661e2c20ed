#pragma once

#include <span>
#include <vector>

#include "auth/auth.hpp"
#include "core/embedded.hpp"
#include "http/server.hpp"
#include "reporting/publications.hpp"
#include "reporting/reports.hpp"
#include "runtime/limits.hpp"

namespace motcua::reporting {

/// The whole surface of the service on its REST port.
std::vector<http::Route> routes(Reports& reports, Publications& publications, auth::Verifier& tokens,
                                runtime::Limits& limits);

/// The contract: openapi.yaml, as `GET /openapi.yaml` answers it.
std::span<const core::EmbeddedFile> contract();

}  // namespace motcua::reporting
