#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/calendar.hpp"
#include "core/strong.hpp"
#include "core/time.hpp"

namespace motcua::dossiers {

using DossierId = core::StrongText<struct DossierIdTag>;
/// Where a person's data or a free text is kept, and can be erased.
using PersonRef = core::StrongText<struct PersonRefTag>;
using NoteRef = core::StrongText<struct NoteRefTag>;
using PaperId = core::StrongText<struct PaperIdTag>;
/// Staff id, as the token's subject; not a name.
using OfficerId = core::StrongText<struct OfficerIdTag>;

/// The National Portal's codes (domain rules 1.3). Stored and answered as `status_code`: never renumber.
enum class Status : int {
  registered = 1,
  accepted = 2,
  not_accepted = 3,
  processing = 4,
  supplement_requested = 5,
  payment_requested = 6,
  withdrawn = 7,
  stopped = 8,
  resolved = 9,
  returned = 10,
};
/// By their codes.
inline constexpr std::array every_status{Status::registered,
                                         Status::accepted,
                                         Status::not_accepted,
                                         Status::processing,
                                         Status::supplement_requested,
                                         Status::payment_requested,
                                         Status::withdrawn,
                                         Status::stopped,
                                         Status::resolved,
                                         Status::returned};
/// The National Portal's codes of channels. Stored: never renumber.
enum class Channel : int { direct = 1, online = 2, postal = 3 };
/// The National Portal's codes of applicants and of papers. Stored: never renumber.
enum class ApplicantKind : int { citizen = 0, enterprise = 1, household_business = 2 };
enum class PaperKind : int { original = 0, copy = 1, electronic = 2 };
/// Stored: never renumber.
enum class Outcome : int { granted = 1, refused = 2 };
enum class Timeliness : int { early = 1, on_time = 2, overdue = 3 };
/// What waiting for papers does to the clock (domain rules 1.4): the period is counted afresh, goes on where it stood,
/// or never stops.
enum class SupplementEffect { restart, pause, no_effect };
/// Whether the clock stands while money is awaited.
enum class FinancialStep { pause, count };

/// What has been told of the present due date. Stored: never renumber.
enum class Notice : int { none = 0, due_soon = 1, overdue = 2 };

/// Which fact of a dossier a correction put right. Stored: never renumber.
enum class Corrected : int { acceptance = 1, receiving_unit = 2, second_entry = 3 };

/// Words of the wire and of events; the same everywhere.
const char* name_of(Status status);
const char* name_of(Channel channel);
const char* name_of(ApplicantKind kind);
const char* name_of(PaperKind kind);
const char* name_of(Outcome outcome);
const char* name_of(Timeliness timeliness);
const char* name_of(SupplementEffect effect);
const char* name_of(FinancialStep step);
const char* name_of(Corrected what);
std::optional<Status> status_from(std::string_view word);
std::optional<Channel> channel_from(std::string_view word);
std::optional<ApplicantKind> applicant_kind_from(std::string_view word);
std::optional<PaperKind> paper_kind_from(std::string_view word);
std::optional<Outcome> outcome_from(std::string_view word);
std::optional<Timeliness> timeliness_from(std::string_view word);
std::optional<SupplementEffect> supplement_effect_from(std::string_view word);
std::optional<FinancialStep> financial_step_from(std::string_view word);

/// What can still get a result: in the denominators and under the clock, or about to be.
bool is_open(Status status);
/// Waits for somebody else (codes 5, 6 and 8): reports show it in a block of its own.
bool is_paused(Status status);

/// A person as history knows them.
struct Person {
  PersonRef ref;
  std::string digest;  ///< salted; proves what the data were while they are kept
  bool operator==(const Person&) const = default;
};

struct Applicant {
  ApplicantKind kind = ApplicantKind::citizen;
  Person person;
  std::optional<Person> representative;
  bool operator==(const Applicant&) const = default;
};

/// A free text as history knows it.
struct Note {
  NoteRef ref;
  std::string digest;
  bool operator==(const Note&) const = default;
};

struct Component {
  PaperKind kind = PaperKind::original;
  int copies = 1;
  bool operator==(const Component&) const = default;
};

/// A version of a procedure: at first the one that a dossier was registered under, then, for good, the one in force at
/// its acceptance.
struct ProcedureKey {
  std::string code;
  std::string version;
  std::string field;
  bool operator==(const ProcedureKey&) const = default;
};

/// Where an imported dossier was before.
struct Source {
  std::string system;
  std::string id;
  bool operator==(const Source&) const = default;
};

/// Whole dong.
using Vnd = std::int64_t;

/// The three dates of a dossier. Timeliness and overdue go by `date` alone: overdue on the days after it; where hours
/// are counted, by `at`. While the clock stands they are those that it stopped on, and say nothing.
struct Deadline {
  core::Date date;
  core::Instant at;  ///< end of that day's last session: what people are shown; the very moment where hours are counted
  core::Date original;
  core::Instant original_at;
  std::optional<core::Instant> promised;  ///< in an apology; moves no timeliness
  std::int64_t explained_by = 0;          ///< the version whose event holds the derivation
  bool operator==(const Deadline&) const = default;
};

/// The clock of an accepted dossier. It runs in stretches; how much of the limit the earlier ones used up is written
/// down when they end.
struct Clock {
  calendar::Allowance limit;  ///< whole, as at acceptance: a later version of the procedure does not move it
  std::int64_t used = 0;      ///< before this stretch, in the limit's unit
  core::Instant since;        ///< beginning of this stretch; of the standstill when it stands
  bool running = true;        ///< false: it stands, and no due date runs out
  bool operator==(const Clock&) const = default;
};

/// A step of a linked procedure (một cửa liên thông) that has begun: one agency's part of the work, with a clock of its
/// own. How it ended says who was late.
struct Step {
  struct End {
    core::Instant at;
    std::optional<Timeliness> timeliness;  ///< nothing when the dossier was withdrawn in it
    bool operator==(const End&) const = default;
  };

  int number = 1;  ///< its place in the procedure
  std::string code;
  std::string agency;                    ///< the kind of agency whose part it is, by the catalogue
  core::UnitId unit;                     ///< of that agency: its owner
  std::optional<core::UnitId> moved_to;  ///< the owner has ended, and this unit does its work
  bool counted = true;                   ///< in the dossier's limit; else the dossier's clock stands meanwhile
  Clock clock;
  core::Date due;
  core::Instant due_at;
  core::Instant begun_at;
  std::int64_t dossier_used = 0;             ///< of the dossier's limit when it began
  std::optional<core::Instant> received_at;  ///< the agency said that it has the dossier
  std::optional<End> ended;
  bool operator==(const Step&) const = default;
};

/// A wrong fact that was put right (đính chính). The event that told it stays in history, superseded.
struct Correction {
  Corrected what = Corrected::acceptance;
  std::int64_t version = 0;     ///< of the event that corrects
  std::int64_t supersedes = 0;  ///< version of the event that told what was wrong
  std::string before;           ///< a moment or the id of a unit; empty for a second entry
  std::string after;            ///< a moment, the id of a unit; of a second entry the number of the first one
  std::string role;             ///< in which the actor corrected it
  NoteRef reasons;
  core::Instant occurred_at;
  core::Instant recorded_at;
  bool operator==(const Correction&) const = default;
};

/// The state that folding a dossier's history gives. Version 0: nothing has happened yet.
struct Dossier {
  DossierId id;
  std::int64_t version = 0;  ///< one for each event
  Status status = Status::registered;
  std::string number;
  ProcedureKey procedure;
  core::UnitId receiving_unit;    ///< took it in; reports count by it, until a correction says that another one did
  core::UnitId responsible_unit;  ///< answers for it now: the receiving unit, until that ends and it is transferred
  std::optional<core::UnitId> handling_unit;
  std::optional<OfficerId> officer;
  Channel channel = Channel::direct;
  Applicant applicant;
  core::Instant submitted_at;
  std::optional<core::Instant> accepted_at;
  std::optional<Deadline> deadline;
  std::optional<Clock> clock;  ///< there is one when there is a deadline
  Notice notice = Notice::none;
  int supplements = 0;                      ///< requests so far
  std::optional<SupplementEffect> awaited;  ///< what the latest request does to the clock
  std::optional<core::Date> reply_due;      ///< last day for the citizen's reply, while it is awaited and has one
  int reappointments = 0;                   ///< new dates promised in apologies
  std::optional<Vnd> payment_asked;
  Vnd paid = 0;  ///< in all
  std::optional<core::Instant> resolved_at;
  std::optional<Outcome> outcome;
  std::optional<Timeliness> timeliness;
  std::optional<core::Instant> returned_at;
  std::optional<core::Instant> withdrawn_at;
  std::vector<Step> steps;  ///< begun so far; none when the procedure is not linked
  std::optional<Source> source;
  bool imported = false;
  std::optional<core::Instant> people_erased_at;
  std::vector<Correction> corrections{};  ///< in their order
  std::optional<std::string> doubles{};   ///< annulled: it was entered twice, and this is the number that counts
  core::Instant last_moment;              ///< occurred_at of the last event that happened to the dossier itself
  core::Instant last_recorded;            ///< recorded_at of the last event; never goes back
  bool operator==(const Dossier&) const = default;
};

/// The step that the work is at; nothing when there is none or all is done.
const Step* step_of(const Dossier& dossier);

/// Who does the step's work: its owner, or the unit that it was transferred to.
const core::UnitId& unit_at_work(const Step& step);

/// Neither closed nor in the citizen's hands: somebody still has to do something with it, be it to return the result.
bool is_in_hand(Status status);

/// Nothing more is to come: refused at intake, withdrawn or returned.
bool is_closed(Status status);
/// When it was closed, or annulled; nothing while it is neither.
std::optional<core::Instant> closed_at(const Dossier& dossier);

/// Its due date can run out: it has no result, its clock does not stand and it is no second entry of another one.
bool due_runs(const Dossier& dossier);

}  // namespace motcua::dossiers
