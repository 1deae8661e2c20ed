#include "dossiers/trips.hpp"

#include "dossiers/published.hpp"

namespace motcua::dossiers {

std::vector<Trip> trips(std::span<const outbox::HistoryRow> history) {
  std::vector<Trip> all;
  for (const outbox::HistoryRow& row : history) {
    const auto reason = contracts::trip_in(contract_in(row));
    if (reason) all.push_back({std::string{*reason}, row.version, row.event.occurred_at});
  }
  return all;
}

}  // namespace motcua::dossiers
