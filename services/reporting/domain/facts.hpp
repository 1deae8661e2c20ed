#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/strong.hpp"
#include "core/time.hpp"

namespace motcua::reporting {

using RecordId = core::StrongText<struct RecordIdTag>;

enum class Channel { direct, online, postal };
/// How a dossier left the pending ones on its due day, before it or after it.
enum class Timeliness { early, on_time, overdue };

/// What every fact of a dossier says of it; the same in all of them.
struct About {
  core::UnitId unit;  ///< that received it
  std::string procedure;
  std::string procedure_version;
  std::string field;
  Channel channel;
  bool operator==(const About&) const = default;
};

struct Registered {
  std::string number;
};
/// A due date, and the first day at whose end it counts as overdue: the day after it, or the day itself where hours are
/// counted.
struct DueDay {
  core::Date due;
  core::Date overdue_from;
  bool operator==(const DueDay&) const = default;
};
/// Where days are counted, a due day is in time to its end.
inline DueDay to_the_end_of(core::Date due) { return {due, due + std::chrono::days{1}}; }

struct Accepted {
  DueDay due;
};
/// Another due date, or none while the clock stands still before it ran out; and whether the dossier waits for somebody
/// (codes 5, 6, 8 of the National Portal).
struct DueMoved {
  std::optional<DueDay> due;
  bool paused;
};
struct Resolved {
  Timeliness timeliness;
};
/// Before acceptance it concerns no cell.
struct Withdrawn {
  bool after_acceptance;
};
/// Refused at intake, assigned, returned: nothing that a cell counts.
struct Uncounted {};

/// Something that happened to a dossier, by the day in Vietnam on which it did and the day on which we learnt it.
struct Fact {
  RecordId record;
  About about;
  core::Date day;
  core::Date learnt;
  std::variant<Registered, Accepted, DueMoved, Resolved, Withdrawn, Uncounted> what;
};

/// Stored in spans and daily counts, and on the wire: append only.
std::string_view name_of(Channel channel);
std::optional<Channel> channel_named(std::string_view word);

}  // namespace motcua::reporting
