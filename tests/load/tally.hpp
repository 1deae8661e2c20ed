#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace motcua::load {

using Clock = std::chrono::steady_clock;

/// What one client saw: every latency of each operation in microseconds, and the statuses. Each client's thread fills
/// its own; they are added up at the end.
struct Tally {
  std::map<std::string, std::vector<std::uint32_t>> latencies;
  std::map<int, std::uint64_t> statuses;

  void note(const std::string& operation, int status, Clock::duration took);
  void add(Tally&& other);
  /// One JSON object; `seconds` is how long the clients worked.
  std::string json(double seconds) const;
};

}  // namespace motcua::load
