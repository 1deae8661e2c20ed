#include "auth/remembered.hpp"

namespace motcua::auth {
namespace {

constexpr std::size_t most_in_a_shard = 256;

}  // namespace

Remembered::Shard& Remembered::shard_of(const std::string& digest) {
  return shards_[static_cast<unsigned char>(digest.front()) % shards_.size()];
}

std::shared_ptr<const Verified> Remembered::find(const std::string& digest) {
  auto& shard = shard_of(digest);
  const std::lock_guard lock{shard.mutex};
  const auto found = shard.by_digest.find(digest);
  if (found == shard.by_digest.end()) return nullptr;
  shard.latest_first.splice(shard.latest_first.begin(), shard.latest_first, found->second);
  return found->second->second;
}

void Remembered::keep(const std::string& digest, std::shared_ptr<const Verified> verified) {
  auto& shard = shard_of(digest);
  const std::lock_guard lock{shard.mutex};
  const auto found = shard.by_digest.find(digest);
  if (found != shard.by_digest.end()) {
    found->second->second = std::move(verified);
    return;
  }
  shard.latest_first.emplace_front(digest, std::move(verified));
  shard.by_digest.emplace(shard.latest_first.front().first, shard.latest_first.begin());
  if (shard.latest_first.size() > most_in_a_shard) {
    shard.by_digest.erase(shard.latest_first.back().first);
    shard.latest_first.pop_back();
  }
}

}  // namespace motcua::auth
