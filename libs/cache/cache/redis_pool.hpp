#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "cache/redis_connection.hpp"
#include "core/result.hpp"

namespace motcua::cache {

/// A few connections, made when they are wanted by a thread of its own: a name server that does not answer holds that
/// thread and no request. Thread-safe.
class RedisPool {
 public:
  RedisPool(RedisAddress address, std::chrono::milliseconds budget, std::size_t most);
  ~RedisPool();
  RedisPool(const RedisPool&) = delete;
  RedisPool& operator=(const RedisPool&) = delete;

  /// Why there is no connection by the deadline.
  enum class None {
    free,   ///< all are lent: we ask much at once, which says nothing about Redis
    opened  ///< Redis could not be reached, or not in time
  };
  core::Result<std::unique_ptr<RedisConnection>, None> take(Deadline deadline);
  void give_back(std::unique_ptr<RedisConnection> connection);
  /// For one that failed.
  void discard(std::unique_ptr<RedisConnection> connection);

 private:
  void make_connections();

  const RedisAddress address_;
  const std::chrono::milliseconds budget_;
  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<RedisConnection>> idle_;
  std::size_t open_ = 0;     ///< idle or lent
  std::size_t waiting_ = 0;  ///< callers of take()
  std::uint64_t failures_ = 0;
  bool stopping_ = false;
  std::thread maker_;
};

}  // namespace motcua::cache
