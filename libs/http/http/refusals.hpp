#pragma once

#include <string>
#include <string_view>

#include "http/head.hpp"
#include "http/message.hpp"

namespace motcua::http {

/// What the server says by itself, before or instead of a handler.
Problem method_not_allowed(const std::string& allow);
Problem wrong_type(std::string_view wanted);
Problem body_not_taken();
Problem problem_of(const Breach& breach);
Problem timed_out();
Problem try_later();
Problem overloaded();
Problem broken();

}  // namespace motcua::http
