#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"

namespace motcua::config {

/// The value as it is kept (milliseconds as a plain number, flags as `true` or `false`), or what is wrong with it: the
/// end of a sentence that begins with where it was found. A secret's value is not repeated.
core::Result<std::string, Mistakes> checked(const Setting& setting, const std::string& given);

/// ` Did you mean "http_port"?`, or nothing when no name is near.
std::string nearest(std::string_view unknown, const std::vector<std::string>& names);

/// What the setting takes, for people: `a number from 1 to 65535`.
std::string expectation(const Setting& setting);

}  // namespace motcua::config
