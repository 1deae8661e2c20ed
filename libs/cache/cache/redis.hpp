#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <vector>

#include "cache/cache.hpp"
#include "cache/redis_pool.hpp"
#include "cache/seal.hpp"

namespace motcua::cache {

/// Keeps away from Redis for a second after three failures in a row; then one caller tries, and the others stay away
/// until it succeeds.
class Breaker {
 public:
  bool lets_through();
  /// True when this failure opens it.
  bool failed();
  /// True when this success closes it.
  bool succeeded();

 private:
  std::mutex mutex_;
  int in_a_row_ = 0;
  std::chrono::steady_clock::time_point closed_until_{};
};

class Redis {
 public:
  /// Throws std::runtime_error when the address is not `redis:HOST:PORT`. Redis itself need not be there.
  Redis(const Settings& settings, metrics::Registry& metrics);

  std::optional<std::string> find(const std::string& key);
  void put(const std::string& key, const std::string& value);

 private:
  Reply ask(const std::vector<std::string>& words);
  void failed();

  const std::string address_;
  const std::chrono::milliseconds budget_;
  const std::chrono::seconds lifetime_;
  metrics::Counter failures_;
  metrics::Gauge away_;
  Breaker breaker_;
  const Seal seal_;
  RedisPool pool_;
};

}  // namespace motcua::cache
