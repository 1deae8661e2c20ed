#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "outbox/history.hpp"

namespace motcua::dossiers {

/// A visit that the citizen had to make, or had somebody make, at the counter.
struct Trip {
  std::string reason;    ///< submission, supplement, payment, collection
  std::int64_t version;  ///< of the event that says so
  core::Instant occurred_at;
};

/// Out of a dossier's whole history; see contracts::trip_in.
std::vector<Trip> trips(std::span<const outbox::HistoryRow> history);

}  // namespace motcua::dossiers
