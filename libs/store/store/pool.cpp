#include "store/pool.hpp"

#include <algorithm>

namespace motcua::store {

Pool::Pool(Open open, int most, std::chrono::milliseconds patience, Meters meters)
    : open_{std::move(open)}, most_{static_cast<std::size_t>(std::max(1, most))}, patience_{patience}, meters_{meters} {
  idle_.reserve(most_);
}

Pool::Lease Pool::lend() {
  std::unique_lock lock{mutex_};
  if (lent_ == most_) {
    meters_.waiting(1);
    const bool got = returned_.wait_for(lock, patience_, [&] { return lent_ < most_; });
    meters_.waiting(-1);
    if (!got) throw Unavailable("no free database connection within " + std::to_string(patience_.count()) + " ms");
  }
  ++lent_;
  if (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return Lease{*this, std::move(connection), false};
  }
  lock.unlock();
  try {
    return Lease{*this, open_(), true};
  } catch (...) {
    take_back(nullptr);
    throw;
  }
}

void Pool::forget_idle() {
  std::vector<std::unique_ptr<Connection>> gone;
  gone.reserve(most_);
  const std::lock_guard lock{mutex_};
  gone.swap(idle_);
}

void Pool::take_back(std::unique_ptr<Connection> connection) noexcept {
  const std::lock_guard lock{mutex_};
  if (connection) idle_.push_back(std::move(connection));
  --lent_;
  returned_.notify_one();
}

Pool::Lease::Lease(Pool& pool, std::unique_ptr<Connection> connection, bool fresh)
    : connection_{connection.release(), GiveBack{&pool}}, fresh_{fresh} {}

void Pool::Lease::GiveBack::operator()(Connection* connection) const noexcept {
  std::unique_ptr<Connection> back{connection};
  if (!back->rolled_back()) back.reset();
  pool->take_back(std::move(back));
}

}  // namespace motcua::store
