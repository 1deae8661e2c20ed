#include "reporting/store/counts.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "reporting/store/narrowing.hpp"
#include "reporting/store/tables.hpp"
#include "reporting/store/time_parts.hpp"
#include "store/many.hpp"

namespace motcua::reporting {
namespace {

/// Stored in the column scope of counts: never renumber.
enum class Scope : int { own = 0, own_by_procedure = 1, below_by_procedure = 2 };

constexpr std::size_t column_count = 7 + every_counter.size();

/// How rows are added to what a table already counts.
struct Addition {
  std::string into;
  std::string rest;
};

Addition addition(const char* table, const std::string& day, const std::string& learnt) {
  const std::string key = day + ", scope, unit_id, " + learnt + ", procedure_code, field, channel";
  std::string into = "INSERT INTO ";
  into.append(table).append(" (").append(key);
  std::string rest = " ON CONFLICT (";
  rest.append(key).append(") DO UPDATE SET ");
  const char* comma = "";
  for (const Counter& counter : every_counter) {
    into.append(", ").append(counter.name);
    rest.append(comma).append(counter.name).append(" = ").append(table).append(".").append(counter.name);
    rest.append(" + excluded.").append(counter.name);
    comma = ", ";
  }
  into += ")";
  return {into, rest};
}

/// A row of counts by day or by month, in the order of its primary key: instances that write at once take their locks
/// in one order.
using Row = std::tuple<std::int64_t, int, std::string, std::int64_t, std::string, std::string, std::string>;
using Rows = std::map<Row, Counters>;

void write(store::Transaction& tx, const Addition& addition, const Rows& rows) {
  std::vector<store::Value> values;
  values.reserve(rows.size() * column_count);
  for (const auto& [key, change] : rows) {
    if (change == Counters{}) continue;
    const auto& [day, scope, unit, learnt, procedure, field, channel] = key;
    values.insert(values.end(), {day, scope, unit, learnt, procedure, field, channel});
    for (const Counter& counter : every_counter) values.emplace_back(change.*counter.member);
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

/// The first `wanted` counters; those from `summed` on are zero.
std::string sums_of_counters(std::size_t summed, std::size_t wanted) {
  std::string sums = ", channel";
  for (std::size_t at = 0; at < wanted; ++at) {
    if (at < summed) {
      sums.append(", CAST(SUM(").append(every_counter[at].name).append(") AS BIGINT)");
    } else {
      sums += ", CAST(0 AS BIGINT)";
    }
  }
  return sums + " FROM ";
}

/// More units than this are not named one by one: that would look for each on each day, and the rows of all units on
/// those days are as soon read.
constexpr std::size_t units_named = 16;

/// What a slice is of, in a statement and in what it finds.
class Selection {
 public:
  explicit Selection(const Slice& slice)
      : slice_{slice},
        key_{key_column(slice.grouping)},
        all_units_{slice.grouping == Grouping::unit && slice.units.size() > units_named} {
    for (const core::UnitId& unit : slice.units) units_.push_back(unit.str());
    std::sort(units_.begin(), units_.end());
  }

  /// The number of the part comes back with each row.
  void add(store::Dialect dialect, const TimePart& part, std::size_t number, std::string& sql,
           std::vector<store::Value>& values) const {
    static const std::string all = sums_of_counters(every_counter.size(), every_counter.size());
    static const std::string burden_zero = sums_of_counters(burden_begins, every_counter.size());
    static const std::string without_burden = sums_of_counters(burden_begins, burden_begins);
    // What both days have in common tells nothing of the burden of the time between them.
    const std::string& with_burden = part.in_first && part.in_second ? burden_zero : all;
    const std::string& sums = slice_.burden ? with_burden : without_burden;
    const store::Keys among_times{dialect, part.times};
    sql.append("SELECT ").append(std::to_string(number)).append(", ").append(key_).append(sums).append(part.table);
    sql.append(" WHERE ").append(part.column).append(among_times.among()).append(scope());
    values.push_back(among_times.value());
    if (slice_.narrowing) {
      sql.append(" AND ").append(column_of(slice_.narrowing->by)).append(" = :narrowed");
      values.emplace_back(slice_.narrowing->value);
    }
    if (units_.size() == 1) {
      sql.append(" AND unit_id = :unit");
      values.emplace_back(units_.front());
    } else if (!all_units_) {
      const store::Keys among_units{dialect, units_};
      sql.append(" AND unit_id").append(among_units.among());
      values.push_back(among_units.value());
    }
    sql.append(part.condition).append(" GROUP BY ");
    if (slice_.grouping != Grouping::none) sql.append(key_).append(", ");
    sql.append("channel");
    values.insert(values.end(), part.values.begin(), part.values.end());
  }

  /// How many counters come back with each row.
  std::size_t counters() const { return slice_.burden ? every_counter.size() : burden_begins; }

  bool holds(const std::string& key) const {
    return !all_units_ || std::binary_search(units_.begin(), units_.end(), key);
  }

 private:
  const char* scope() const {
    if (slice_.with_units_below) return " AND scope IN (1, 2)";
    const bool by_procedure =
        slice_.grouping == Grouping::procedure || slice_.grouping == Grouping::field || slice_.narrowing;
    return by_procedure ? " AND scope = 1" : " AND scope = 0";
  }

  const Slice& slice_;
  const char* key_;
  bool all_units_;
  std::vector<std::string> units_;
};

}  // namespace

Counters counters_in(std::span<store::Cell> cells) {
  Counters counters;
  for (std::size_t at = 0; at < cells.size(); ++at)
    counters.*every_counter[at].member = store::FromCell<std::int64_t>::of(std::move(cells[at]));
  return counters;
}

bool CountChanges::Where::operator<(const Where& other) const {
  return std::tie(unit, procedure, field, channel, day, learnt) <
         std::tie(other.unit, other.procedure, other.field, other.channel, other.day, other.learnt);
}

void CountChanges::add(const About& about, const Delta& delta) {
  changes_[{about.unit, about.procedure, about.field, about.channel, delta.day, delta.learnt}] += delta.change;
}

void CountChanges::save(store::Transaction& tx,
                        const std::map<core::UnitId, std::vector<core::UnitId>>& ancestors) const {
  if (changes_.empty()) return;
  const Tables tables = tables_of(subject_);
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
  write(tx, addition(tables.daily, "day", "learnt"), daily);
  write(tx, addition(tables.monthly, "day_month", "learnt_month"), monthly);
}

CountsAtTwoDays counts_up_to(store::Transaction& tx, const Slice& slice, core::Date first, core::Date second,
                             std::optional<core::Date> known) {
  if (slice.units.empty()) return {};
  const std::vector<TimePart> parts = time_parts(tx, tables_of(slice.subject), first, second, known);
  if (parts.empty()) return {};
  const Selection selection{slice};
  std::string sql;
  std::vector<store::Value> values;
  for (std::size_t number = 0; number < parts.size(); ++number) {
    if (number > 0) sql += " UNION ALL ";
    selection.add(tx.dialect(), parts[number], number, sql, values);
  }
  CountsAtTwoDays counts;
  constexpr std::size_t before_counters = 3;
  for (auto& row : tx.rows(sql, values, before_counters + selection.counters())) {
    const auto number = store::FromCell<std::int64_t>::of(std::move(row[0]));
    const auto key = store::FromCell<std::string>::of(std::move(row[1]));
    if (!selection.holds(key)) continue;
    const auto known_channel = channel_named(store::FromCell<std::string>::of(std::move(row[2])));
    if (!known_channel) throw std::runtime_error("counts: unreadable channel");
    const Counters sum = counters_in(std::span{row}.subspan(before_counters));
    const TimePart& part = parts.at(static_cast<std::size_t>(number));
    if (part.in_first) of(counts.first[key], *known_channel) += sum;
    if (part.in_second) of(counts.second[key], *known_channel) += sum;
  }
  return counts;
}

}  // namespace motcua::reporting
