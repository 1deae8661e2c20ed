#pragma once

#include <atomic>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "auth/auth.hpp"
#include "core/time.hpp"
#include "http/message.hpp"
#include "http/proxies.hpp"
#include "http/server.hpp"
#include "metrics/metrics.hpp"
#include "runtime/rate_limit.hpp"

namespace motcua::runtime {

/// One limit under a name. What it refuses is said in the answer (429 with Retry-After), in a metric and, at most once
/// in ten seconds, in the log. Thread-safe.
class Limit {
 public:
  Limit(std::string name, Rate usual, core::Clock clock, metrics::Registry& metrics);

  /// Takes one from the key's allowance.
  std::optional<http::Problem> refuse(const std::string& key);
  std::optional<http::Problem> refuse(const std::string& key, Rate rate);
  /// What refuse() would say; takes nothing.
  std::optional<http::Problem> spent(const std::string& key, Rate rate);

  Rate usual() const { return buckets_.usual(); }

 private:
  std::optional<http::Problem> told(std::optional<std::chrono::seconds> wait);

  const std::string name_;
  RateLimit buckets_;
  metrics::Counter refused_;
  std::atomic<std::int64_t> since_line_{0};
  std::atomic<std::chrono::steady_clock::time_point> next_line_{};
};

/// How much may be asked, as the settings say it.
struct LimitSettings {
  Rate token{1200, 200};     ///< one subject of one client
  Rate address{6000, 1000};  ///< one client address, whatever it asks and as whom
  std::map<std::string, Rate> clients{};
  std::vector<std::pair<auth::Role, Rate>> roles{};
  std::vector<std::pair<http::Proxies, Rate>> networks{};
};

/// `role:importer=6000 client:district-307=60000/2000 address:10.20.0.0/16=60000`: requests a minute and, after a
/// slash, at once (left out: a sixth of it). Throws std::runtime_error that names what cannot be read.
void read_allowances(const std::string& text, LimitSettings& settings);

/// Who may ask how much of a service's REST port. One token's subject is held to its rate, and so is an address; what a
/// token's rate refuses takes nothing from its address, since others ask from there too. Owned by main; thread-safe.
class Limits {
 public:
  Limits(LimitSettings settings, const core::Clock& clock, metrics::Registry& metrics);

  /// Asked before the token is looked at, which costs more. Takes nothing.
  std::optional<http::Problem> address_spent(const http::Request& request);
  /// Takes one from the address.
  std::optional<http::Problem> refuse_address(const http::Request& request);
  /// Takes one from the token, and when that may, one from the address.
  std::optional<http::Problem> refuse(const http::Request& request, const auth::Actor& actor);
  /// Takes nothing: for a body not yet read.
  std::optional<http::Problem> token_spent(const auth::Actor& actor);

 private:
  Rate rate_of(const auth::Actor& actor) const;
  Rate rate_of(const std::string& address) const;

  const LimitSettings settings_;
  Limit tokens_;
  Limit addresses_;
};

/// Routes that ask for no token, each behind the limit of the address.
std::vector<http::Route> open_to_all(Limits& limits, std::vector<http::Route> routes);

}  // namespace motcua::runtime
