#pragma once

#include <string>
#include <string_view>

namespace motcua::store {

/// A page of JSON in half its bytes, by zlib (RFC 1950), within some 40 microseconds. Throws std::length_error at 4
/// GiB.
std::string deflated(std::string_view plain);
/// What `deflated` was given; throws std::runtime_error when it is something else.
std::string inflated(std::string_view packed);

}  // namespace motcua::store
