#include "runtime/rate_limit.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <string_view>
#include <unordered_map>

namespace motcua::runtime {
namespace {

constexpr std::size_t most_keys = 100'000;

using Moment = std::chrono::sys_time<std::chrono::nanoseconds>;

std::chrono::nanoseconds cost_of(Rate rate) {
  return std::chrono::nanoseconds{std::chrono::minutes{1}} / std::max(rate.per_minute, 1);
}

}  // namespace

// A bucket is one moment: when it will be full again. A call moves it on by what a call costs; it may lie no further
// ahead than a whole bucket takes to fill. A bucket that is full says nothing and is forgotten.
struct RateLimit::Parts {
  Parts(Rate given, core::Clock given_clock) : usual{given}, clock{std::move(given_clock)} {}

  using Buckets = std::multimap<Moment, std::string>;

  struct Look {
    Moment after;  // when the bucket would be full again, had this call been let through
    std::optional<std::chrono::seconds> wait;
  };

  Look look(const std::string& key, Rate rate, Moment now) const {
    const auto cost = cost_of(rate);
    const auto whole = cost * std::max(rate.burst, 1);
    const auto known = by_key.find(key);
    // A clock that was set back must not shut anybody out for longer than an empty bucket does.
    const auto full_again = known == by_key.end() ? now : std::clamp<Moment>(known->second->first, now, now + whole);
    const auto after = full_again + cost;
    if (after <= now + whole) return {after, std::nullopt};
    return {after, std::chrono::ceil<std::chrono::seconds>(after - whole - now)};
  }

  void forget_first() {
    by_key.erase(by_moment.begin()->second);
    by_moment.erase(by_moment.begin());
  }

  void keep(const std::string& key, Moment full_again) {
    const auto known = by_key.find(key);
    if (known != by_key.end()) {
      auto bucket = by_moment.extract(known->second);  // its text stays where it is: by_key looks at it
      bucket.key() = full_again;
      known->second = by_moment.insert(std::move(bucket));
      return;
    }
    // The one that loses least by it: it is nearly full.
    if (by_moment.size() >= most_keys) forget_first();
    const auto bucket = by_moment.emplace(full_again, key);
    by_key.emplace(bucket->second, bucket);
  }

  const Rate usual;
  const core::Clock clock;
  mutable std::mutex mutex;
  Buckets by_moment;
  std::unordered_map<std::string_view, Buckets::iterator> by_key;
};

RateLimit::RateLimit(Rate usual, core::Clock clock) : parts_{std::make_unique<Parts>(usual, std::move(clock))} {}

RateLimit::~RateLimit() = default;

Rate RateLimit::usual() const { return parts_->usual; }

std::optional<std::chrono::seconds> RateLimit::refuse(const std::string& key) { return refuse(key, parts_->usual); }

std::optional<std::chrono::seconds> RateLimit::refuse(const std::string& key, Rate rate) {
  auto& parts = *parts_;
  const Moment now = parts.clock();
  const std::lock_guard lock{parts.mutex};
  while (!parts.by_moment.empty() && parts.by_moment.begin()->first <= now) parts.forget_first();
  const auto look = parts.look(key, rate, now);
  if (!look.wait) parts.keep(key, look.after);
  return look.wait;
}

std::optional<std::chrono::seconds> RateLimit::spent(const std::string& key, Rate rate) const {
  const Moment now = parts_->clock();
  const std::lock_guard lock{parts_->mutex};
  return parts_->look(key, rate, now).wait;
}

}  // namespace motcua::runtime
