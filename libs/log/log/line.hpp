#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "core/time.hpp"
#include "log/log.hpp"

namespace motcua::log {

/// One JSON object without a line break inside, whatever the texts hold: bytes that are not UTF-8 become U+FFFD,
/// numbers that JSON does not know become null.
std::string line(core::Instant moment, Level level, std::string_view service, std::string_view trace_id,
                 std::string_view message, std::initializer_list<Field> fields);

}  // namespace motcua::log
