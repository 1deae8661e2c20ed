#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "auth/claims.hpp"

namespace motcua::auth {

/// The public keys of one JWKS by their `kid`. Immutable; safe to share between threads.
class Keys {
 public:
  /// Keys of kinds that we do not take (symmetric, other curves, RSA below 2048 bits, for encryption, without `kid`)
  /// are passed over. Throws std::runtime_error when the text is no JWKS or holds no key that can be used.
  explicit Keys(const std::string& jwks);
  ~Keys();
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;

  bool knows(const std::string& kid) const;
  /// The word of Rejected for what is wrong with the signature of this compact token, or null when it is good.
  const char* fault(const Header& header, std::string_view token) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace motcua::auth
