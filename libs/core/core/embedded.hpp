#pragma once

#include <span>
#include <string_view>

namespace motcua::core {

/// A file that was built into the program: a migration, an OpenAPI document.
struct EmbeddedFile {
  std::string_view name;
  std::string_view text;
};

}  // namespace motcua::core
