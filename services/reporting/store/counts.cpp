#include "reporting/store/counts.hpp"

#include <stdexcept>
#include <tuple>

#include "reporting/store/narrowing.hpp"
#include "store/many.hpp"

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

/// How rows are added to what daily or monthly already counts.
struct Addition {
  std::string into;
  std::string rest;
};

Addition addition(const std::string& table, const std::string& day, const std::string& learnt) {
  const std::string key = day + ", scope, unit_id, " + learnt + ", procedure_code, field, channel";
  std::string into = "INSERT INTO ";
  into.append(table).append(" (").append(key);
  into += ", accepted, early, on_time, overdue, withdrawn, pending_overdue)";
  std::string rest = " ON CONFLICT (";
  rest.append(key).append(") DO UPDATE SET ");
  const char* comma = "";
  for (const char* column : {"accepted", "early", "on_time", "overdue", "withdrawn", "pending_overdue"}) {
    rest.append(comma).append(column).append(" = ").append(table).append(".").append(column);
    rest.append(" + excluded.").append(column);
    comma = ", ";
  }
  return {into, rest};
}

/// A row of daily (days) or monthly (months), in the order of its primary key: instances that write at once take their
/// locks in one order.
using Row = std::tuple<std::int64_t, int, std::string, std::int64_t, std::string, std::string, std::string>;
using Rows = std::map<Row, Counters>;

void write(store::Transaction& tx, const Addition& addition, const Rows& rows) {
  std::vector<store::Value> values;
  values.reserve(rows.size() * column_count);
  for (const auto& [key, change] : rows) {
    if (change == Counters{}) continue;
    const auto& [day, scope, unit, learnt, procedure, field, channel] = key;
    values.insert(values.end(), {day, scope, unit, learnt, procedure, field, channel, change.accepted, change.early,
                                 change.on_time, change.overdue, change.withdrawn, change.pending_overdue});
  }
  store::insert_many(tx, addition.into, column_count, addition.rest, values);
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

/// One of the three parts that a sum up to (day, known) is made of: `column` is one of `times`, which are named one by
/// one because they come first in the key.
struct Part {
  const char* table;
  const char* column;
  std::vector<std::int64_t> times;
  const char* condition;
  std::vector<store::Value> values;
};

std::vector<std::int64_t> from_to(std::int64_t first, std::int64_t last) {
  std::vector<std::int64_t> times;
  for (std::int64_t at = first; at <= last; ++at) times.push_back(at);
  return times;
}

std::vector<std::int64_t> days(core::Date first, core::Date last) {
  return from_to(core::stored(first), core::stored(last));
}

/// The months with facts before that of `day`.
std::vector<std::int64_t> months_before(store::Transaction& tx, core::Date day) {
  const auto found = tx.first<std::optional<std::int64_t>>("SELECT MIN(day_month) FROM monthly");
  const auto first = found ? std::get<0>(*found) : std::nullopt;
  return first ? from_to(*first, month_of(day) - 1) : std::vector<std::int64_t>{};
}

std::vector<Part> parts_up_to(store::Transaction& tx, core::Date day, std::optional<core::Date> known) {
  const core::Date month = first_of_month(day);
  if (!known) {
    return {{"monthly", "day_month", months_before(tx, day), "", {}}, {"daily", "day", days(month, day), "", {}}};
  }
  return {{"monthly", "day_month", months_before(tx, day), " AND learnt_month < :known_month", {month_of(*known)}},
          {"daily", "learnt", days(first_of_month(*known), *known), " AND day < :first", {month}},
          {"daily", "day", days(month, day), " AND learnt <= :known", {*known}}};
}

constexpr const char* sums =
    ", channel, CAST(SUM(accepted) AS BIGINT), CAST(SUM(early) AS BIGINT), CAST(SUM(on_time) AS BIGINT), "
    "CAST(SUM(overdue) AS BIGINT), CAST(SUM(withdrawn) AS BIGINT), CAST(SUM(pending_overdue) AS BIGINT) FROM ";

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

bool CountChanges::Where::operator<(const Where& other) const {
  return std::tie(unit, procedure, field, channel, day, learnt) <
         std::tie(other.unit, other.procedure, other.field, other.channel, other.day, other.learnt);
}

void CountChanges::add(const About& about, const Delta& delta) {
  changes_[{about.unit, about.procedure, about.field, about.channel, delta.day, delta.learnt}] += delta.change;
}

void CountChanges::save(store::Transaction& tx,
                        const std::map<core::UnitId, std::vector<core::UnitId>>& ancestors) const {
  static const Addition add_daily = addition("daily", "day", "learnt");
  static const Addition add_monthly = addition("monthly", "day_month", "learnt_month");

  Rows daily;
  Rows monthly;
  for (const auto& entry : changes_) {
    const Where& where = entry.first;
    const Counters& change = entry.second;
    if (change == Counters{}) continue;
    const std::string channel{name_of(where.channel)};
    const auto count = [&](Scope scope, const core::UnitId& unit, const std::string& procedure,
                           const std::string& field) {
      const int number = static_cast<int>(scope);
      const std::int64_t month = month_of(where.day);
      const std::int64_t learnt = month_of(where.learnt);
      daily[{core::stored(where.day), number, unit.str(), core::stored(where.learnt), procedure, field, channel}] +=
          change;
      monthly[{month, number, unit.str(), learnt, procedure, field, channel}] += change;
    };
    count(Scope::own, where.unit, "", "");
    count(Scope::own_by_procedure, where.unit, where.procedure, where.field);
    for (const core::UnitId& above : ancestors.at(where.unit)) {
      count(Scope::below_by_procedure, above, where.procedure, where.field);
    }
  }
  write(tx, add_daily, daily);
  write(tx, add_monthly, monthly);
}

Counts counts_up_to(store::Transaction& tx, const Slice& slice, core::Date day, std::optional<core::Date> known) {
  const bool by_procedure =
      slice.grouping == Grouping::procedure || slice.grouping == Grouping::field || slice.narrowing;
  const std::string key = key_column(slice.grouping);
  std::string which = slice.with_units_below ? " AND scope IN (1, 2)"
                      : by_procedure         ? " AND scope = 1"
                                             : " AND scope = 0";
  if (slice.narrowing) which.append(" AND ").append(column_of(slice.narrowing->by)).append(" = :narrowed");
  std::vector<std::string> units;
  units.reserve(slice.units.size());
  for (const core::UnitId& unit : slice.units) units.push_back(unit.str());

  const store::Keys among_units{tx.dialect(), units};
  Counts counts;
  for (const Part& part : parts_up_to(tx, day, known)) {
    const store::Keys among_times{tx.dialect(), part.times};
    std::string sql = "SELECT ";
    sql.append(key).append(sums).append(part.table).append(" WHERE ").append(part.column).append(among_times.among());
    sql.append(which).append(" AND unit_id").append(among_units.among()).append(part.condition).append(" GROUP BY ");
    if (slice.grouping != Grouping::none) sql.append(key).append(", ");
    sql.append("channel");

    std::vector<store::Value> values{among_times.value()};
    if (slice.narrowing) values.emplace_back(slice.narrowing->value);
    values.push_back(among_units.value());
    values.insert(values.end(), part.values.begin(), part.values.end());
    collect(tx, counts, sql, values);
  }
  return counts;
}

}  // namespace motcua::reporting
