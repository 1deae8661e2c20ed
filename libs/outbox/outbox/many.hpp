#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace motcua::outbox {

// One statement for many rows, in a few fixed sizes only: every size is a statement of its own, prepared once a
// connection.

/// Runs `select` + `IN (…)` + `rest` for all keys, `first` bound before them. The keys of a statement are filled up
/// with its last one.
std::vector<std::vector<store::Cell>> rows_in(store::Transaction& tx, std::string_view select, std::string_view rest,
                                              const store::Value& first, std::span<const std::string> keys,
                                              std::size_t columns);

/// Runs `insert` + `VALUES (…), …` + `rest`; `values` holds `columns` of them for each row.
void run_rows(store::Transaction& tx, std::string_view insert, std::string_view rest, std::size_t columns,
              std::span<const store::Value> values);

}  // namespace motcua::outbox
