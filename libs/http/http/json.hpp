#pragma once

#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "http/message.hpp"

namespace motcua::http {

/// JSON from outside: UTF-8, at most 32 levels deep, no duplicate keys, no number beyond 64 bits, nothing after the
/// value. The error is ready for a 400 answer.
core::Result<nlohmann::json, Problem> parse_json(std::string_view body);

/// JSON that we wrote ourselves; throws nlohmann::json::parse_error. A function, so that the library's reader is
/// compiled once and not in each file that reads.
nlohmann::json read_json(std::string_view text);

}  // namespace motcua::http
