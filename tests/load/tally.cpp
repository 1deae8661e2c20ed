#include "load/tally.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace motcua::load {
namespace {

double milliseconds_at(const std::vector<std::uint32_t>& sorted, double part) {
  const auto at = static_cast<std::size_t>(part * static_cast<double>(sorted.size()));
  return sorted[std::min(at, sorted.size() - 1)] / 1000.0;
}

}  // namespace

void Tally::note(const std::string& operation, int status, Clock::duration took) {
  latencies[operation].push_back(
      static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
  ++statuses[status];
}

void Tally::add(Tally&& other) {
  for (auto& [operation, its] : other.latencies) {
    auto& all = latencies[operation];
    all.insert(all.end(), its.begin(), its.end());
  }
  for (const auto& [status, count] : other.statuses) statuses[status] += count;
}

std::string Tally::json(double seconds) const {
  nlohmann::ordered_json result{{"seconds", seconds}};
  for (const auto& [status, count] : statuses) result["statuses"][std::to_string(status)] = count;
  for (const auto& [operation, unsorted] : latencies) {
    if (unsorted.empty()) continue;
    auto sorted = unsorted;
    std::sort(sorted.begin(), sorted.end());
    result["operations"][operation] = {{"count", sorted.size()},
                                       {"per_second", static_cast<double>(sorted.size()) / seconds},
                                       {"p50_ms", milliseconds_at(sorted, 0.5)},
                                       {"p90_ms", milliseconds_at(sorted, 0.9)},
                                       {"p99_ms", milliseconds_at(sorted, 0.99)},
                                       {"worst_ms", sorted.back() / 1000.0}};
  }
  return result.dump();
}

}  // namespace motcua::load
