#include "dossiers/store/closed_rows.hpp"

namespace motcua::dossiers::rows {

ClosedPage closed_dossiers(store::Transaction& tx, const std::optional<ClosedPosition>& after, std::int64_t limit) {
  ClosedPage page;
  for (const Status status : every_status) {
    if (!is_closed(status)) continue;
    if (after && status < after->status) continue;
    const bool goes_on = after && status == after->status && after->id;
    const std::int64_t wanted = limit - static_cast<std::int64_t>(page.ids.size());
    // As one of a list the status stays a part of the order; see lead.cpp.
    const int code = static_cast<int>(status);
    for (auto& [id] : tx.query<DossierId>("SELECT id FROM dossiers WHERE status IN (:status, :status) AND id > :after "
                                          "ORDER BY status, id LIMIT :wanted",
                                          code, code, goes_on ? after->id->str() : std::string{}, wanted))
      page.ids.push_back(std::move(id));
    if (static_cast<std::int64_t>(page.ids.size()) == limit) {
      page.next = ClosedPosition{status, page.ids.back()};
      return page;
    }
  }
  return page;
}

}  // namespace motcua::dossiers::rows
