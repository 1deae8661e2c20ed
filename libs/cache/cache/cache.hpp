#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"
#include "metrics/metrics.hpp"

namespace motcua::cache {

struct Settings {
  /// `redis:127.0.0.1:6379`, `memory` (this process alone; only where one instance owns the database) or `off`.
  std::string url = "off";
  /// For connecting and for each command; past it the answer comes from the database.
  std::chrono::milliseconds budget{50};
  std::chrono::seconds lifetime{600};  ///< of a value, give or take a fifth
  /// What this process keeps of it: all of `memory`; before Redis, what was used last, so that hot values cost no round
  /// trip. 0 before Redis: none.
  std::size_t memory_bytes = 4 * 1024 * 1024;
  std::string user{};      ///< of Redis; empty: its default one
  std::string password{};  ///< empty: Redis asks for none
  /// Keys the seal of values in Redis, the same in every instance. Without one, the seal tells accidents only: whoever
  /// may write into Redis may then change what is read.
  std::string seal_key{};
};
/// The settings of a program that has a cache. Secrets stand in files.
std::vector<config::Setting> settings();
/// Throws std::runtime_error for a file that cannot be read.
Settings settings_from(const config::Values& values);

/// Values that never change: the key holds the version, so an old value can only be unused, never wrong. It only makes
/// things faster: no failure of it is seen by a caller. After repeated failures a breaker keeps Redis out of the way
/// for a second. Thread-safe; owned by main.
class Cache {
 public:
  static std::unique_ptr<Cache> open(const Settings& settings, metrics::Registry& metrics);
  ~Cache();

  /// The value under `key`, else what `make` returns, which is then kept. Callers in this process that ask for the same
  /// missing key at once wait for one `make` (its exception reaches them all); `make` must not ask for the same key.
  std::string get_or_make(const std::string& key, const std::function<std::string()>& make);

 private:
  struct Parts;
  explicit Cache(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace motcua::cache
