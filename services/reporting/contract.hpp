#pragma once

#include <span>

#include "core/embedded.hpp"

namespace motcua::reporting {

/// openapi.yaml, as it was when the program was built.
std::span<const core::EmbeddedFile> openapi();

}  // namespace motcua::reporting
