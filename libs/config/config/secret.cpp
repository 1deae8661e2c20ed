#include <fstream>
#include <stdexcept>

#include "config/config.hpp"
#include "core/text.hpp"

namespace motcua::config {

std::string secret_in(const std::string& setting, const std::string& file, std::size_t least) {
  std::ifstream in{file};
  std::string line;
  std::getline(in, line);
  std::string secret{core::trim(line)};
  if (secret.size() < least) {
    throw std::runtime_error{setting + ": " + file + " must hold at least " + std::to_string(least) +
                             " characters on one line; a key is made with: openssl rand -hex 32"};
  }
  return secret;
}

}  // namespace motcua::config
