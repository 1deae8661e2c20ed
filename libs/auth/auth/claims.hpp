#pragma once

#include <string>
#include <string_view>

#include "auth/auth.hpp"

namespace motcua::auth {

/// What a token's protected header says about how it was signed.
struct Header {
  std::string algorithm;
  std::string key;  ///< `kid`
};

/// Refuses headers that bring their own key (`jwk`, `jku`, `x5c`, `x5u`), ask for extensions (`crit`), or are of
/// another type.
core::Result<Header, Rejected> read_header(std::string_view json);

/// What a token states once its signature is known to be good.
struct Claims {
  Actor actor;
  core::Instant expires;
  core::Instant not_before;  ///< the epoch when the token names none
};

/// Checks everything but the clock. The JSON is read by one parser only, and a name that comes twice in one object is
/// refused: two readers could take it for different things.
core::Result<Claims, Rejected> read_claims(std::string_view json, const std::string& issuer,
                                           const std::string& audience);

}  // namespace motcua::auth
