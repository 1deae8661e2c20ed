#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace motcua::store {

/// The statement as SOCI wants it: comments dropped (it reads quotes and colons in them), each `:name` made a
/// placeholder of its own in order of appearance: `?` for SQLite, to which a name used twice is one; `:v1`, `:v2` … for
/// PostgreSQL, which SOCI makes `$1`, `$2` and needs the names of to report an error. Texts in quotes, `::` casts and
/// dollar-quoted bodies stay. Throws std::logic_error when a second statement follows: both databases would run the
/// first and forget the second.
struct Placed {
  std::string sql;
  std::size_t placeholders;
};
Placed place(std::string_view sql, Dialect dialect);

/// A migration's statements for one dialect, without comments and without their closing `;`.
std::vector<std::string> statements_of(std::string_view migration, Dialect dialect);

}  // namespace motcua::store
