#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/store/walk.hpp"

namespace motcua::dossiers::rows {

/// What a list is ordered by, before the id: nothing, the moment of receipt (both last first), the due day (first
/// first).
enum class Sort { entered, received, due };

/// A stretch of one index: what its first columns are, and between which keys the walk goes.
struct Lead {
  std::string where;  ///< a partial index's condition, word for word, or no planner sees that the index serves
  std::vector<const char*> columns;
  std::vector<store::Value> values;  ///< of these columns, one each
  Sort sort = Sort::entered;
  std::optional<store::Value> least;  ///< of the sort's key
  std::optional<store::Value> below;  ///< of the sort's key, itself not included
};

/// The statement that reads the next rows of a walk: key, id and the `Light` columns of walk.cpp.
struct Query {
  std::string sql;
  std::vector<store::Value> values;
};
Query query_of(const Lead& lead, const std::optional<Position>& after, std::int64_t rows, store::Dialect dialect);

}  // namespace motcua::dossiers::rows
