#include "reporting/store/durations.hpp"

#include <stdexcept>
#include <tuple>

#include "reporting/store/tables.hpp"
#include "reporting/store/time_parts.hpp"
#include "store/many.hpp"

namespace motcua::reporting {
namespace {

/// Stored in the column scope: never renumber. As in the counts: of the unit, and of the units under it.
enum class Scope : int { own = 1, below = 2 };

/// In the order of the primary key: instances that write at once take their locks in one order.
using Row =
    std::tuple<std::int64_t, int, std::string, std::int64_t, std::string, std::string, std::int64_t>;  // … unit, used
using Rows = std::map<Row, std::int64_t>;

void write(store::Transaction& tx, const std::string& table, const std::string& time, const std::string& learnt,
           const Rows& rows) {
  const std::string key = time + ", scope, unit_id, " + learnt + ", procedure_code, used_unit, used";
  std::vector<store::Value> values;
  constexpr std::size_t column_count = std::tuple_size_v<Row> + 1;
  values.reserve(rows.size() * column_count);
  for (const auto& [row, many] : rows) {
    const auto& [day, scope, unit, known, procedure, used_unit, used] = row;
    values.insert(values.end(), {day, scope, unit, known, procedure, used_unit, used, many});
  }
  store::insert_many(tx, "INSERT INTO " + table + " (" + key + ", resolved)", column_count,
                     " ON CONFLICT (" + key + ") DO UPDATE SET resolved = " + table + ".resolved + excluded.resolved",
                     values);
}

/// Rows that come back: procedure, unit of the clock, amount, how many.
constexpr std::size_t columns_read = 4;

std::vector<std::vector<store::Cell>> rows_of(store::Transaction& tx, const TimePart& part,
                                              const std::vector<std::string>& units, bool with_units_below) {
  const store::Keys among_times{tx.dialect(), part.times};
  const store::Keys among_units{tx.dialect(), units};
  std::string sql = "SELECT procedure_code, used_unit, used, CAST(SUM(resolved) AS BIGINT) FROM ";
  sql.append(part.table).append(" WHERE ").append(part.column).append(among_times.among());
  sql.append(with_units_below ? " AND scope IN (1, 2)" : " AND scope = 1");
  std::vector<store::Value> values{among_times.value()};
  if (units.size() == 1) {
    sql += " AND unit_id = :unit";
    values.emplace_back(units.front());
  } else {
    sql.append(" AND unit_id").append(among_units.among());
    values.push_back(among_units.value());
  }
  values.insert(values.end(), part.values.begin(), part.values.end());
  return tx.rows(sql + part.condition + " GROUP BY procedure_code, used_unit, used", values, columns_read);
}

void add(Durations& durations, std::vector<store::Cell>& row, bool subtracted) {
  const auto procedure = store::FromCell<std::string>::of(std::move(row[0]));
  const auto unit = unit_named(store::FromCell<std::string>::of(std::move(row[1])));
  if (!unit) throw std::runtime_error{"durations: unreadable used_unit"};
  const auto used = store::FromCell<std::int64_t>::of(std::move(row[2]));
  const auto many = store::FromCell<std::int64_t>::of(std::move(row[3]));
  durations[procedure][*unit][used] += subtracted ? -many : many;
}

}  // namespace

bool DurationChanges::Where::operator<(const Where& other) const {
  return std::tie(unit, procedure, day, learnt, used) <
         std::tie(other.unit, other.procedure, other.day, other.learnt, other.used);
}

void DurationChanges::add(const About& about, const Duration& duration) {
  changes_[{about.unit, about.procedure, duration.day, duration.learnt, duration.used}] += duration.resolved;
}

void DurationChanges::save(store::Transaction& tx,
                           const std::map<core::UnitId, std::vector<core::UnitId>>& ancestors) const {
  if (changes_.empty()) return;
  Rows daily;
  Rows monthly;
  for (const auto& [where, many] : changes_) {
    const std::string used_unit{name_of(where.used.unit)};
    const auto count = [&, &where = where, many = many](Scope scope, const core::UnitId& unit) {
      const int number = static_cast<int>(scope);
      daily[{core::stored(where.day), number, unit.str(), core::stored(where.learnt), where.procedure, used_unit,
             where.used.amount}] += many;
      monthly[{month_of(where.day), number, unit.str(), month_of(where.learnt), where.procedure, used_unit,
               where.used.amount}] += many;
    };
    count(Scope::own, where.unit);
    for (const core::UnitId& above : ancestors.at(where.unit)) count(Scope::below, above);
  }
  write(tx, duration_tables.daily, "day", "learnt", daily);
  write(tx, duration_tables.monthly, "day_month", "learnt_month", monthly);
}

Durations durations_between(store::Transaction& tx, const std::vector<core::UnitId>& units, bool with_units_below,
                            core::Date before, core::Date until, std::optional<core::Date> known) {
  Durations found;
  if (units.empty()) return found;
  std::vector<std::string> ids;
  ids.reserve(units.size());
  for (const core::UnitId& unit : units) ids.push_back(unit.str());
  for (const TimePart& part : time_parts(tx, duration_tables, before, until, known)) {
    if (part.in_first && part.in_second) continue;  // what both have in common is not between them
    for (auto& row : rows_of(tx, part, ids, with_units_below)) add(found, row, part.in_first);
  }
  return found;
}

}  // namespace motcua::reporting
