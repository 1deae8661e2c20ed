#include "verify/ancestry.hpp"

#include <chrono>

#include "core/time.hpp"

namespace motcua::verify {

std::int64_t month_of(std::int64_t day) {
  const std::chrono::year_month_day date{core::date_from(day)};
  return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

Above units_above(store::Transaction& reporting) {
  Above above;
  for (auto& [unit, ancestor] :
       reporting.query<std::string, std::string>("SELECT unit_id, ancestor_id FROM unit_ancestors WHERE unit_id <> "
                                                 "ancestor_id ORDER BY unit_id, ancestor_id"))
    above[unit].push_back(std::move(ancestor));
  return above;
}

}  // namespace motcua::verify
