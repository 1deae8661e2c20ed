#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace motcua::cache {

/// Larger values are made each time: moving them would cost what it saves, and push out many small ones.
inline constexpr std::size_t largest_value = 256 * 1024;

/// The values as they lie in Redis: `motcua2:`, 32 hex digits of HMAC-SHA-256 over key and value, the value. What
/// others wrote, what was cut off, and an answer that belongs to another key are not taken for one. With an empty
/// secret the seal is a digest that anyone can make.
class Seal {
 public:
  explicit Seal(std::string secret) : secret_{std::move(secret)} {}
  std::string sealed(std::string_view key, std::string_view value) const;
  /// Nothing when the seal is not that of this key and value.
  std::optional<std::string> unsealed(std::string_view key, std::string_view text) const;

 private:
  std::string digest(std::string_view key, std::string_view value) const;
  std::string secret_;
};

/// Between four fifths and six fifths of it, so that values made together do not all end together.
std::chrono::milliseconds varied(std::chrono::milliseconds lifetime);

}  // namespace motcua::cache
