#pragma once

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

namespace motcua::auth {

/// For tests: a key pair of OpenSSL's, which signs whatever text it is given, so that what cjose checks was not made by
/// cjose.
class ForgeKey {
 public:
  static ForgeKey p256(std::string kid);
  static ForgeKey rsa(std::string kid, unsigned bits = 2048);

  /// The public key as a member of a JWKS, with these further members (`,"use":"enc"`).
  std::string jwk(const std::string& further = "") const;
  /// The public key as certificates' tools write it.
  std::string pem() const;
  /// base64url(header).base64url(payload).signature
  std::string sign(std::string_view header, std::string_view payload) const;
  const std::string& kid() const { return kid_; }
  /// `RS256` or `ES256`
  const char* algorithm() const { return rsa_ ? "RS256" : "ES256"; }

 private:
  ForgeKey(std::string kid, bool rsa, EVP_PKEY* key) : kid_{std::move(kid)}, rsa_{rsa}, key_{key, &EVP_PKEY_free} {}

  std::string kid_;
  bool rsa_;
  std::shared_ptr<EVP_PKEY> key_;
};

std::string jwks(const std::string& keys);
/// HMAC-SHA-256 with any text as the secret.
std::string sign_hs256(std::string_view header, std::string_view payload, std::string_view secret);

}  // namespace motcua::auth
