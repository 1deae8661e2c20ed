#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace motcua::cache {

/// Larger values are made each time: moving them would cost what it saves, and push out many small ones.
inline constexpr std::size_t largest_value = 256 * 1024;

/// The value as it lies in Redis: `motcua1:`, 32 hex digits of SHA-256 over key and value, the value. What others
/// wrote, what was cut off, and an answer that belongs to another key are not taken for it.
std::string sealed(std::string_view key, std::string_view value);
/// Nothing when the seal is not that of this key and value.
std::optional<std::string> unsealed(std::string_view key, std::string_view text);

/// Between four fifths and six fifths of it, so that values made together do not all end together.
std::chrono::milliseconds varied(std::chrono::milliseconds lifetime);

}  // namespace motcua::cache
