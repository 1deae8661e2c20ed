#include "reporting/domain/durations.hpp"

#include <stdexcept>

namespace motcua::reporting {

std::string_view name_of(Unit unit) {
  switch (unit) {
    case Unit::working_days: return "working_days";
    case Unit::working_hours: return "working_hours";
    case Unit::days: return "days";
  }
  return "";
}

std::optional<Unit> unit_named(std::string_view word) {
  for (const Unit unit : {Unit::working_days, Unit::working_hours, Unit::days}) {
    if (name_of(unit) == word) return unit;
  }
  return std::nullopt;
}

std::int64_t count_of(const Distribution& distribution) {
  std::int64_t all = 0;
  for (const auto& [amount, many] : distribution) all += many;
  return all;
}

std::int64_t percentile(const Distribution& distribution, int percent) {
  const std::int64_t all = count_of(distribution);
  if (all <= 0) throw std::invalid_argument{"a percentile of nothing"};
  const std::int64_t rank = (all * percent + 99) / 100;
  std::int64_t so_far = 0;
  for (const auto& [amount, many] : distribution) {
    so_far += many;
    if (so_far >= rank) return amount;
  }
  return distribution.rbegin()->first;
}

}  // namespace motcua::reporting
