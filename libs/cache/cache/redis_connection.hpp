#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

struct redisContext;

namespace motcua::cache {

using Deadline = std::chrono::steady_clock::time_point;

struct RedisAddress {
  std::string host;
  int port = 0;
  std::string user{};      ///< empty: the default one
  std::string password{};  ///< empty: none is asked for
};

struct Reply {
  enum class Kind { failed, nothing, text, done };
  Kind kind = Kind::failed;
  std::string text{};
};

/// One connection to Redis. hiredis counts its time-outs per read, so a server that sends a byte now and then could
/// hold a request for long; here every wait is ours and ends at the deadline. After `failed` it must be thrown away:
/// the late answer to one command would be taken for the answer to the next. Used by one thread at a time.
class RedisConnection {
 public:
  /// Null when it fails, or Redis does not take the password. Resolving a name is not bounded by the budget.
  static std::unique_ptr<RedisConnection> open(const RedisAddress& address, std::chrono::milliseconds budget);
  ~RedisConnection();
  RedisConnection(const RedisConnection&) = delete;
  RedisConnection& operator=(const RedisConnection&) = delete;

  Reply command(const std::vector<std::string>& words, Deadline deadline);
  /// False when the server has closed it, or has said something nobody asked for.
  bool is_quiet() const;

 private:
  explicit RedisConnection(redisContext* context) : context_{context} {}
  bool send(Deadline deadline);
  bool is_let_in(const RedisAddress& address, Deadline deadline);
  redisContext* context_;
};

}  // namespace motcua::cache
