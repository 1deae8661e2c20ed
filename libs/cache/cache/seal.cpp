#include "cache/seal.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <random>
#include <stdexcept>

#include "core/text.hpp"

namespace motcua::cache {
namespace {

constexpr std::string_view mark = "motcua2:";
constexpr std::size_t digits = 32;

}  // namespace

std::string Seal::digest(std::string_view key, std::string_view value) const {
  auto text = std::to_string(key.size()) + ":";  // so that no key and value run into each other
  text.append(key).append(value);
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int length = 0;
  if (HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), bytes.data(), &length) == nullptr) {
    throw std::runtime_error{"HMAC-SHA-256 does not work"};
  }
  return core::to_hex({reinterpret_cast<const char*>(bytes.data()), digits / 2});
}

std::string Seal::sealed(std::string_view key, std::string_view value) const {
  std::string text{mark};
  text.reserve(mark.size() + digits + value.size());
  text += digest(key, value);
  text += value;
  return text;
}

std::optional<std::string> Seal::unsealed(std::string_view key, std::string_view text) const {
  if (!text.starts_with(mark) || text.size() < mark.size() + digits) return std::nullopt;
  const auto value = text.substr(mark.size() + digits);
  const auto right = digest(key, value);
  // In constant time: who writes into Redis must not find a seal digit by digit.
  if (CRYPTO_memcmp(text.data() + mark.size(), right.data(), digits) != 0) return std::nullopt;
  return std::string{value};
}

std::chrono::milliseconds varied(std::chrono::milliseconds lifetime) {
  thread_local std::minstd_rand random{std::random_device{}()};  // NOLINT: nobody gains by guessing it
  const auto fifth = lifetime.count() / 5;
  return lifetime + std::chrono::milliseconds{std::uniform_int_distribution<std::int64_t>{-fifth, fifth}(random)};
}

}  // namespace motcua::cache
