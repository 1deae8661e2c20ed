#pragma once

#include "auth/auth.hpp"
#include "core/result.hpp"
#include "http/message.hpp"
#include "store/answers.hpp"

namespace motcua::runtime {

/// `Idempotency-Key` and what it covers; 400 without a key of 8 to 128 visible characters.
core::Result<store::Once, http::Problem> once_from(const http::Request& request, const auth::Actor& actor);

}  // namespace motcua::runtime
