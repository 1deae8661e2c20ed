#include "dossiers/store/lead.hpp"

#include <string_view>

namespace motcua::dossiers::rows {
namespace {

using store::Value;

/// Conditions that must all hold, with what is bound to them.
class Conditions {
 public:
  explicit Conditions(std::string first) : text_{std::move(first)} {}

  void also(const std::string& condition, std::initializer_list<Value> values) {
    text_ += (text_.empty() ? "" : " AND ") + condition;
    values_.insert(values_.end(), values);
  }
  std::string clause() const { return text_.empty() ? "" : " WHERE " + text_; }
  const std::vector<Value>& values() const { return values_; }

 private:
  std::string text_;
  std::vector<Value> values_;
};

std::string key_of(Sort sort) {
  switch (sort) {
    case Sort::entered: return "";
    case Sort::received: return "submitted_at";
    case Sort::due: return "due_date";
  }
  return "";
}

Conditions conditions_of(const Lead& lead, const std::optional<Position>& after, bool postgresql) {
  Conditions conditions{lead.where};
  for (std::size_t at = 0; at < lead.columns.size(); ++at) {
    const std::string column = lead.columns[at];
    const Value& value = lead.values[at];
    // PostgreSQL reckons with rows spread evenly: told `unit = …` and to sort by id, it walks down the ids of all units
    // and looks for this one's, of which there may be none among the last 300,000 (tried). As one of a list the unit
    // stays a part of the order, see `order_of`, and no other index has that order.
    if (postgresql && at == 0) {
      conditions.also(column + " IN (:first, :first)", {value, value});
    } else {
      std::string equal = column;
      conditions.also(equal.append(" = :").append(column), {value});
    }
  }
  const std::string key = key_of(lead.sort);
  if (lead.least) conditions.also(key + " >= :least", {*lead.least});
  // Once under way the position is the bound: with both, SQLite would seek to the wider one and skip row by row from
  // there.
  if (lead.below && (!after || lead.sort == Sort::due)) conditions.also(key + " < :below", {*lead.below});
  if (after && key.empty()) conditions.also("id < :id", {after->id});
  if (after && !key.empty()) {
    const char* const how = lead.sort == Sort::due ? ", id) > (:key, :id)" : ", id) < (:key, :id)";
    conditions.also("(" + key + how, {after->key, after->id});
  }
  return conditions;
}

std::string order_of(const Lead& lead, bool postgresql) {
  std::string text;
  const auto by = [&](std::string_view column) {
    text.append(text.empty() ? " ORDER BY " : ", ").append(column).append(lead.sort == Sort::due ? "" : " DESC");
  };
  if (postgresql && !lead.columns.empty()) by(lead.columns.front());
  if (lead.sort != Sort::entered) by(key_of(lead.sort));
  by("id");
  return text;
}

}  // namespace

Query query_of(const Lead& lead, const std::optional<Position>& after, std::int64_t rows, store::Dialect dialect) {
  const bool postgresql = dialect == store::Dialect::postgresql;
  const Conditions conditions = conditions_of(lead, after, postgresql);
  const std::string key = key_of(lead.sort);
  Query query{"SELECT " + (key.empty() ? "0" : key) +
                  ", id, responsible_unit_id, handling_unit_id, status, procedure_code, submitted_at, "
                  "CASE WHEN is_open = 1 THEN due_date END, CASE WHEN due_promised_at > due_at THEN 1 ELSE 0 END, "
                  "CASE WHEN doubles IS NULL THEN 0 ELSE 1 END FROM "
                  "dossiers" +
                  conditions.clause() + order_of(lead, postgresql) + " LIMIT :rows",
              conditions.values()};
  query.values.emplace_back(rows);
  return query;
}

}  // namespace motcua::dossiers::rows
