#pragma once

#include <vector>

#include "auth/auth.hpp"
#include "http/server.hpp"
#include "reporting/publications.hpp"
#include "runtime/limits.hpp"

namespace motcua::reporting {

/// Publishing reports, and reading what was published.
std::vector<http::Route> publication_routes(Publications& publications, auth::Verifier& tokens,
                                            runtime::Limits& limits);

}  // namespace motcua::reporting
