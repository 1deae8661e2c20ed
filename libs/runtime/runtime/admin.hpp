#pragma once

#include <atomic>
#include <vector>

#include "runtime/runtime.hpp"

namespace motcua::runtime {

/// The admin port's routes: `/metrics`, `/livez`, `/readyz` and the commands. `stopping` and `metrics` outlive them.
std::vector<http::Route> admin_routes(std::vector<Check> checks, std::vector<http::Route> commands,
                                      const std::vector<std::string>& hosts, const std::atomic<bool>& stopping,
                                      metrics::Registry& metrics);

}  // namespace motcua::runtime
