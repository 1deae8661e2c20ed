#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "calendar/calendar.hpp"

/// Plain values for tests: days around the examples' dates, so that these tests need no file. The real calendar is
/// held to its checksums in libs/catalogue.
namespace motcua::calendar::examples {

inline core::Date on(std::string_view date) {
  const auto parsed = core::parse_date(date);
  if (!parsed) throw std::invalid_argument{std::string{date}};
  return *parsed;
}

/// A moment in Vietnam, as `2020-12-18T10:00:00`.
inline core::Instant at(std::string_view moment) {
  const auto parsed = core::parse_instant(std::string{moment} + "+07:00");
  if (!parsed) throw std::invalid_argument{std::string{moment}};
  return *parsed;
}

inline std::vector<Session> office_hours() {
  using std::chrono::hours;
  return {{hours{8}, hours{12}}, {hours{13}, hours{17}}};
}

/// Saturday and Sunday, from that day on.
inline std::vector<WeeklyRest> weekends(core::Date from) {
  return {{from, {std::chrono::Saturday, std::chrono::Sunday}}};
}

inline const Calendar& calendar_of_the_examples() {
  static const Calendar calendar = [] {
    std::vector<SpecialDay> days{
        {on("2021-01-01"), SpecialKind::statutory, "New Year"},
        {on("2021-04-21"), SpecialKind::statutory, "Hung Kings"},
        {on("2021-04-30"), SpecialKind::statutory, "Reunification Day"},
        {on("2021-05-03"), SpecialKind::compensatory, "Labour Day on Saturday"},
        {on("2025-04-26"), SpecialKind::makeup, "working Saturday"},
        {on("2025-04-30"), SpecialKind::statutory, "Reunification Day"},
        {on("2025-05-01"), SpecialKind::statutory, "Labour Day"},
        {on("2025-05-02"), SpecialKind::swap, "made up 2025-04-26"},
        {on("2026-11-24"), SpecialKind::statutory, "Culture Day"},
    };
    for (const char* tet : {"2021-02-10", "2021-02-11", "2021-02-12", "2021-02-15", "2021-02-16"}) {
      days.push_back({on(tet), SpecialKind::statutory, "Tet"});
    }
    return Calendar{"examples", on("2019-01-01"),           on("2026-12-31"),
                    days,       weekends(on("2019-01-01")), {{on("2019-01-01"), office_hours()}}};
  }();
  return calendar;
}

}  // namespace motcua::calendar::examples
