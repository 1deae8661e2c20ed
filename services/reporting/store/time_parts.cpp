#include "reporting/store/time_parts.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace motcua::reporting {
namespace {

core::Date first_of_month(core::Date day) {
  const std::chrono::year_month_day date{day};
  return core::Date{std::chrono::local_days{date.year() / date.month() / 1}};
}

std::vector<std::int64_t> from_to(std::int64_t first, std::int64_t last) {
  std::vector<std::int64_t> times;
  for (std::int64_t at = first; at <= last; ++at) times.push_back(at);
  return times;
}

std::vector<std::int64_t> days(core::Date first, core::Date last) {
  return from_to(core::stored(first), core::stored(last));
}

/// The first month with facts; nothing when there are none.
std::optional<std::int64_t> first_month(store::Transaction& tx, const Tables& tables) {
  const auto found = tx.first<std::optional<std::int64_t>>(std::string{"SELECT MIN(day_month) FROM "} + tables.monthly);
  return found ? std::get<0>(*found) : std::nullopt;
}

}  // namespace

int month_of(core::Date day) {
  const std::chrono::year_month_day date{day};
  return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

std::vector<TimePart> time_parts(store::Transaction& tx, const Tables& tables, core::Date first, core::Date second,
                                 std::optional<core::Date> known) {
  const auto oldest = first_month(tx, tables);
  if (!oldest) return {};
  const char* const daily = tables.daily;
  const char* const monthly = tables.monthly;
  const core::Date month = first_of_month(first);
  const core::Date last_month = first_of_month(second);
  const core::Date day_after = first + std::chrono::days{1};
  const bool one_month = month == last_month;
  const auto between = from_to(std::max<std::int64_t>(*oldest, month_of(first)), month_of(second) - 1);
  std::vector<TimePart> parts{{true, true, monthly, "day_month", from_to(*oldest, month_of(first) - 1), "", {}},
                              {false, true, monthly, "day_month", between, "", {}},
                              {true, one_month, daily, "day", days(month, first), "", {}},
                              {false, true, daily, "day", days(one_month ? day_after : last_month, second), "", {}}};
  if (!known) return parts;
  for (TimePart& part : parts) {
    const bool of_months = part.column == std::string_view{"day_month"};
    part.condition = of_months ? " AND learnt_month < :known_month" : " AND learnt <= :known";
    part.values = of_months ? std::vector<store::Value>{month_of(*known)} : std::vector<store::Value>{*known};
  }
  // Of the whole months, what was learnt in the month of `known`.
  const auto learnt = days(first_of_month(*known), *known);
  parts.push_back({true, true, daily, "learnt", learnt, " AND day < :month", {month}});
  if (!one_month)
    parts.push_back({false, true, daily, "learnt", learnt, " AND day >= :month AND day < :last", {month, last_month}});
  return parts;
}

}  // namespace motcua::reporting
