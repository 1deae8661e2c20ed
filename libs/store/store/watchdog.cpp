#include "store/watchdog.hpp"

#include <sys/socket.h>

namespace motcua::store {
namespace {

constexpr std::chrono::milliseconds between_looks{100};

}  // namespace

Watchdog::Watchdog() : thread_{[this] { look(); }} {}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  stopped_.notify_all();
  thread_.join();
}

void Watchdog::look() {
  std::unique_lock lock{mutex_};
  while (!stopped_.wait_for(lock, between_looks, [this] { return stopping_; })) {
    const auto now = std::chrono::steady_clock::now();
    for (const auto& [socket, until] : watched_) {
      if (until <= now) ::shutdown(socket, SHUT_RDWR);
    }
  }
}

Watchdog::Watch::Watch(Watchdog* dog, int socket, Time until) : dog_{dog}, socket_{socket} {
  if (dog_ == nullptr) return;
  const std::lock_guard lock{dog_->mutex_};
  dog_->watched_.insert_or_assign(socket, until);
}

Watchdog::Watch::~Watch() {
  if (dog_ == nullptr) return;
  const std::lock_guard lock{dog_->mutex_};
  dog_->watched_.erase(socket_);
}

}  // namespace motcua::store
