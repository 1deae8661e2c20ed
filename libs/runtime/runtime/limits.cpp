#include "runtime/limits.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/text.hpp"
#include "log/log.hpp"

namespace motcua::runtime {
namespace {

constexpr std::chrono::seconds between_lines{10};
constexpr std::int64_t highest_rate = 1'000'000'000;
constexpr std::int64_t shares_of_a_minute = 6;  // what comes at once is what ten seconds allow

http::Problem too_many_requests(std::chrono::seconds wait) {
  const auto seconds = std::to_string(wait.count());
  return {.status = 429,
          .code = "too-many-requests",
          .title = {"Quá nhiều yêu cầu", "Too many requests"},
          .detail = {"Hãy thử lại sau " + seconds + " giây.", "Try again in " + seconds + " s."},
          .headers = {{"Retry-After", seconds}}};
}

// One subject may speak through several systems; each has its allowance.
std::string key_of(const auth::Actor& actor) { return actor.client + '\n' + actor.subject; }

Rate rate_from(std::string_view text, const std::string& word) {
  const auto slash = text.find('/');
  const auto per_minute = core::parse_number(text.substr(0, slash));
  const auto burst = slash == std::string_view::npos
                         ? std::optional{std::max<std::int64_t>(per_minute.value_or(0) / shares_of_a_minute, 1)}
                         : core::parse_number(text.substr(slash + 1));
  const auto good = [](const std::optional<std::int64_t>& one) { return one && *one >= 1 && *one <= highest_rate; };
  if (!good(per_minute) || !good(burst))
    throw std::runtime_error{"\"" + word + "\": a rate is requests a minute, as 6000 or 6000/1000"};
  return {static_cast<int>(*per_minute), static_cast<int>(*burst)};
}

void read_allowance(const std::string& word, LimitSettings& settings) {
  const auto colon = word.find(':');
  const auto equals = word.rfind('=');
  if (colon == std::string::npos || equals == std::string::npos || equals < colon + 2)
    throw std::runtime_error{"\"" + word + "\" is not an allowance, as role:importer=6000/1000"};
  const auto kind = word.substr(0, colon);
  const auto whose = word.substr(colon + 1, equals - colon - 1);
  const Rate rate = rate_from(std::string_view{word}.substr(equals + 1), word);
  if (kind == "client") {
    settings.clients[whose] = rate;
  } else if (kind == "address") {
    settings.networks.emplace_back(http::Proxies{{whose}}, rate);
  } else if (const auto role = auth::role_named(whose); kind == "role" && role) {
    settings.roles.emplace_back(*role, rate);
  } else {
    throw std::runtime_error{"\"" + word + "\": an allowance is of a client, of an address, or of a role that exists"};
  }
}

}  // namespace

void read_allowances(const std::string& text, LimitSettings& settings) {
  for (const auto word : core::split(text, ' ')) {
    if (!core::trim(word).empty()) read_allowance(std::string{core::trim(word)}, settings);
  }
}

Limit::Limit(std::string name, Rate usual, core::Clock clock, metrics::Registry& metrics)
    : name_{std::move(name)},
      buckets_{usual, std::move(clock)},
      refused_{metrics.counter("motcua_limited_total", "Requests answered 429, by the limit that was reached.",
                               {{"limit", name_}})} {}

std::optional<http::Problem> Limit::refuse(const std::string& key) { return told(buckets_.refuse(key)); }

std::optional<http::Problem> Limit::refuse(const std::string& key, Rate rate) {
  return told(buckets_.refuse(key, rate));
}

std::optional<http::Problem> Limit::spent(const std::string& key, Rate rate) { return told(buckets_.spent(key, rate)); }

// The log is not told who: addresses are people's, and a flood must not fill the disk.
std::optional<http::Problem> Limit::told(std::optional<std::chrono::seconds> wait) {
  if (!wait) return std::nullopt;
  refused_.increment();
  ++since_line_;
  const auto now = std::chrono::steady_clock::now();
  auto next = next_line_.load();
  if (now >= next && next_line_.compare_exchange_strong(next, now + between_lines))
    log::warn("a limit is reached; requests are answered 429",
              {{"limit", name_}, {"refused_since_last_line", since_line_.exchange(0)}});
  return too_many_requests(*wait);
}

Limits::Limits(LimitSettings settings, const core::Clock& clock, metrics::Registry& metrics)
    : settings_{std::move(settings)},
      tokens_{"token", settings_.token, clock, metrics},
      addresses_{"address", settings_.address, clock, metrics} {}

Rate Limits::rate_of(const auth::Actor& actor) const {
  if (const auto client = settings_.clients.find(actor.client); client != settings_.clients.end())
    return client->second;
  const auto more = [](Rate one, Rate other) {
    return std::pair{one.per_minute, one.burst} > std::pair{other.per_minute, other.burst};
  };
  Rate best = settings_.token;
  for (const auto& [role, rate] : settings_.roles) {
    if (actor.has(role) && more(rate, best)) best = rate;
  }
  return best;
}

Rate Limits::rate_of(const std::string& address) const {
  const auto own = std::ranges::find_if(settings_.networks, [&](const auto& one) { return one.first.trusts(address); });
  return own == settings_.networks.end() ? settings_.address : own->second;
}

std::optional<http::Problem> Limits::address_spent(const http::Request& request) {
  return addresses_.spent(request.client, rate_of(request.client));
}

std::optional<http::Problem> Limits::refuse_address(const http::Request& request) {
  return addresses_.refuse(request.client, rate_of(request.client));
}

std::optional<http::Problem> Limits::refuse(const http::Request& request, const auth::Actor& actor) {
  if (auto problem = tokens_.refuse(key_of(actor), rate_of(actor))) return problem;
  return refuse_address(request);
}

std::optional<http::Problem> Limits::token_spent(const auth::Actor& actor) {
  return tokens_.spent(key_of(actor), rate_of(actor));
}

std::vector<http::Route> open_to_all(Limits& limits, std::vector<http::Route> routes) {
  for (auto& route : routes) {
    route.handler = [&limits, handle = std::move(route.handler)](const http::Request& request) {
      const auto problem = limits.refuse_address(request);
      return problem ? http::answer(*problem, request) : handle(request);
    };
  }
  return routes;
}

}  // namespace motcua::runtime
