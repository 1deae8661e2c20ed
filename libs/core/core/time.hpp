#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace motcua::core {

/// A moment, UTC, to the millisecond. Domain code is handed moments; it never asks a clock.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// A civil day in Vietnam (Asia/Ho_Chi_Minh, UTC+7, no daylight saving since 1975).
using Date = std::chrono::local_days;

/// The civil day in Vietnam on which the moment falls.
Date vietnam_date(Instant moment);
/// Time since midnight in Vietnam.
std::chrono::milliseconds vietnam_time_of_day(Instant moment);
/// The moment of `time_of_day` after midnight in Vietnam on that day.
Instant vietnam_instant(Date date, std::chrono::milliseconds time_of_day = {});

/// `2020-12-15T17:00:00+07:00`; milliseconds are written only when there are any.
std::string format_instant(Instant moment);
/// RFC 3339 with an offset or Z, years 1900 to 2999, up to 9 fractional digits (cut to milliseconds). Nothing else:
/// no missing offset, no leap second, no date that does not exist.
std::optional<Instant> parse_instant(std::string_view text);

/// `2020-12-15`
std::string format_date(Date date);
/// `YYYY-MM-DD`, a day that exists, years 1900 to 2999.
std::optional<Date> parse_date(std::string_view text);

/// `201215`, as dossier numbers carry it.
std::string format_yymmdd(Date date);

/// How both are stored: milliseconds since 1970-01-01T00:00:00Z, days since 1970-01-01.
inline std::int64_t stored(Instant moment) { return moment.time_since_epoch().count(); }
inline std::int64_t stored(Date date) { return date.time_since_epoch().count(); }
inline Instant instant_from(std::int64_t stored_instant) { return Instant{std::chrono::milliseconds{stored_instant}}; }
inline Date date_from(std::int64_t stored_date) { return Date{std::chrono::days{stored_date}}; }

/// Where the shell gets the time from; tests pass a fixed one.
using Clock = std::function<Instant()>;
Instant system_now();
/// For what has passed, such as a limit a minute: goes on evenly when somebody sets the wall clock. No moment of the
/// calendar: never shown, never stored.
Instant steady_now();

}  // namespace motcua::core
