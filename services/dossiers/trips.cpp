#include "dossiers/trips.hpp"

#include "dossiers/published.hpp"

namespace motcua::dossiers {

std::vector<Trip> trips(std::span<const outbox::HistoryRow> history) {
  std::vector<Trip> all;
  for (const outbox::HistoryRow& row : history) {
    const contracts::Event event = contract_in(row);
    const auto reason = contracts::trip_in(event);
    if (reason) all.push_back({std::string{*reason}, row.version, row.event.occurred_at});
    const auto* corrected = std::get_if<contracts::AcceptanceCorrected>(&event);
    if (corrected != nullptr && corrected->with_submission && !all.empty() && all.front().reason == "submission")
      all.front().occurred_at = corrected->accepted_at;
    // The citizen made them once: they are the other dossier's.
    if (std::holds_alternative<contracts::Annulled>(event)) all.clear();
  }
  return all;
}

}  // namespace motcua::dossiers
