#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/time.hpp"
#include "reporting/store/tables.hpp"
#include "store/database.hpp"

namespace motcua::reporting {

/// Months since the year 0: year x 12 + month - 1.
int month_of(core::Date day);

/// Rows that the sums up to one of two days, or up to both, are made of: `column` is one of `times`, which are named
/// one by one because they come first in the key.
struct TimePart {
  bool in_first;
  bool in_second;
  const char* table;
  const char* column;
  std::vector<std::int64_t> times;
  const char* condition;
  std::vector<store::Value> values;
};

/// All rows up to the end of `first` and of `second`, not before it, that were known at the end of `known` (nothing:
/// all that is known): whole months before that of each day, then the days of its month. What both days have in common
/// is named once. None when the tables are empty.
std::vector<TimePart> time_parts(store::Transaction& tx, const Tables& tables, core::Date first, core::Date second,
                                 std::optional<core::Date> known);

}  // namespace motcua::reporting
