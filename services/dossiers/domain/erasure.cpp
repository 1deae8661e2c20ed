#include "dossiers/domain/erasure.hpp"

namespace motcua::dossiers::erasure {

core::Date last_day_kept(core::Date closed_on, int years) {
  const auto day = std::chrono::year_month_day{closed_on} + std::chrono::years{years};
  // A civil day that does not exist flows over into the next month: kept a day longer, never shorter.
  return day.ok() ? core::Date{std::chrono::local_days{day}}
                  : core::Date{std::chrono::local_days{day.year() / std::chrono::March / 1}};
}

core::Result<PeopleErased, Refusal> decided(const Dossier& dossier, const ErasePeople& order, core::Instant moment) {
  const auto refuse = [&](Rule rule) { return Refusal{rule, dossier.status}; };
  const auto closed = dossier.version > 0 ? closed_at(dossier) : std::nullopt;
  if (!closed) return refuse(Rule::erasure_needs_closed);
  if (dossier.people_erased_at) return refuse(Rule::people_erased_once);
  if (order.retention &&
      core::vietnam_date(moment) <= last_day_kept(core::vietnam_date(*closed), order.retention->years))
    return refuse(Rule::retention_runs);
  return PeopleErased{order.decision, order.retention ? std::optional{order.retention->policy} : std::nullopt};
}

}  // namespace motcua::dossiers::erasure
