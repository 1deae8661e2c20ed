#include "auth/forge_for_tests.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <array>
#include <stdexcept>

#include "core/text.hpp"

namespace motcua::auth {
namespace {

std::string number(const EVP_PKEY* key, const char* name, int width) {
  BIGNUM* value = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &value) != 1) throw std::runtime_error{name};
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> owned{value, &BN_free};
  std::string bytes(static_cast<std::size_t>(width == 0 ? BN_num_bytes(value) : width), '\0');
  BN_bn2binpad(value, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  return core::base64url(bytes);
}

std::string signed_part(std::string_view header, std::string_view payload) {
  return core::base64url(header) + "." + core::base64url(payload);
}

/// JOSE writes the two numbers side by side (RFC 7518 §3.4), OpenSSL in DER.
std::string side_by_side(const std::string& der) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair{
      d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(der.size())), &ECDSA_SIG_free};
  std::array<unsigned char, 64> flat{};
  BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), flat.data(), 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), flat.data() + 32, 32);
  return {reinterpret_cast<const char*>(flat.data()), flat.size()};
}

}  // namespace

ForgeKey ForgeKey::p256(std::string kid) { return {std::move(kid), false, EVP_EC_gen("P-256")}; }
ForgeKey ForgeKey::rsa(std::string kid, unsigned bits) { return {std::move(kid), true, EVP_RSA_gen(bits)}; }

std::string ForgeKey::jwk(const std::string& further) const {
  const auto head = R"({"kid":")" + kid_ + R"(",)";
  if (rsa_) {
    return head + R"("kty":"RSA","n":")" + number(key_.get(), OSSL_PKEY_PARAM_RSA_N, 0) + R"(","e":")" +
           number(key_.get(), OSSL_PKEY_PARAM_RSA_E, 0) + "\"" + further + "}";
  }
  return head + R"("kty":"EC","crv":"P-256","x":")" + number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, 32) + R"(","y":")" +
         number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, 32) + "\"" + further + "}";
}

std::string ForgeKey::pem() const {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory{BIO_new(BIO_s_mem()), &BIO_free};
  char* text = nullptr;
  if (PEM_write_bio_PUBKEY(memory.get(), key_.get()) != 1) throw std::runtime_error{"OpenSSL does not write"};
  const long length = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

std::string ForgeKey::sign(std::string_view header, std::string_view payload) const {
  const auto text = signed_part(header, payload);
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  std::size_t length = 0;
  std::string signature(1024, '\0');
  length = signature.size();
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, bytes, text.size()) !=
          1) {
    throw std::runtime_error{"OpenSSL does not sign"};
  }
  signature.resize(length);
  return text + "." + core::base64url(rsa_ ? signature : side_by_side(signature));
}

std::string jwks(const std::string& keys) { return R"({"keys":[)" + keys + "]}"; }

std::string sign_hs256(std::string_view header, std::string_view payload, std::string_view secret) {
  const auto text = signed_part(header, payload);
  std::string mac(32, '\0');
  unsigned length = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), reinterpret_cast<unsigned char*>(mac.data()),
       &length);
  return text + "." + core::base64url(mac);
}

}  // namespace motcua::auth
