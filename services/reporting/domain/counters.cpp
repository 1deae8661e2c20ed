#include "reporting/domain/counters.hpp"

namespace motcua::reporting {

Counters& Counters::operator+=(const Counters& other) {
  for (const Counter& counter : every_counter) this->*counter.member += other.*counter.member;
  return *this;
}

ByChannel& operator+=(ByChannel& sum, const ByChannel& other) {
  for (std::size_t at = 0; at < sum.size(); ++at) sum[at] += other[at];
  return sum;
}

}  // namespace motcua::reporting
