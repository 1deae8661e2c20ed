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

class Off final : public Cache {
 public:
  explicit Off(metrics::Registry& metrics) : Cache{metrics} {}

 protected:
  std::optional<std::string> find(const std::string&) override { return std::nullopt; }
  void put(const std::string&, const std::string&) override {}
};

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

struct Cache::Flights {
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<Flight>> under_way;
};

std::unique_ptr<Cache> Cache::open(const Settings& settings, metrics::Registry& metrics) {
  if (settings.url == "off") return std::make_unique<Off>(metrics);
  if (settings.url == "memory") return std::make_unique<Memory>(settings, metrics);
  if (settings.url.starts_with("redis:")) return std::make_unique<Redis>(settings, metrics);
  throw std::runtime_error{"the cache \"" + settings.url + "\" is not known; give redis:HOST:PORT, memory or off"};
}

Cache::Cache(metrics::Registry& metrics)
    : flights_{std::make_shared<Flights>()},
      hits_{metrics.counter("motcua_cache_lookups_total", "Values asked of the cache, by outcome.",
                            {{"outcome", "hit"}})},
      misses_{metrics.counter("motcua_cache_lookups_total", "Values asked of the cache, by outcome.",
                              {{"outcome", "miss"}})} {}

std::string Cache::get_or_make(const std::string& key, const std::function<std::string()>& make) {
  std::shared_ptr<Flight> flight;
  bool leads = false;
  {
    const std::lock_guard lock{flights_->mutex};
    auto& entry = flights_->under_way[key];
    leads = entry == nullptr;
    if (leads) entry = std::make_shared<Flight>();
    flight = entry;
  }
  if (!leads) {
    hits_.increment();
    return flight->wait();
  }

  const auto leave = [&] {
    const std::lock_guard lock{flights_->mutex};
    flights_->under_way.erase(key);
  };
  auto found = find_or_pass(key);
  (found ? hits_ : misses_).increment();
  if (found) {
    flight->land(*found, nullptr);
    leave();
    return *std::move(found);
  }
  std::string made;
  try {
    made = make();
  } catch (...) {
    flight->land("", std::current_exception());
    leave();
    throw;
  }
  flight->land(made, nullptr);  // those who wait need not wait for Redis as well
  put_or_pass(key, made);
  leave();
  return made;
}

std::optional<std::string> Cache::find_or_pass(const std::string& key) noexcept {
  try {
    return find(key);
  } catch (const std::exception& broken) {
    log::error("a value cannot be looked up in the cache; it is made anew", {{"reason", broken.what()}});
    return std::nullopt;
  }
}

void Cache::put_or_pass(const std::string& key, const std::string& value) noexcept {
  try {
    put(key, value);
  } catch (const std::exception& broken) {
    log::error("a value cannot be kept in the cache; it will be made anew", {{"reason", broken.what()}});
  }
}

}  // namespace motcua::cache
