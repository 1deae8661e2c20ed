#include "reporting/store/counts.hpp"

#include <stdexcept>
#include <tuple>

#include "reporting/store/bulk.hpp"
#include "reporting/store/narrowing.hpp"

namespace motcua::reporting {
namespace {

/// Stored in daily.scope and monthly.scope: never renumber.
enum class Scope : int { own = 0, own_by_procedure = 1, below_by_procedure = 2 };

constexpr std::size_t column_count = 13;

int month_of(core::Date day) {
  const std::chrono::year_month_day date{day};
  return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

core::Date first_of_month(core::Date day) {
  const std::chrono::year_month_day date{day};
  return core::Date{std::chrono::local_days{date.year() / date.month() / 1}};
}

BulkWrite addition(const std::string& table, const std::string& day, const std::string& learnt) {
  const std::string key = "scope, unit_id, " + day + ", " + learnt + ", procedure_code, field, channel";
  std::string sums;
  for (const std::string column : {"accepted", "early", "on_time", "overdue", "withdrawn", "pending_overdue"}) {
    sums += (sums.empty() ? "" : ", ") + column + " = " + table + "." + column + " + excluded." + column;
  }
  return {
      "INSERT INTO " + table + " (" + key + ", accepted, early, on_time, overdue, withdrawn, pending_overdue) VALUES ",
      column_count, " ON CONFLICT (" + key + ") DO UPDATE SET " + sums};
}

/// A row of daily (days) or monthly (months), in the order of its primary key: instances that write at once take their
/// locks in one order.
using Row = std::tuple<int, std::string, std::int64_t, std::int64_t, std::string, std::string, std::string>;
using Rows = std::map<Row, Counters>;

void write(store::Transaction& tx, const BulkWrite& statement, const Rows& rows) {
  std::vector<store::Value> values;
  values.reserve(rows.size() * column_count);
  for (const auto& [key, change] : rows) {
    if (change == Counters{}) continue;
    const auto& [scope, unit, day, learnt, procedure, field, channel] = key;
    values.insert(values.end(), {scope, unit, day, learnt, procedure, field, channel, change.accepted, change.early,
                                 change.on_time, change.overdue, change.withdrawn, change.pending_overdue});
  }
  statement.run(tx, values);
}

const char* key_column(Grouping grouping) {
  switch (grouping) {
    case Grouping::none: return "''";
    case Grouping::unit: return "unit_id";
    case Grouping::procedure: return "procedure_code";
    case Grouping::field: return "field";
  }
  return "";
}

/// One of the three parts that a sum up to (day, known) is made of.
struct Part {
  const char* table;
  const char* condition;
  std::vector<store::Value> values;
};

std::vector<Part> parts_up_to(core::Date day, std::optional<core::Date> known) {
  const core::Date month = first_of_month(day);
  if (!known) {
    return {{"monthly", "day_month < :month", {month_of(day)}}, {"daily", "day BETWEEN :first AND :day", {month, day}}};
  }
  return {{"monthly", "day_month < :month AND learnt_month < :known_month", {month_of(day), month_of(*known)}},
          {"daily", "day < :first AND learnt BETWEEN :first_known AND :known", {month, first_of_month(*known), *known}},
          {"daily", "day BETWEEN :first AND :day AND learnt <= :known", {month, day, *known}}};
}

void collect(store::Transaction& tx, Counts& counts, const std::string& sql, const std::vector<store::Value>& values) {
  using Number = std::int64_t;
  for (const auto& [key, channel, accepted, early, on_time, overdue, withdrawn, pending_overdue] :
       tx.query_bound<std::string, std::string, Number, Number, Number, Number, Number, Number>(sql, values)) {
    const auto known = channel_named(channel);
    if (!known) throw std::runtime_error("daily: unreadable channel");
    of(counts[key], *known) += {accepted, early, on_time, overdue, withdrawn, pending_overdue};
  }
}

}  // namespace

void CountChanges::add(const About& about, const Delta& delta) {
  changes_[{about.unit, about.procedure, about.field, about.channel, delta.day, delta.learnt}] += delta.change;
}

void CountChanges::save(store::Transaction& tx,
                        const std::map<core::UnitId, std::vector<core::UnitId>>& ancestors) const {
  static const BulkWrite add_daily = addition("daily", "day", "learnt");
  static const BulkWrite add_monthly = addition("monthly", "day_month", "learnt_month");

  Rows daily;
  Rows monthly;
  for (const auto& [where, change] : changes_) {
    if (change == Counters{}) continue;
    const std::string channel{name_of(where.channel)};
    const auto count = [&](Scope scope, const core::UnitId& unit, const std::string& procedure,
                           const std::string& field) {
      const int number = static_cast<int>(scope);
      daily[{number, unit.str(), core::stored(where.day), core::stored(where.learnt), procedure, field, channel}] +=
          change;
      monthly[{number, unit.str(), month_of(where.day), month_of(where.learnt), procedure, field, channel}] += change;
    };
    count(Scope::own, where.unit, "", "");
    count(Scope::own_by_procedure, where.unit, where.procedure, where.field);
    for (const core::UnitId& above : ancestors.at(where.unit))
      count(Scope::below_by_procedure, above, where.procedure, where.field);
  }
  write(tx, add_daily, daily);
  write(tx, add_monthly, monthly);
}

Counts counts_up_to(store::Transaction& tx, const Slice& slice, core::Date day, std::optional<core::Date> known) {
  const bool by_procedure =
      slice.grouping == Grouping::procedure || slice.grouping == Grouping::field || slice.narrowing;
  const std::string scope = slice.with_units_below ? "scope IN (1, 2)" : by_procedure ? "scope = 1" : "scope = 0";
  const std::string key = key_column(slice.grouping);
  const std::string narrowed =
      slice.narrowing ? std::string{" AND "} + column_of(slice.narrowing->by) + " = :narrowed" : "";
  std::vector<std::string> units;
  for (const core::UnitId& unit : slice.units) units.push_back(unit.str());

  Counts counts;
  for (const auto& group : in_groups(units)) {
    // A group is filled up with repeats of its last unit, which an IN counts once.
    const std::string mine = scope + " AND unit_id IN " + placeholders(group.size()) + narrowed;
    for (const Part& part : parts_up_to(day, known)) {
      const std::string sql =
          "SELECT " + key +
          ", channel, CAST(SUM(accepted) AS BIGINT), CAST(SUM(early) AS BIGINT), CAST(SUM(on_time) AS BIGINT), "
          "CAST(SUM(overdue) AS BIGINT), CAST(SUM(withdrawn) AS BIGINT), CAST(SUM(pending_overdue) AS BIGINT) FROM " +
          part.table + " WHERE " + mine + " AND " + part.condition + " GROUP BY " +
          (slice.grouping == Grouping::none ? "" : key + ", ") + "channel";
      std::vector<store::Value> values{group.begin(), group.end()};
      if (slice.narrowing) values.emplace_back(slice.narrowing->value);
      values.insert(values.end(), part.values.begin(), part.values.end());
      collect(tx, counts, sql, values);
    }
  }
  return counts;
}

}  // namespace motcua::reporting
