#include "cache/seal.hpp"

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <random>
#include <stdexcept>

#include "core/text.hpp"

namespace motcua::cache {
namespace {

constexpr std::string_view mark = "motcua1:";
constexpr std::size_t digits = 32;

std::string digest(std::string_view key, std::string_view value) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  const auto length = std::to_string(key.size()) + ":";  // so that no key and value run into each other
  if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), length.data(), length.size()) != 1 ||
      EVP_DigestUpdate(context.get(), key.data(), key.size()) != 1 ||
      EVP_DigestUpdate(context.get(), value.data(), value.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(), bytes.data(), nullptr) != 1) {
    throw std::runtime_error{"SHA-256 does not work"};
  }
  return core::to_hex({reinterpret_cast<const char*>(bytes.data()), digits / 2});
}

}  // namespace

std::string sealed(std::string_view key, std::string_view value) {
  std::string text{mark};
  text.reserve(mark.size() + digits + value.size());
  text += digest(key, value);
  text += value;
  return text;
}

std::optional<std::string> unsealed(std::string_view key, std::string_view text) {
  if (!text.starts_with(mark) || text.size() < mark.size() + digits) return std::nullopt;
  const auto value = text.substr(mark.size() + digits);
  if (text.substr(mark.size(), digits) != digest(key, value)) return std::nullopt;
  return std::string{value};
}

std::chrono::milliseconds varied(std::chrono::milliseconds lifetime) {
  thread_local std::minstd_rand random{std::random_device{}()};  // NOLINT: nobody gains by guessing it
  const auto fifth = lifetime.count() / 5;
  return lifetime + std::chrono::milliseconds{std::uniform_int_distribution<std::int64_t>{-fifth, fifth}(random)};
}

}  // namespace motcua::cache
