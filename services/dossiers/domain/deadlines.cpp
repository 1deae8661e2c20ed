#include "dossiers/domain/deadlines.hpp"

namespace motcua::dossiers::deadlines {

Deadline first(const calendar::Due& due, std::int64_t explained_by) {
  return {.date = due.date,
          .at = due.closes,
          .original = due.date,
          .original_at = due.closes,
          .promised = std::nullopt,
          .explained_by = explained_by};
}

Timeliness timeliness(core::Instant resolved, core::Date due) {
  const core::Date day = core::vietnam_date(resolved);
  if (day < due) return Timeliness::early;
  return day == due ? Timeliness::on_time : Timeliness::overdue;
}

}  // namespace motcua::dossiers::deadlines
