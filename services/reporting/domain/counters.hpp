#pragma once

#include <array>
#include <cstdint>

#include "reporting/domain/facts.hpp"

namespace motcua::reporting {

/// What is counted by day. Sums of these over all days up to A, learnt up to K, are the state of affairs at (A, K).
struct Counters {
  std::int64_t accepted = 0;
  std::int64_t early = 0;
  std::int64_t on_time = 0;
  std::int64_t overdue = 0;    ///< resolved after the due date
  std::int64_t withdrawn = 0;  ///< after acceptance
  std::int64_t pending_overdue = 0;
  std::int64_t paused = 0;          ///< of the pending ones
  std::int64_t paused_overdue = 0;  ///< of the pending overdue ones

  Counters& operator+=(const Counters& other);
  bool operator==(const Counters&) const = default;

  std::int64_t pending() const { return accepted - early - on_time - overdue - withdrawn; }
};

/// By channel, in the order of the enumeration.
using ByChannel = std::array<Counters, 3>;
inline Counters& of(ByChannel& counters, Channel channel) { return counters[static_cast<std::size_t>(channel)]; }
inline const Counters& of(const ByChannel& counters, Channel channel) {
  return counters[static_cast<std::size_t>(channel)];
}
ByChannel& operator+=(ByChannel& sum, const ByChannel& other);

}  // namespace motcua::reporting
