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

Deadline moved(Deadline before, const calendar::Due& due, std::int64_t explained_by) {
  before.date = due.date;
  before.at = due.closes;
  before.explained_by = explained_by;
  return before;
}

Timeliness timeliness(core::Instant resolved, core::Date due, core::Instant due_at, calendar::Mode mode) {
  const core::Date day = core::vietnam_date(resolved);
  if (day < due) return Timeliness::early;
  const bool in_time = mode == calendar::Mode::hour ? resolved <= due_at : day == due;
  return in_time ? Timeliness::on_time : Timeliness::overdue;
}

}  // namespace motcua::dossiers::deadlines
