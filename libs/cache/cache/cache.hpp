#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "metrics/metrics.hpp"

namespace motcua::cache {

struct Settings {
  /// `redis:127.0.0.1:6379`, `memory` (this process alone; only where one instance owns the database) or `off`.
  std::string url = "off";
  /// For connecting and for each command; past it the answer comes from the database.
  std::chrono::milliseconds budget{50};
  std::chrono::seconds lifetime{600};          ///< of a value, give or take a fifth
  std::size_t memory_bytes = 4 * 1024 * 1024;  ///< for `memory`
};

/// Values that never change: the key holds the version, so an old value can only be unused, never wrong. It only makes
/// things faster: no failure of it is seen by a caller. After repeated failures a breaker keeps it out of the way for a
/// second. Thread-safe; owned by main.
class Cache {
 public:
  static std::unique_ptr<Cache> open(const Settings& settings, metrics::Registry& metrics);
  virtual ~Cache() = default;

  /// The value under `key`, else what `make` returns, which is then kept. Callers in this process that ask for the same
  /// missing key at once wait for one `make` (its exception reaches them all); `make` must not ask for the same key.
  std::string get_or_make(const std::string& key, const std::function<std::string()>& make);

 protected:
  virtual std::optional<std::string> find(const std::string& key) = 0;
  virtual void put(const std::string& key, const std::string& value) = 0;
  explicit Cache(metrics::Registry& metrics);

 private:
  std::optional<std::string> find_or_pass(const std::string& key) noexcept;
  void put_or_pass(const std::string& key, const std::string& value) noexcept;

  struct Flights;
  std::shared_ptr<Flights> flights_;
  metrics::Counter hits_;
  metrics::Counter misses_;
};

}  // namespace motcua::cache
