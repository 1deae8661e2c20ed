#pragma once

#include <string>
#include <string_view>

namespace motcua::http {

/// W3C Trace Context, version 00: 55 characters, lower-case hex, neither id all zero.
bool is_traceparent(std::string_view text);
/// A new trace that nobody samples yet.
std::string new_traceparent();

}  // namespace motcua::http
