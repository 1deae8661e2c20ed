#include "cache/cache.hpp"

#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <stdexcept>

#include "cache/memory.hpp"
#include "cache/redis.hpp"
#include "log/log.hpp"

namespace motcua::cache {
namespace {

metrics::Counter lookups(metrics::Registry& registry, const char* outcome) {
  return registry.counter("motcua_cache_lookups_total", "Values asked of the cache, by outcome.",
                          {{"outcome", outcome}});
}

}  // namespace

/// One value on its way, and who waits for it.
struct Flight {
  std::mutex mutex;
  std::condition_variable landed;
  bool done = false;
  std::string value;
  std::exception_ptr broken;

  void land(std::string found, std::exception_ptr failure) {
    const std::lock_guard lock{mutex};
    value = std::move(found);
    broken = std::move(failure);
    done = true;
    landed.notify_all();
  }
  std::string wait() {
    std::unique_lock lock{mutex};
    landed.wait(lock, [&] { return done; });
    if (broken) std::rethrow_exception(broken);
    return value;
  }
};

struct Cache::Parts {
  explicit Parts(metrics::Registry& metrics) : hits{lookups(metrics, "hit")}, misses{lookups(metrics, "miss")} {}

  std::optional<std::string> find_here(const std::string& key) { return memory ? memory->find(key) : std::nullopt; }
  std::optional<std::string> find(const std::string& key) noexcept {
    try {
      if (auto here = find_here(key)) return here;  // it landed while we came
      auto there = redis ? redis->find(key) : std::nullopt;
      if (there && memory) memory->put(key, *there);
      return there;
    } catch (const std::exception& broken) {
      log::error("a value cannot be looked up in the cache; it is made anew", {{"reason", broken.what()}});
      return std::nullopt;
    }
  }
  void put(const std::string& key, const std::string& value) noexcept {
    try {
      if (memory) memory->put(key, value);
      if (redis) redis->put(key, value);
    } catch (const std::exception& broken) {
      log::error("a value cannot be kept in the cache; it will be made anew", {{"reason", broken.what()}});
    }
  }

  metrics::Counter hits;
  metrics::Counter misses;
  std::optional<Memory> memory;
  std::optional<Redis> redis;
  std::mutex mutex;  // guards under_way
  std::map<std::string, std::shared_ptr<Flight>> under_way;
};

std::unique_ptr<Cache> Cache::open(const Settings& settings, metrics::Registry& metrics) {
  auto parts = std::make_unique<Parts>(metrics);
  const bool redis = settings.url.starts_with("redis:");
  if (redis) parts->redis.emplace(settings, metrics);
  if (settings.url == "memory" || (redis && settings.memory_bytes > 0)) parts->memory.emplace(settings, metrics);
  if (!redis && !parts->memory && settings.url != "off")
    throw std::runtime_error{"the cache \"" + settings.url + "\" is not known; give redis:HOST:PORT, memory or off"};
  return std::unique_ptr<Cache>{new Cache{std::move(parts)}};
}

Cache::Cache(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}
Cache::~Cache() = default;

std::string Cache::get_or_make(const std::string& key, const std::function<std::string()>& make) {
  Parts& parts = *parts_;
  if (auto here = parts.find_here(key)) {
    parts.hits.increment();
    return *std::move(here);
  }
  std::shared_ptr<Flight> flight;
  bool leads = false;
  {
    const std::lock_guard lock{parts.mutex};
    auto& entry = parts.under_way[key];
    leads = entry == nullptr;
    if (leads) entry = std::make_shared<Flight>();
    flight = entry;
  }
  if (!leads) {
    parts.hits.increment();
    return flight->wait();
  }

  const auto leave = [&] {
    const std::lock_guard lock{parts.mutex};
    parts.under_way.erase(key);
  };
  std::string body;
  bool kept = false;
  try {
    auto found = parts.find(key);
    kept = found.has_value();
    (kept ? parts.hits : parts.misses).increment();
    body = kept ? *std::move(found) : make();
    flight->land(body, nullptr);  // those who wait need not wait for Redis as well
  } catch (...) {                 // whatever it was, and a copy that found no memory too: those who wait are told
    flight->land("", std::current_exception());
    leave();
    throw;
  }
  if (!kept) parts.put(key, body);
  leave();
  return body;
}

}  // namespace motcua::cache
