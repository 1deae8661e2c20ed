#include "http/crowd.hpp"

namespace motcua::http {

Crowd::Seat::Seat(Crowd& crowd, std::string address) : crowd_{&crowd}, address_{std::move(address)} {
  const std::lock_guard lock{crowd.mutex_};
  taken_ = ++crowd.addresses_[address_].open;
}

Crowd::Seat& Crowd::Seat::operator=(Seat&& other) noexcept {
  if (this == &other) return *this;
  leave();
  crowd_ = std::exchange(other.crowd_, nullptr);
  address_ = std::move(other.address_);
  taken_ = other.taken_;
  return *this;
}

void Crowd::Seat::leave() {
  if (crowd_ == nullptr) return;
  waited();
  const std::lock_guard lock{crowd_->mutex_};
  const auto mine = crowd_->addresses_.find(address_);
  if (--mine->second.open == 0) crowd_->addresses_.erase(mine);
  crowd_ = nullptr;
}

bool Crowd::Seat::wait(std::size_t most) {
  if (crowd_ == nullptr) return true;
  const std::lock_guard lock{crowd_->mutex_};
  auto& waiting = crowd_->addresses_.at(address_).waiting;
  if (waiting >= most) return false;
  ++waiting;
  waits_ = true;
  return true;
}

void Crowd::Seat::waited() {
  if (!std::exchange(waits_, false)) return;
  const std::lock_guard lock{crowd_->mutex_};
  --crowd_->addresses_.at(address_).waiting;
}

}  // namespace motcua::http
