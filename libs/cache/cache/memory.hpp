#pragma once

#include <chrono>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "cache/cache.hpp"

namespace motcua::cache {

/// The values used last, in this process, bounded by bytes.
class Memory {
 public:
  Memory(const Settings& settings, metrics::Registry& metrics);

  std::optional<std::string> find(const std::string& key);
  void put(const std::string& key, const std::string& value);

 private:
  struct Entry {
    std::string key;
    std::string value;
    std::chrono::steady_clock::time_point until;
  };
  void remove(std::list<Entry>::iterator entry);

  const std::size_t most_bytes_;
  const std::chrono::seconds lifetime_;
  metrics::Gauge bytes_shown_;
  std::mutex mutex_;
  std::size_t bytes_ = 0;
  std::list<Entry> latest_first_;
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key_;
};

}  // namespace motcua::cache
