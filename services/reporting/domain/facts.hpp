#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/strong.hpp"
#include "core/time.hpp"
#include "reporting/domain/durations.hpp"

namespace motcua::reporting {

/// What is counted: dossiers, by the unit that received them; or the steps of linked procedures (một cửa liên thông),
/// by the unit that each is with, its owner. A step is a record of its own: it begins, waits and ends as a dossier
/// does.
enum class Subject { dossiers, steps };

/// Of a dossier; or of a step: its dossier's with its number in the procedure, as `0198c7a2/3`.
using RecordId = core::StrongText<struct RecordIdTag>;

/// Which step of which dossier.
struct StepName {
  RecordId dossier;
  int number;  ///< from 1
  bool operator==(const StepName&) const = default;
};
RecordId id_of(const StepName& step);
/// Throws std::runtime_error when it is no step's id.
StepName step_named(const RecordId& id);

enum class Channel { direct, online, postal };
/// How a dossier left the pending ones on its due day, before it or after it.
enum class Timeliness { early, on_time, overdue };

/// What every fact of a dossier says of it; the same in all of them. Of a step's facts only those of its beginning say
/// who its owner is.
struct About {
  core::UnitId unit;  ///< that received the dossier; the step's owner
  std::string procedure;
  std::string procedure_version;
  std::string field;  ///< of the procedure; of a step the kind of agency that it is with
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
/// A step of a linked procedure; it is registered and accepted at once.
struct StepBegun {
  std::string number;  ///< of the dossier; the step's own event does not tell it
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
  std::optional<int> supplements{};  ///< how often papers were asked for until then; nothing when nobody tells
  std::optional<TimeUsed> used{};    ///< nothing when nobody tells
};
/// Before acceptance it concerns no cell.
struct Withdrawn {
  bool after_acceptance;
};
/// Why the citizen had to come to the counter: to hand the dossier in, to bring missing papers, to pay, to collect the
/// result.
enum class Trip { submission, supplement, payment, collection };

/// What was told of a dossier was wrong: none of it is so from here on, and this is what is. Its fact's about says
/// whose it is in truth.
struct Corrected {
  struct Visit {
    Trip trip;
    core::Date day;
  };
  struct Stretch {
    core::Date day;
    std::optional<DueDay> due;
    bool paused;
  };
  struct End {
    core::Date day;
    std::optional<Timeliness> timeliness;  ///< nothing: it was withdrawn
    std::optional<int> supplements{};
    std::optional<TimeUsed> used{};
  };

  core::UnitId unit_before;           ///< whose it was until now
  std::vector<Visit> trips_before{};  ///< that counted until now
  bool annulled = false;              ///< nothing of it counts any more: it was entered twice
  std::vector<Visit> trips{};
  std::vector<Stretch> stretches{};  ///< the first one begins with the acceptance and has a due date
  std::optional<End> end{};
};
/// Refused at intake, assigned, returned: nothing that a cell counts.
struct Uncounted {};

/// Something that happened to a dossier or a step, by the day in Vietnam on which it did and the day on which we learnt
/// it.
struct Fact {
  RecordId record;
  About about;
  core::Date day;
  core::Date learnt;
  std::variant<Registered, Accepted, StepBegun, DueMoved, Resolved, Withdrawn, Corrected, Uncounted> what;
  Subject subject = Subject::dossiers;
  std::optional<Trip> trip{};
};

/// In addresses and keys of answers; stored with publications: append only.
std::string_view name_of(Subject subject);
std::optional<Subject> subject_named(std::string_view word);

/// Stored in spans and daily counts, and on the wire: append only.
std::string_view name_of(Channel channel);
std::optional<Channel> channel_named(std::string_view word);

/// On the wire and in reports.
std::string_view name_of(Trip trip);
std::optional<Trip> trip_named(std::string_view word);
inline constexpr std::array every_trip{Trip::submission, Trip::supplement, Trip::payment, Trip::collection};

}  // namespace motcua::reporting
