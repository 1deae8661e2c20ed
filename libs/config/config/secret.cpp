#include <algorithm>
#include <fstream>
#include <set>
#include <stdexcept>
#include <string_view>

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

std::vector<std::string> secrets_in(const std::string& setting, const std::string& file, std::size_t least,
                                    std::size_t most) {
  std::ifstream in{file};
  std::vector<std::string> secrets;
  for (std::string line; std::getline(in, line);) {
    const std::string_view secret = core::trim(line);
    if (!secret.empty()) secrets.emplace_back(secret);
  }
  const bool long_enough = std::ranges::all_of(secrets, [&](const std::string& one) { return one.size() >= least; });
  if (secrets.empty() || secrets.size() > most || !long_enough) {
    throw std::runtime_error{setting + ": " + file + " must hold 1 to " + std::to_string(most) +
                             " keys, each of at least " + std::to_string(least) +
                             " characters on a line of its own; a key is made with: openssl rand -hex 32"};
  }
  if (std::set<std::string_view>(secrets.begin(), secrets.end()).size() < secrets.size())
    throw std::runtime_error{setting + ": " + file + " holds a key twice"};
  return secrets;
}

}  // namespace motcua::config
