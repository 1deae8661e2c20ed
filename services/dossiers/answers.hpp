#pragma once

#include "http/message.hpp"
#include "store/answers.hpp"

namespace motcua::dossiers {

/// An answer as it is kept for a repeat, and back: status, headers and body, byte for byte.
store::StoredAnswer stored(const http::Response& response);
http::Response from_stored(const store::StoredAnswer& answer);

}  // namespace motcua::dossiers
