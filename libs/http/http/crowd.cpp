#include "http/crowd.hpp"

namespace motcua::http {

Crowd::Seat::Seat(Crowd& crowd, std::string address) : crowd_{&crowd}, address_{std::move(address)} {
  const std::lock_guard lock{crowd.mutex_};
  taken_ = ++crowd.open_[address_];
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
  const std::lock_guard lock{crowd_->mutex_};
  const auto mine = crowd_->open_.find(address_);
  if (--mine->second == 0) crowd_->open_.erase(mine);
  crowd_ = nullptr;
}

}  // namespace motcua::http
