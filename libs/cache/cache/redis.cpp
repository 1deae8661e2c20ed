#include "cache/redis.hpp"

#include <stdexcept>

#include "core/text.hpp"
#include "log/log.hpp"

namespace motcua::cache {
namespace {

constexpr int failures_to_open = 3;
constexpr std::chrono::seconds pause{1};
constexpr std::size_t connections =
    8;  // 16 workers seldom ask at the same moment, and an answer takes a fraction of a millisecond

struct Address {
  std::string host;
  int port;
};

Address parse(const std::string& url) {
  auto rest = std::string_view{url}.substr(std::string_view{"redis:"}.size());
  if (rest.starts_with("//")) rest.remove_prefix(2);
  const auto colon = rest.rfind(':');
  const auto port = colon == std::string_view::npos ? std::nullopt : core::parse_number(rest.substr(colon + 1));
  if (colon == 0 || !port || *port < 1 || *port > 65535) {
    throw std::runtime_error{"the cache \"" + url +
                             "\" has no good address; give redis:HOST:PORT, as redis:127.0.0.1:6379"};
  }
  return {std::string{rest.substr(0, colon)}, static_cast<int>(*port)};
}

}  // namespace

bool Breaker::lets_through() {
  const std::lock_guard lock{mutex_};
  if (in_a_row_ < failures_to_open) return true;
  const auto now = std::chrono::steady_clock::now();
  if (now < closed_until_) return false;
  closed_until_ = now + pause;
  return true;
}

bool Breaker::failed() {
  const std::lock_guard lock{mutex_};
  if (in_a_row_ < failures_to_open) ++in_a_row_;
  const auto now = std::chrono::steady_clock::now();
  const bool opens = in_a_row_ == failures_to_open && closed_until_ == std::chrono::steady_clock::time_point{};
  if (in_a_row_ == failures_to_open) closed_until_ = now + pause;
  return opens;
}

bool Breaker::succeeded() {
  const std::lock_guard lock{mutex_};
  const bool closes = in_a_row_ == failures_to_open;
  in_a_row_ = 0;
  closed_until_ = {};
  return closes;
}

Redis::Redis(const Settings& settings, metrics::Registry& metrics)
    : address_{settings.url},
      budget_{settings.budget},
      lifetime_{settings.lifetime},
      failures_{metrics.counter("motcua_cache_failures_total",
                                "Commands to Redis that failed or took longer than their budget.")},
      away_{metrics.gauge("motcua_cache_breaker_open", "1 while Redis is left alone after failures in a row.")},
      seal_{settings.seal_key},
      pool_{{parse(settings.url).host, parse(settings.url).port, settings.user, settings.password},
            settings.budget,
            connections} {
  if (settings.seal_key.empty())
    log::warn("values in Redis are sealed without a key: whoever writes there can change what is read",
              {{"setting", "cache_key_file"}});
}

Reply Redis::ask(const std::vector<std::string>& words) {
  if (!breaker_.lets_through()) return {};
  const auto deadline = std::chrono::steady_clock::now() + budget_;
  auto taken = pool_.take(deadline);
  if (!taken) {
    if (taken.error() == RedisPool::None::opened) failed();
    return {};
  }
  auto connection = std::move(taken).value();
  auto reply = connection->command(words, deadline);
  if (reply.kind == Reply::Kind::failed) {
    pool_.discard(std::move(connection));
    failed();
    return reply;
  }
  pool_.give_back(std::move(connection));
  if (breaker_.succeeded()) {
    away_.set(0);
    log::info("cache answers again", {{"cache", address_}});
  }
  return reply;
}

void Redis::failed() {
  failures_.increment();
  if (!breaker_.failed()) return;
  away_.set(1);
  log::warn("cache does not answer or let us in; answers come from the database, will try again each second",
            {{"cache", address_}});
}

std::optional<std::string> Redis::find(const std::string& key) {
  const auto reply = ask({"GET", key});
  if (reply.kind != Reply::Kind::text) return std::nullopt;
  return seal_.unsealed(key, reply.text);
}

void Redis::put(const std::string& key, const std::string& value) {
  if (value.size() > largest_value) return;
  ask({"SET", key, seal_.sealed(key, value), "PX", std::to_string(varied(lifetime_).count())});
}

}  // namespace motcua::cache
