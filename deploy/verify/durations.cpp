#include "verify/durations.hpp"

#include <vector>

#include "verify/ancestry.hpp"

namespace motcua::verify {
namespace {

/// Time, scope, unit, learnt, procedure, unit of the clock, amount.
using Row = std::tuple<std::int64_t, std::int64_t, std::string, std::int64_t, std::string, std::string, std::int64_t>;
using Rows = std::map<Row, std::int64_t>;

Rows stored(store::Transaction& reporting, const std::string& table, const std::string& time,
            const std::string& learnt) {
  std::string sql = "SELECT ";
  sql.append(time).append(", scope, unit_id, ").append(learnt);
  sql.append(", procedure_code, used_unit, used, resolved FROM ").append(table);
  Rows rows;
  for (auto& [at, scope, unit, known, procedure, used_unit, used, resolved] :
       reporting.query<std::int64_t, std::int64_t, std::string, std::int64_t, std::string, std::string, std::int64_t,
                       std::int64_t>(sql))
    rows[{at, scope, unit, known, procedure, used_unit, used}] = resolved;
  return rows;
}

void compare(const std::string& table, const Rows& expected, Rows found, Check& check) {
  const auto tell = [&](const Row& row, std::int64_t is, std::int64_t should) {
    if (is == should) return;
    const auto& [at, scope, unit, known, procedure, used_unit, used] = row;
    check.wrong(table + " " + std::to_string(at) + " learnt " + std::to_string(known) + ", scope " +
                    std::to_string(scope) + ", unit " + unit + ", procedure " + procedure + ", " +
                    std::to_string(used) + " " + used_unit,
                "resolved is " + std::to_string(is) + " and should be " + std::to_string(should));
  };
  for (const auto& [row, should] : expected) {
    const auto is = found.find(row);
    tell(row, is == found.end() ? 0 : is->second, should);
    if (is != found.end()) found.erase(is);
  }
  for (const auto& [row, is] : found) tell(row, is, 0);
}

}  // namespace

void Durations::add(const reporting::Span& span) {
  for (const reporting::Duration& took : reporting::durations(std::nullopt, span)) {
    days_[{core::stored(took.day), span.about.unit.str(), core::stored(took.learnt), span.about.procedure,
           std::string{reporting::name_of(took.used.unit)}, took.used.amount}] += took.resolved;
  }
}

void Durations::compare(store::Transaction& reporting, Report& report) const {
  Check check{report, "durations"};
  const Above above = units_above(reporting);
  Rows daily;
  Rows monthly;
  for (const auto& [key, many] : days_) {
    const auto& [day, unit, learnt, procedure, used_unit, used] = key;
    const auto count = [&, &day = day, &learnt = learnt, &procedure = procedure, &used_unit = used_unit, &used = used,
                        &many = many](std::int64_t scope, const std::string& of) {
      daily[{day, scope, of, learnt, procedure, used_unit, used}] += many;
      monthly[{month_of(day), scope, of, month_of(learnt), procedure, used_unit, used}] += many;
    };
    count(1, unit);
    const auto found = above.find(unit);
    if (found == above.end()) continue;
    for (const std::string& ancestor : found->second) count(2, ancestor);
  }
  verify::compare("durations_daily", daily, stored(reporting, "durations_daily", "day", "learnt"), check);
  verify::compare("durations_monthly", monthly, stored(reporting, "durations_monthly", "day_month", "learnt_month"),
                  check);
  check.done(counted(static_cast<std::int64_t>(daily.size()), "daily row") + ", " +
             counted(static_cast<std::int64_t>(monthly.size()), "monthly row"));
}

}  // namespace motcua::verify
