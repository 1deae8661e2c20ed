#include "auth/keys.hpp"

#include <cjose/cjose.h>

#include <cerrno>
#include <map>
#include <new>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace motcua::auth {
namespace {

using nlohmann::json;

constexpr std::size_t es256_signature = 86;  // characters of base64url, for 64 bytes

struct Release {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
  void operator()(cjose_jws_t* signed_text) const { cjose_jws_release(signed_text); }
};
using Jwk = std::unique_ptr<cjose_jwk_t, Release>;
using Jws = std::unique_ptr<cjose_jws_t, Release>;

struct Key {
  Jwk jwk;
  std::string algorithm;  ///< the only one that may be used with it
};

std::string text_in(const json& key, const char* member) {
  const auto found = key.find(member);
  return found != key.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// cjose calls what it could not do for want of memory by the name of whatever it was about: a signature, an argument.
/// `errno` says it, where it was 0 before. A good token is not refused for it, nor a good key left out.
void throw_if_short_of_memory() {
  if (errno == ENOMEM) throw std::bad_alloc{};
}

/// The algorithm belongs to the key: a token cannot choose another (RFC 8725 §3.1).
std::string algorithm_for(cjose_jwk_t* key) {
  cjose_err error{};
  switch (cjose_jwk_get_kty(key, &error)) {
    case CJOSE_JWK_KTY_RSA: return cjose_jwk_get_keysize(key, &error) >= 2048 ? "RS256" : "";
    case CJOSE_JWK_KTY_EC: return cjose_jwk_EC_get_curve(key, &error) == CJOSE_JWK_EC_P_256 ? "ES256" : "";
    case CJOSE_JWK_KTY_OCT: break;
  }
  return "";
}

}  // namespace

struct Keys::Parts {
  std::map<std::string, Key> by_kid;
};

Keys::Keys(const std::string& jwks) : parts_{std::make_unique<Parts>()} {
  const auto document = json::parse(jwks, nullptr, false);
  if (!document.is_object() || !document.contains("keys") || !document["keys"].is_array()) {
    throw std::runtime_error{"this is no JWKS: a JSON object with a list \"keys\" is expected"};
  }
  for (const auto& one : document["keys"]) {
    const auto kid = one.is_object() ? text_in(one, "kid") : "";
    const auto use = one.is_object() ? text_in(one, "use") : "";
    if (kid.empty() || (!use.empty() && use != "sig")) continue;
    const auto text = one.dump();
    cjose_err error{};
    errno = 0;
    Jwk jwk{cjose_jwk_import(text.data(), text.size(), &error)};
    if (!jwk) throw_if_short_of_memory();
    if (!jwk) continue;
    auto algorithm = algorithm_for(jwk.get());
    const auto stated = text_in(one, "alg");
    if (algorithm.empty() || (!stated.empty() && stated != algorithm)) continue;
    parts_->by_kid.try_emplace(kid, Key{std::move(jwk), std::move(algorithm)});
  }
  if (parts_->by_kid.empty()) {
    throw std::runtime_error{
        "the JWKS holds no key that can be used: RSA of 2048 bits or more, or EC P-256, each with a kid"};
  }
}

Keys::~Keys() = default;

bool Keys::knows(const std::string& kid) const { return parts_->by_kid.contains(kid); }

const char* Keys::fault(const Header& header, std::string_view token) const {
  const auto found = parts_->by_kid.find(header.key);
  if (found == parts_->by_kid.end()) return "unknown_key";
  if (found->second.algorithm != header.algorithm) return "algorithm";
  // cjose takes the first 64 bytes of an ES256 signature for it, whatever follows.
  if (header.algorithm == "ES256" && token.size() - token.rfind('.') - 1 != es256_signature) return "signature";
  cjose_err error{};
  errno = 0;
  const Jws jws{cjose_jws_import(token.data(), token.size(), &error)};
  if (jws && cjose_jws_verify(jws.get(), found->second.jwk.get(), &error)) return nullptr;
  throw_if_short_of_memory();
  return jws ? "signature" : "malformed";
}

}  // namespace motcua::auth
