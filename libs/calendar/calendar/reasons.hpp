#pragma once

/// Reasons in an explanation. Stored with deadlines and shown by the API: append only, never reword.
namespace motcua::calendar::reasons {

// The first day; excluded (Civil Code 2015 art. 147).
inline constexpr const char* received = "received";
/// On a Saturday of rest that receives; excluded, and not a day to count in any case.
inline constexpr const char* received_on_saturday = "received_on_saturday";
/// Too late for that day: taken as received on the next one that receives.
inline constexpr const char* received_after_hours = "received_after_hours";
/// That next day; excluded as the first one.
inline constexpr const char* taken_as_received = "taken_as_received";

// Counted.
inline constexpr const char* working_day = "working_day";
/// A Saturday worked in exchange for a swapped day; its name follows.
inline constexpr const char* makeup = "makeup:";
/// CALENDAR: counted, whatever day it is.
inline constexpr const char* calendar_day = "calendar_day";

// Not counted.
/// A Saturday or Sunday of weekly rest.
inline constexpr const char* weekend = "weekend";
/// Weekly rest on another day of the week.
inline constexpr const char* weekly_rest = "weekly_rest";
/// A holiday's name follows each of these.
inline constexpr const char* statutory = "statutory:";
inline constexpr const char* compensatory = "compensatory:";
inline constexpr const char* swap = "swap:";
/// The period ended on a day off, and so ends with this day (Civil Code 2015 art. 148).
inline constexpr const char* next_working_day = "next_working_day";

}  // namespace motcua::calendar::reasons
