#include "cache/memory.hpp"

#include "cache/seal.hpp"

namespace motcua::cache {
namespace {

constexpr std::size_t overhead = 200;  // of a list node, a map node and two strings, roughly

}  // namespace

Memory::Memory(const Settings& settings, metrics::Registry& metrics)
    : most_bytes_{settings.memory_bytes},
      lifetime_{settings.lifetime},
      bytes_shown_{metrics.gauge("motcua_cache_memory_bytes", "Held by the cache inside the process.")} {}

std::optional<std::string> Memory::find(const std::string& key) {
  const std::lock_guard lock{mutex_};
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return std::nullopt;
  const auto entry = found->second;
  // A value never becomes wrong, but what was erased elsewhere must not stay here for ever.
  if (std::chrono::steady_clock::now() >= entry->until) {
    remove(entry);
    return std::nullopt;
  }
  latest_first_.splice(latest_first_.begin(), latest_first_, entry);
  return entry->value;
}

void Memory::put(const std::string& key, const std::string& value) {
  const auto size = key.size() + value.size() + overhead;
  if (value.size() > largest_value || size > most_bytes_) return;
  const std::lock_guard lock{mutex_};
  const auto found = by_key_.find(key);
  if (found != by_key_.end()) remove(found->second);
  latest_first_.push_front({key, value, std::chrono::steady_clock::now() + varied(lifetime_)});
  by_key_.emplace(latest_first_.front().key, latest_first_.begin());
  bytes_ += size;
  while (bytes_ > most_bytes_) remove(std::prev(latest_first_.end()));
  bytes_shown_.set(static_cast<double>(bytes_));
}

void Memory::remove(std::list<Entry>::iterator entry) {
  bytes_ -= entry->key.size() + entry->value.size() + overhead;
  by_key_.erase(entry->key);
  latest_first_.erase(entry);
}

}  // namespace motcua::cache
