#pragma once

#include <atomic>
#include <vector>

#include "runtime/runtime.hpp"

namespace motcua::runtime {

/// The REST port is open while serving and not before; then checks say whether the program is ready.
enum class Phase { starting, serving, stopping };

/// The admin port's routes: `/metrics`, `/livez`, `/readyz` and the commands. `phase` and `metrics` outlive them.
std::vector<http::Route> admin_routes(std::vector<Check> checks, std::vector<http::Route> commands,
                                      const std::vector<std::string>& hosts, const std::atomic<Phase>& phase,
                                      metrics::Registry& metrics);

}  // namespace motcua::runtime
