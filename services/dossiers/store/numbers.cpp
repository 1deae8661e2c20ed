#include "dossiers/store/numbers.hpp"

#include <algorithm>

#include "dossiers/store/rows.hpp"

namespace motcua::dossiers::rows {
namespace {

std::string next_in(store::Transaction& tx, const std::string& agency_code, core::Date received, const char* range,
                    std::int64_t first) {
  const std::string before = agency_code + "-" + core::format_yymmdd(received) + "-";
  for (;;) {
    // One statement, so that two at once wait for each other and none reads a serial that the other is giving.
    const auto given = tx.query<std::int64_t>(
        "INSERT INTO number_counters (agency_code, day, range, last) VALUES (:agency, :day, :range, :first) "
        "ON CONFLICT (agency_code, day, range) DO UPDATE SET last = number_counters.last + 1 RETURNING last",
        agency_code, received, range, first);
    std::string serial = std::to_string(std::get<0>(given.at(0)));
    serial.insert(0, 4 - std::min<std::size_t>(4, serial.size()), '0');
    std::string number = before + serial;
    if (!number_exists(tx, number)) return number;
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
