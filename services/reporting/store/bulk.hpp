#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace motcua::reporting {

/// Many rows in few statements, in a few fixed sizes only: a statement of another size would be one more to prepare and
/// to keep.
class BulkWrite {
 public:
  /// `INSERT INTO daily (a, b) VALUES ` + the rows + ` ON CONFLICT …`; `columns` values a row.
  BulkWrite(const std::string& head, std::size_t columns, const std::string& tail);

  /// `values` holds the rows one after the other.
  void run(store::Transaction& tx, const std::vector<store::Value>& values) const;

 private:
  struct Statement {
    std::size_t rows;
    std::string sql;
  };
  std::size_t columns_;
  std::vector<Statement> statements_;  ///< largest first; the last is of one row
};

/// `(:v0, :v1, …)` for an IN; `count` of them.
std::string placeholders(std::size_t count);
/// The members of a list in groups for `placeholders`: each group has one of a few fixed sizes, the last one is filled
/// up with repeats.
std::vector<std::vector<std::string>> in_groups(const std::vector<std::string>& list);
std::vector<std::vector<std::int64_t>> in_groups(const std::vector<std::int64_t>& list);

}  // namespace motcua::reporting
