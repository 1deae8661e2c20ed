#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/result.hpp"
#include "http/message.hpp"

namespace motcua::http {

/// If-None-Match names this tag, or any.
bool names_tag(std::string_view if_none_match, std::string_view tag);

/// The version in `If-Match`, of whichever form the record was read in; nothing for `*` or no header; 400 for anything
/// else. An ETag begins with the version.
core::Result<std::optional<std::int64_t>, Problem> expected_version(const Request& request);

}  // namespace motcua::http
