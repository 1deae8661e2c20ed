#include <openssl/evp.h>

#include <array>
#include <map>
#include <new>
#include <optional>

#include "auth/auth.hpp"
#include "auth/claims.hpp"
#include "auth/key_source.hpp"
#include "auth/keys.hpp"
#include "auth/remembered.hpp"
#include "core/text.hpp"
#include "log/log.hpp"

namespace motcua::auth {
namespace {

constexpr std::size_t longest_token = 8 * 1024;

/// The token after `Bearer `, whose scheme may be written in any case (RFC 9110 §11.1).
std::optional<std::string_view> bearer(std::string_view authorization) {
  const auto text = core::trim(authorization);
  const auto blank = text.find(' ');
  if (blank == std::string_view::npos || core::lower(text.substr(0, blank)) != "bearer") return std::nullopt;
  return core::trim(text.substr(blank));
}

EVP_MD* found_sha256() {
  if (auto* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr)) return found;
  throw std::bad_alloc{};
}

/// SHA-256, looked up in OpenSSL once and not for every request. It can only fail for want of memory.
std::string digest_of(std::string_view token) {
  static EVP_MD* const sha256 = found_sha256();
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (EVP_Digest(token.data(), token.size(), digest, &size, sha256, nullptr) != 1) throw std::bad_alloc{};
  return {reinterpret_cast<const char*>(digest), size};
}

}  // namespace

struct Verifier::Parts {
  Parts(const Settings& given, core::Clock given_clock, metrics::Registry& metrics)
      : settings{given},
        clock{std::move(given_clock)},
        source{settings.jwks, settings.jwks_insecure, settings.refresh, clock()} {
    for (const auto* outcome : {"accepted", "missing", "malformed", "algorithm", "unknown_key", "no_keys", "signature",
                                "expired", "not_yet", "issuer", "audience", "type", "claims", "failed"}) {
      outcomes.emplace(
          outcome, metrics.counter("motcua_auth_tokens_total", "Requests that needed a token, by what became of it.",
                                   {{"outcome", outcome}}));
    }
  }

  void count(const std::string& outcome) {
    const auto found = outcomes.find(outcome);
    if (found != outcomes.end()) found->second.increment();
  }

  std::optional<Rejected> untimely(const Claims& claims, core::Instant now) const {
    if (now >= claims.expires + settings.leeway) return Rejected{"expired"};
    if (now + settings.leeway < claims.not_before) return Rejected{"not_yet"};
    return std::nullopt;
  }

  core::Result<Actor, Rejected> verify(std::string_view authorization) {
    const auto token = bearer(authorization);
    if (!token) return Rejected{"missing"};
    if (token->size() > longest_token) return Rejected{"malformed"};
    const auto now = clock();
    const auto keys = source.current(now);
    const auto digest = digest_of(*token);
    const auto known = remembered.find(digest);
    if (known && known->keys == keys) {
      if (auto late = untimely(known->claims, now)) return *late;
      return known->claims.actor;
    }
    return verify_anew(*token, digest, keys, now);
  }

  core::Result<Actor, Rejected> verify_anew(std::string_view token, const std::string& digest,
                                            std::shared_ptr<const Keys> keys, core::Instant now) {
    const auto parts = core::split(token, '.');
    if (parts.size() != 3 || parts[2].empty()) return Rejected{"malformed"};
    const auto head = core::from_base64url(parts[0]);
    const auto body = core::from_base64url(parts[1]);
    if (!head || !body || !core::from_base64url(parts[2])) return Rejected{"malformed"};

    const auto header = read_header(*head);
    if (!header) return header.error();
    if (!keys || !keys->knows(header->key)) keys = source.beyond(keys, now);
    if (!keys) return Rejected{"no_keys"};
    if (const auto* fault = keys->fault(*header, token)) return Rejected{fault};

    auto claims = read_claims(*body, settings.issuer, settings.audience);
    if (!claims) return claims.error();
    if (auto late = untimely(*claims, now)) return *late;
    remembered.keep(digest, std::make_shared<Verified>(Verified{*claims, keys}));
    return std::move(claims).value().actor;
  }

  const Settings settings;
  const core::Clock clock;
  KeySource source;
  Remembered remembered;
  std::map<std::string, metrics::Counter, std::less<>> outcomes;
};

Verifier::Verifier(const Settings& settings, core::Clock clock, metrics::Registry& metrics)
    : parts_{std::make_unique<Parts>(settings, std::move(clock), metrics)} {}

Verifier::~Verifier() = default;

core::Result<Actor, Rejected> Verifier::verify(std::string_view authorization) {
  try {
    auto outcome = parts_->verify(authorization);
    parts_->count(outcome ? "accepted" : outcome.error().reason);
    return outcome;
  } catch (const std::bad_alloc&) {
    throw;  // whoever asks is told to try again: nothing was found wrong with the token
  } catch (const std::exception& broken) {
    // Whatever broke, nobody comes in by it.
    log::error("a token could not be checked; it is refused", {{"reason", broken.what()}});
    parts_->count("failed");
    return Rejected{"malformed"};
  }
}

}  // namespace motcua::auth
