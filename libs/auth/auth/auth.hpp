#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/strong.hpp"
#include "core/time.hpp"
#include "metrics/metrics.hpp"

namespace motcua::auth {

/// The words of the token's `roles` claim (claims.cpp has them); others are ignored.
enum class Role { officer, handler, leader, importer, auditor, city_reader, ops };

/// Who is asking, as a verified token says.
struct Actor {
  std::string issuer;
  std::string subject;
  std::string client;  ///< `client_id` (RFC 9068): the system that speaks; the source system of imports
  core::UnitId unit;
  std::set<Role> roles;

  bool has(Role role) const { return roles.contains(role); }
};

/// Why a token is not taken. For logs and metrics; the client is told no more than "401", or, when there are no keys,
/// to try again.
struct Rejected {
  bool for_want_of_keys() const { return reason == "no_keys"; }
  std::string reason;  ///< stable words: missing, malformed, algorithm, unknown_key, signature, expired, not_yet,
                       ///< issuer, audience, type, claims; no_keys: none could be had since the start, nobody's fault
};

struct Settings {
  std::string jwks;      ///< a file's path or an http(s) URL; plain http to this machine only
  std::string issuer;    ///< exact `iss`
  std::string audience;  ///< must be among `aud`
  std::chrono::seconds leeway{30};
  /// How long a JWKS is used before it is read again; on failure the known keys go on.
  std::chrono::seconds refresh{300};
  /// Plain http is taken from any machine: for a network that nobody else is on.
  bool jwks_insecure = false;
};

/// Checks OAuth2 bearer tokens: JWT, RS256 or ES256 by the key's own kind, `kid` from the JWKS, `typ` at+jwt, exp, nbf,
/// iss, aud, and the claims `unit` and `roles`. A token once verified is remembered (by digest) until it expires or the
/// keys change. Thread-safe; owned by main.
class Verifier {
 public:
  /// Throws std::runtime_error when a JWKS file cannot be read or a URL is not to be trusted; an unreachable one is
  /// tried again later.
  Verifier(const Settings& settings, core::Clock clock, metrics::Registry& metrics);
  ~Verifier();

  /// `authorization` is the header's value, empty when there is none. Throws std::bad_alloc alone, and lets nobody in
  /// by it.
  core::Result<Actor, Rejected> verify(std::string_view authorization);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// For development and tests: a key pair and the tokens it signs. Production has an OIDC server.
class DevelopmentIssuer {
 public:
  /// Reads the private JWK in `folder`/development-key.json, or makes one (ES256) and writes it and `folder`/jwks.json.
  static DevelopmentIssuer in(const std::string& folder);

  std::string token(const Actor& actor, std::string_view audience, core::Instant now,
                    std::chrono::seconds lifetime) const;
  std::string jwks() const;

 private:
  explicit DevelopmentIssuer(std::string private_jwk) : private_jwk_{std::move(private_jwk)} {}
  std::string private_jwk_;
};

const char* name_of(Role role);
/// Nothing when no role has that name.
std::optional<Role> role_named(std::string_view name);
/// All of them, with commas between: for people.
std::string role_names();

}  // namespace motcua::auth
