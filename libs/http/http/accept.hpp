#pragma once

#include <string_view>

namespace motcua::http {

/// How much an Accept header (RFC 9110 §12.5.1) wants a media type, in thousandths: 0 when not at all. The most
/// specific range decides.
int weight_in(std::string_view accept, std::string_view media_type);

}  // namespace motcua::http
