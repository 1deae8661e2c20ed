#include "reporting/domain/counters.hpp"

namespace motcua::reporting {

Counters& Counters::operator+=(const Counters& other) {
  accepted += other.accepted;
  early += other.early;
  on_time += other.on_time;
  overdue += other.overdue;
  withdrawn += other.withdrawn;
  pending_overdue += other.pending_overdue;
  paused += other.paused;
  paused_overdue += other.paused_overdue;
  return *this;
}

ByChannel& operator+=(ByChannel& sum, const ByChannel& other) {
  for (std::size_t at = 0; at < sum.size(); ++at) sum[at] += other[at];
  return sum;
}

}  // namespace motcua::reporting
