#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace soci {
class session;
}

namespace motcua::store {

/// A statement prepared by SOCI on one connection. SQLite: SOCI runs it as well. PostgreSQL: it is known by its name,
/// and libpq runs it. What SOCI throws comes out as it is.
class Prepared {
 public:
  Prepared(soci::session& session, Dialect dialect, std::string_view sql, std::span<const Value> values,
           std::size_t columns);
  ~Prepared();

  /// SQLite compares by the type that is bound, so one SQL text may have to be prepared several times.
  bool takes(std::span<const Value> values, std::size_t columns) const;

  // SQLite.
  /// Rows changed.
  std::int64_t execute(std::span<const Value> values);
  std::vector<std::vector<Cell>> rows(std::span<const Value> values, std::string_view sql);

  // PostgreSQL.
  const std::string& name() const;

  std::uint64_t last_used = 0;

 private:
  struct Bound;
  std::unique_ptr<Bound> bound_;
};

/// PostgreSQL keeps no U+0000, and would be given the text up to it.
void expect_storable(std::span<const Value> values);
/// How many columns an answer has, against how many were asked for.
void expect_columns(std::size_t found, std::size_t asked, std::string_view sql);

}  // namespace motcua::store
