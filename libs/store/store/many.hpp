#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace motcua::store {

// Statements about many rows whose text does not depend on how many there are: each is prepared once a connection.

/// One value that stands for many.
class Keys {
 public:
  Keys(Dialect dialect, std::span<const std::string> texts);
  Keys(Dialect dialect, std::span<const std::int64_t> numbers);

  /// What is bound where they are named.
  const Value& value() const { return value_; }
  /// The SELECT of `columns` (names, with commas between) from the rows whose `column` is one of the keys and that meet
  /// `condition` (` AND topic = :topic`). The keys' placeholder comes first. A row is found once for each time that
  /// PostgreSQL is given its key. By the column's index always, also where a plan was made while the table was small.
  std::string select(std::string_view columns, std::string_view table, std::string_view column,
                     std::string_view condition = {}) const;
  /// ` IN (…)` to follow a column's name in a statement of another form.
  std::string_view among() const;

 private:
  Dialect dialect_;
  bool texts_;
  Value value_;
};

/// Runs `into` (`INSERT INTO spans (record_id, span)`), the rows, then `rest` (` ON CONFLICT …`). `values` holds the
/// rows one after the other, `columns` to a row; a column is of one kind throughout and has no NULL. With PostgreSQL a
/// row may not be named twice where `rest` updates.
void insert_many(Transaction& tx, std::string_view into, std::size_t columns, std::string_view rest,
                 std::span<const Value> values);

}  // namespace motcua::store
