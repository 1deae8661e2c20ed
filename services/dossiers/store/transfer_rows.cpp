#include "dossiers/store/transfer_rows.hpp"

#include <algorithm>

#include "dossiers/store/lead.hpp"

namespace motcua::dossiers::rows {
namespace {

// A city's units times their statuses are some thousands of stretches, most of them empty: one transaction does not
// look at all of them.
constexpr int most_looks = 400;

std::vector<DossierId> stretch(store::Transaction& tx, const InHandPosition& at, std::int64_t limit) {
  const Lead lead{.where = "",
                  .columns = {"responsible_unit_id", "status"},
                  .values = {at.unit, static_cast<int>(at.status)},
                  .sort = Sort::entered,
                  .least = {},
                  .below = {}};
  const auto after = at.id ? std::optional{Position{0, at.id->str()}} : std::nullopt;
  const Query query = query_of(lead, after, limit, tx.dialect());
  constexpr std::size_t light_columns = 10;
  std::vector<DossierId> ids;
  for (const auto& row : tx.rows(query.sql, query.values, light_columns)) ids.emplace_back(row.at(1).value());
  return ids;
}

}  // namespace

InHandPage in_hand_of(store::Transaction& tx, std::span<const core::UnitId> units,
                      const std::optional<InHandPosition>& after, std::int64_t limit) {
  InHandPage page;
  int looks = 0;
  for (const core::UnitId& unit : units) {
    if (after && unit < after->unit) continue;
    for (const Status status : every_status) {
      if (!is_in_hand(status) || (after && unit == after->unit && status < after->status)) continue;
      InHandPosition at{unit, status, std::nullopt};
      if (after && unit == after->unit && status == after->status) at.id = after->id;
      if (looks++ == most_looks) {
        page.next = at;
        return page;
      }
      const std::int64_t wanted = limit - static_cast<std::int64_t>(page.ids.size());
      const auto found = stretch(tx, at, wanted);
      page.ids.insert(page.ids.end(), found.begin(), found.end());
      if (static_cast<std::int64_t>(found.size()) == wanted) {
        page.next = InHandPosition{unit, status, found.back()};
        return page;
      }
    }
  }
  return page;
}

}  // namespace motcua::dossiers::rows
