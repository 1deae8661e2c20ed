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

/// What a history row says, as it was published. Throws std::runtime_error when it cannot be read: history is ours.
contracts::Event contract_in(const outbox::HistoryRow& row);
/// The same in the domain's words.
Happening from_history(const outbox::HistoryRow& row);
/// The proof: the state that the rows give.
Dossier fold(std::span<const outbox::HistoryRow> rows);

}  // namespace motcua::dossiers
