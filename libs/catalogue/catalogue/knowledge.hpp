#pragma once

#include <string>
#include <string_view>

namespace motcua::catalogue {

/// How a rule is known; shown in the catalogue's answers so that nobody takes a guess for the law.
enum class Knowledge { verified, memory, invented };

/// As the files and answers write it.
std::string_view to_text(Knowledge knowledge);

/// Where a rule comes from.
struct Origin {
  Knowledge knowledge = Knowledge::invented;
  std::string source;
};

}  // namespace motcua::catalogue
