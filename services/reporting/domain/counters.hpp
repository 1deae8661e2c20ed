#pragma once

#include <array>
#include <cstdint>
#include <string_view>

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
  // The burden, of dossiers alone. Resolved ones of which it is told how often papers were asked for: never, and more
  // than never.
  std::int64_t without_supplements = 0;
  std::int64_t with_supplements = 0;
  std::int64_t supplements = 0;  ///< how often, over all of these
  // Visits to the counter, by their reason; of every dossier, accepted or not.
  std::int64_t submission_trips = 0;
  std::int64_t supplement_trips = 0;
  std::int64_t payment_trips = 0;
  std::int64_t collection_trips = 0;

  Counters& operator+=(const Counters& other);
  bool operator==(const Counters&) const = default;

  std::int64_t pending() const { return accepted - early - on_time - overdue - withdrawn; }
};

/// One of the numbers: by its name, which is that of its column as well.
struct Counter {
  std::string_view name;
  std::int64_t Counters::*member;
};
/// Each of them, once, the burden last. Whoever stores, reads or adds them goes by this.
inline constexpr std::array every_counter{Counter{"accepted", &Counters::accepted},
                                          Counter{"early", &Counters::early},
                                          Counter{"on_time", &Counters::on_time},
                                          Counter{"overdue", &Counters::overdue},
                                          Counter{"withdrawn", &Counters::withdrawn},
                                          Counter{"pending_overdue", &Counters::pending_overdue},
                                          Counter{"paused", &Counters::paused},
                                          Counter{"paused_overdue", &Counters::paused_overdue},
                                          Counter{"without_supplements", &Counters::without_supplements},
                                          Counter{"with_supplements", &Counters::with_supplements},
                                          Counter{"supplements", &Counters::supplements},
                                          Counter{"submission_trips", &Counters::submission_trips},
                                          Counter{"supplement_trips", &Counters::supplement_trips},
                                          Counter{"payment_trips", &Counters::payment_trips},
                                          Counter{"collection_trips", &Counters::collection_trips}};
/// What a dossier cost the citizen. Nothing that is pending depends on it, so it is added up only for whoever asks.
inline constexpr std::size_t burden_begins = 8;
static_assert(every_counter[burden_begins].member == &Counters::without_supplements);
static_assert(sizeof(Counters) == every_counter.size() * sizeof(std::int64_t), "a counter has no name");

/// By channel, in the order of the enumeration.
using ByChannel = std::array<Counters, 3>;
inline Counters& of(ByChannel& counters, Channel channel) { return counters[static_cast<std::size_t>(channel)]; }
inline const Counters& of(const ByChannel& counters, Channel channel) {
  return counters[static_cast<std::size_t>(channel)];
}
ByChannel& operator+=(ByChannel& sum, const ByChannel& other);

}  // namespace motcua::reporting
