#pragma once

#include <span>

#include "dossiers/published.hpp"
#include "dossiers/store/rows.hpp"

namespace motcua::dossiers {

/// Far above the events that a dossier lives through; a bound all the same.
inline constexpr std::int64_t most_events = 10'000;

/// Appends what happened to the dossier's history and gives the state after it, with the new end of its chain. The
/// caller holds the row's lock (or has just made the dossier) and saves the row in the same transaction.
rows::Kept append(store::Transaction& tx, rows::Kept before, std::span<const Happening> happenings,
                  const Author& author);

}  // namespace motcua::dossiers
