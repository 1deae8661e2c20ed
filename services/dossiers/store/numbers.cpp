#include "dossiers/store/numbers.hpp"

#include <algorithm>

namespace motcua::dossiers::rows {
namespace {

// One statement, so that two at once wait for each other and none reads a serial that the other is giving. It says as
// well whether an import brought that very number: four digits, and more when a day has more than 9999.
constexpr std::string_view draw =
    "INSERT INTO number_counters (agency_code, day, range, last) VALUES (:agency, :day, :range, :first) "
    "ON CONFLICT (agency_code, day, range) DO UPDATE SET last = number_counters.last + 1 RETURNING last, "
    "EXISTS (SELECT 1 FROM dossiers WHERE number = CAST(:before AS TEXT) || CASE WHEN last < 10 THEN '000' WHEN last < "
    "100 THEN '00' WHEN last < 1000 THEN '0' ELSE '' END || CAST(last AS TEXT))";

std::string next_in(store::Transaction& tx, const std::string& agency_code, core::Date received, const char* range,
                    std::int64_t first) {
  const std::string before = agency_code + "-" + core::format_yymmdd(received) + "-";
  for (;;) {
    const auto drawn = tx.query<std::int64_t, bool>(draw, agency_code, received, range, first, before);
    const auto [last, taken] = drawn.at(0);
    if (taken) continue;
    std::string serial = std::to_string(last);
    serial.insert(0, 4 - std::min<std::size_t>(4, serial.size()), '0');
    return before + serial;
  }
}

}  // namespace

std::string next_live_number(store::Transaction& tx, const std::string& agency_code, core::Date received) {
  return next_in(tx, agency_code, received, "live", 1);
}

std::string next_import_number(store::Transaction& tx, const std::string& agency_code, core::Date received) {
  return next_in(tx, agency_code, received, "import", 9'000'001);
}

}  // namespace motcua::dossiers::rows
