#include "cache/redis_pool.hpp"

namespace motcua::cache {

RedisPool::RedisPool(RedisAddress address, std::chrono::milliseconds budget, std::size_t most)
    : address_{std::move(address)}, budget_{budget}, most_{most}, maker_{[this] { make_connections(); }} {}

RedisPool::~RedisPool() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
    changed_.notify_all();
  }
  maker_.join();
}

core::Result<std::unique_ptr<RedisConnection>, RedisPool::None> RedisPool::take(Deadline deadline) {
  std::unique_lock lock{mutex_};
  const auto failures = failures_;
  for (;;) {
    while (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      // Redis may have been started anew since: its old connections are no failure of it.
      if (connection->is_quiet()) return connection;
      --open_;
    }
    ++waiting_;
    changed_.notify_all();
    const bool told = changed_.wait_until(lock, deadline, [&] { return !idle_.empty() || failures_ != failures; });
    --waiting_;
    if (!idle_.empty()) continue;
    if (failures_ != failures) return None::opened;
    if (!told) return open_ == most_ ? None::free : None::opened;
  }
}

void RedisPool::give_back(std::unique_ptr<RedisConnection> connection) {
  const std::lock_guard lock{mutex_};
  idle_.push_back(std::move(connection));
  changed_.notify_all();
}

void RedisPool::discard(std::unique_ptr<RedisConnection> connection) {
  connection.reset();
  const std::lock_guard lock{mutex_};
  --open_;
  changed_.notify_all();
}

void RedisPool::make_connections() {
  std::unique_lock lock{mutex_};
  for (;;) {
    changed_.wait(lock, [&] { return stopping_ || (waiting_ > idle_.size() && open_ < most_); });
    if (stopping_) return;
    lock.unlock();
    auto made = RedisConnection::open(address_, budget_);
    lock.lock();
    if (made) {
      idle_.push_back(std::move(made));
      ++open_;
    } else {
      ++failures_;
      // Whoever waits is told, and leaves before another try is worth its while.
      changed_.notify_all();
      changed_.wait_for(lock, std::chrono::milliseconds{10}, [&] { return stopping_; });
    }
    changed_.notify_all();
  }
}

}  // namespace motcua::cache
