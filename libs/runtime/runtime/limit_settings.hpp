#pragma once

#include <vector>

#include "config/config.hpp"
#include "runtime/limits.hpp"

namespace motcua::runtime {

/// The settings of a service's REST port that bound what one client may ask.
std::vector<config::Setting> limit_settings();
/// Throws std::runtime_error for an allowance that cannot be read.
LimitSettings limits_from(const config::Values& values);

}  // namespace motcua::runtime
