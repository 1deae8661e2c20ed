#pragma once

#include <span>
#include <vector>

#include "dossiers/contracts/events.hpp"
#include "dossiers/domain/evolve.hpp"
#include "outbox/history.hpp"

namespace motcua::dossiers {

/// An event as it is published: with what a reader needs from the state, `after` the event.
contracts::Event to_contract(const Happening& happening, const Dossier& after);

/// A derivation as it is published.
std::vector<contracts::Day> days_of(const calendar::Due& due);

/// The rest of a history row besides the event.
struct Author {
  std::string actor;
  std::string unit;
  std::string traceparent;
};
outbox::NewEvent to_history(const Happening& happening, const Dossier& after, const Author& author);

/// What happened, as its history row says. Throws std::runtime_error when the row cannot be read: history is ours.
Happening from_history(const outbox::HistoryRow& row);
/// The proof: the state that the rows give.
Dossier fold(std::span<const outbox::HistoryRow> rows);

}  // namespace motcua::dossiers
