#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace motcua::core {

/// From the operating system's generator. Throws std::system_error when it gives none.
std::string random_bytes(std::size_t count);
/// `count` characters drawn evenly from the alphabet (at most 256 characters).
std::string random_text(std::size_t count, std::string_view alphabet);
/// UUID version 7 (RFC 9562): sorts by the moment it was made; ids made in one process within one millisecond ascend
/// too.
std::string uuid7(Instant moment);
/// Looks like a UUID: 36 hexadecimal digits and hyphens.
bool is_uuid(std::string_view text);

}  // namespace motcua::core
