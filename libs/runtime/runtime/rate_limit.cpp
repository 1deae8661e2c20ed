#include <algorithm>
#include <map>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "runtime/runtime.hpp"

namespace motcua::runtime {
namespace {

constexpr std::size_t most_keys = 100'000;

}  // namespace

// A bucket is one moment: when it will be full again. A call moves it on by what a call costs; it may lie no further
// ahead than a whole bucket takes to fill. A bucket that is full says nothing and is forgotten.
struct RateLimit::Parts {
  Parts(int burst, int per_minute, core::Clock given)
      : cost{std::chrono::microseconds{std::chrono::minutes{1}} / std::max(per_minute, 1)},
        whole{cost * std::max(burst, 1)},
        clock{std::move(given)} {}

  using Moment = std::chrono::sys_time<std::chrono::microseconds>;
  using Buckets = std::multimap<Moment, std::string>;

  const std::chrono::microseconds cost;
  const std::chrono::microseconds whole;
  const core::Clock clock;
  std::mutex mutex;
  Buckets by_moment;
  std::unordered_map<std::string_view, Buckets::iterator> by_key;

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
};

RateLimit::RateLimit(int burst, int per_minute, core::Clock clock)
    : parts_{std::make_unique<Parts>(burst, per_minute, std::move(clock))} {}

RateLimit::~RateLimit() = default;

std::optional<std::chrono::seconds> RateLimit::refuse(const std::string& key) {
  auto& parts = *parts_;
  const Parts::Moment now = parts.clock();
  const std::lock_guard lock{parts.mutex};
  while (!parts.by_moment.empty() && parts.by_moment.begin()->first <= now) parts.forget_first();
  const auto known = parts.by_key.find(key);
  // A clock that was set back must not shut anybody out for longer than an empty bucket does.
  const auto full_again = known == parts.by_key.end() ? now : std::min(known->second->first, now + parts.whole);
  const auto after = full_again + parts.cost;
  if (after > now + parts.whole) return std::chrono::ceil<std::chrono::seconds>(after - parts.whole - now);
  parts.keep(key, after);
  return std::nullopt;
}

}  // namespace motcua::runtime
