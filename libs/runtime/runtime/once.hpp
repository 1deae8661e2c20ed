#pragma once

#include <string_view>

#include "auth/auth.hpp"
#include "core/result.hpp"
#include "http/message.hpp"
#include "store/answers.hpp"

namespace motcua::runtime {

/// `Idempotency-Key` and what it covers; 400 without a key of 8 to 128 visible characters.
core::Result<store::Once, http::Problem> once_from(const http::Request& request, const auth::Actor& actor);
/// The same where the body is a file: `body` stands for it, as its digest and whatever else makes it another request.
core::Result<store::Once, http::Problem> once_from(const http::Request& request, const auth::Actor& actor,
                                                   std::string_view body);

}  // namespace motcua::runtime
