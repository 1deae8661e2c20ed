#pragma once

#include <string>
#include <string_view>

namespace motcua::store {

/// SHA-256, 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);
/// HMAC-SHA-256, 64 lower-case hex digits.
std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);

/// Deflated, then AES-256-GCM with a random nonce; the key is derived from `secret` by HKDF-SHA-256. Base64url.
std::string seal(std::string_view secret, std::string_view text);
/// What `seal` was given, now or by an older version; throws std::runtime_error when it was sealed with another secret
/// or changed since.
std::string unseal(std::string_view secret, std::string_view sealed);

}  // namespace motcua::store
