#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "core/strong.hpp"
#include "core/time.hpp"
#include "dossiers/contracts/corrections.hpp"
#include "dossiers/contracts/parts.hpp"

/// What the dossiers service publishes on motcua.dossiers.v1, and the only code of it that another service may include.
/// One struct a type; the type's version is in its name. Old types are readable for ever: golden/*.json holds one of
/// each. Nothing here holds personal data: people are a reference and a salted digest, free text is a reference and a
/// digest.
namespace motcua::dossiers::contracts {

struct Registered {
  static constexpr std::string_view type = "dossier.registered.v1";
  About about;
  std::string number;
  Applicant applicant;
  std::optional<Kept> representative;
  std::vector<Component> components;
  core::Instant submitted_at;
  std::optional<Source> source;
  bool imported;
  std::optional<Kept> moment_reason;  ///< why the client stated the moment; so in every type
  bool operator==(const Registered&) const = default;
};

struct Accepted {
  static constexpr std::string_view type = "dossier.accepted.v1";
  About about;
  core::Instant accepted_at;
  core::Date due_date;   ///< overdue on the days after it
  core::Instant due_at;  ///< end of the last session of that day
  core::Date due_original;
  int limit;         ///< working days, working hours or days, by the mode
  std::string mode;  ///< DAY, HOUR, CALENDAR
  std::string calendar_version;
  core::Date counted_from;
  std::vector<Day> days;
  std::optional<Kept> moment_reason;
  bool operator==(const Accepted&) const = default;
};

struct NotAccepted {
  static constexpr std::string_view type = "dossier.not_accepted.v1";
  About about;
  Kept reasons;
  std::optional<Kept> moment_reason;
  bool operator==(const NotAccepted&) const = default;
};

struct Assigned {
  static constexpr std::string_view type = "dossier.assigned.v1";
  About about;
  core::UnitId handling_unit;
  std::optional<std::string> officer;  ///< staff id
  bool implied;                        ///< an import told a result and no assignment
  std::optional<Kept> moment_reason;
  bool operator==(const Assigned&) const = default;
};

struct Resolved {
  static constexpr std::string_view type = "dossier.resolved.v1";
  About about;
  std::string outcome;     ///< granted, refused
  std::string timeliness;  ///< early, on_time, overdue: by due_date, frozen here
  core::Date due_date;
  core::Date due_original;
  core::Instant resolved_at;
  std::optional<Kept> reasons;
  std::optional<int> supplements{};  ///< requests until then; not told of imported ones and in older events
  std::optional<Used> used{};  ///< by the clock until then, more than the limit when late; not told in older events
  std::optional<ClockResumed> clock{};  ///< it stood, in a step that is not counted: it goes on to this due date
  std::optional<Kept> moment_reason;
  bool operator==(const Resolved&) const = default;
};

struct Returned {
  static constexpr std::string_view type = "dossier.returned.v1";
  About about;
  core::Instant returned_at;
  std::optional<std::string> channel;  ///< how the citizen got it: direct, online, postal; not told in older events
  std::optional<Kept> moment_reason;
  bool operator==(const Returned&) const = default;
};

struct Withdrawn {
  static constexpr std::string_view type = "dossier.withdrawn.v1";
  About about;
  bool after_acceptance;
  std::optional<core::Date> due_date;  ///< when it had been accepted
  core::Instant withdrawn_at;
  std::optional<Kept> moment_reason;
  bool operator==(const Withdrawn&) const = default;
};

struct SupplementRequested {
  static constexpr std::string_view type = "dossier.supplement_requested.v1";
  About about;
  Kept items;                           ///< what is missing
  std::string effect;                   ///< RESTART, PAUSE, NO_EFFECT: what the waiting does to the clock
  std::optional<core::Date> reply_due;  ///< last day for the reply, where the procedure sets one
  std::optional<Kept> override_reason;  ///< a leader asked more often than the procedure allows
  std::optional<Standing> standing;     ///< when it had been accepted
  std::optional<ClockStopped> clock;
  std::optional<Kept> moment_reason;
  bool operator==(const SupplementRequested&) const = default;
};

struct SupplementReceived {
  static constexpr std::string_view type = "dossier.supplement_received.v1";
  About about;
  std::string status;                  ///< registered, accepted, processing: back to where it was
  std::optional<std::string> channel;  ///< how it came: direct, online, postal; not told in older events
  std::optional<Standing> standing;    ///< when it had been accepted; else dossier.accepted.v1 follows at once
  std::optional<ClockResumed> clock;
  std::optional<Kept> moment_reason;
  bool operator==(const SupplementReceived&) const = default;
};

struct PaymentRequested {
  static constexpr std::string_view type = "dossier.payment_requested.v1";
  About about;
  std::int64_t amount_vnd;
  Kept basis;
  std::string effect;  ///< PAUSE, COUNT
  Standing standing;
  std::optional<ClockStopped> clock;
  std::optional<Kept> moment_reason;
  bool operator==(const PaymentRequested&) const = default;
};

struct PaymentConfirmed {
  static constexpr std::string_view type = "dossier.payment_confirmed.v1";
  About about;
  std::int64_t amount_vnd;
  Kept receipt;
  std::optional<std::string> channel;  ///< how it was paid: direct, online, postal; not told in older events
  Standing standing;
  std::optional<ClockResumed> clock;
  std::optional<Kept> moment_reason;
  bool operator==(const PaymentConfirmed&) const = default;
};

struct Stopped {
  static constexpr std::string_view type = "dossier.stopped.v1";
  About about;
  Kept reasons;
  std::optional<Standing> standing;  ///< when it had been accepted
  std::optional<ClockStopped> clock;
  std::optional<core::Date> unanswered_since;  ///< the last day for the reply, where it passed in silence
  std::optional<Kept> moment_reason;
  bool operator==(const Stopped&) const = default;
};

struct Reopened {
  static constexpr std::string_view type = "dossier.reopened.v1";
  About about;
  Kept reasons;
  Standing standing;
  std::optional<ClockResumed> clock;
  std::optional<Kept> moment_reason;
  bool operator==(const Reopened&) const = default;
};

/// An apology with another date. It moves no due date.
struct Apologised {
  static constexpr std::string_view type = "dossier.apologised.v1";
  About about;
  core::Date promised_date;
  core::Instant promised_at;
  core::Date due_date;  ///< legal, unmoved
  bool in_time;         ///< before the due day
  Kept reasons;
  std::optional<Kept> moment_reason;
  bool operator==(const Apologised&) const = default;
};

/// The calendar changed, and with it the due date.
struct DeadlineRecounted {
  static constexpr std::string_view type = "dossier.deadline_recounted.v1";
  About about;
  std::string decision;  ///< number of the document that changed the calendar
  core::Date due_before;
  core::Instant due_before_at;
  Standing standing;
  ClockResumed clock;
  std::optional<Kept> moment_reason;
  bool operator==(const DeadlineRecounted&) const = default;
};

// Linked procedures (một cửa liên thông): agencies work one after the other, each in a step with a clock of its own.
// These events follow the one that they come with: an acceptance, a pause, a hand-over, a result.

/// What one agency had to do is done; dossier.step_ended.v1 and dossier.step_begun.v1 follow at once.
struct HandedOver {
  static constexpr std::string_view type = "dossier.handed_over.v1";
  About about;
  int from_step;  ///< from 1
  core::UnitId handling_unit;
  std::optional<std::string> officer;   ///< staff id
  Standing standing;                    ///< of the dossier
  std::optional<ClockStopped> stopped;  ///< the dossier's clock: the next step is not counted
  std::optional<ClockResumed> resumed;  ///< the next step is counted again
  std::optional<Kept> moment_reason;
  bool operator==(const HandedOver&) const = default;
};

/// The agency of the present step says that it has the dossier.
struct HandoverReceived {
  static constexpr std::string_view type = "dossier.handover_received.v1";
  About about;
  int step;
  std::optional<Kept> moment_reason;
  bool operator==(const HandoverReceived&) const = default;
};

struct StepBegun {
  static constexpr std::string_view type = "dossier.step_begun.v1";
  About about;
  int step;
  std::string code;
  std::string agency;  ///< kind of agency, by the catalogue
  core::UnitId unit;   ///< its owner
  bool counted;        ///< in the dossier's limit
  int limit;           ///< of the step: working days, working hours or days, by the mode
  std::string mode;
  std::int64_t dossier_used;  ///< of the dossier's limit, in ClockStopped's unit
  core::Date overdue_from;    ///< first day at whose end the step is overdue
  ClockResumed clock;
  std::optional<Kept> moment_reason;
  bool operator==(const StepBegun&) const = default;
};

/// The step's clock stands while the dossier waits.
struct StepPaused {
  static constexpr std::string_view type = "dossier.step_paused.v1";
  About about;
  int step;
  ClockStopped clock;
  std::optional<Kept> moment_reason;
  bool operator==(const StepPaused&) const = default;
};

struct StepResumed {
  static constexpr std::string_view type = "dossier.step_resumed.v1";
  About about;
  int step;
  core::Date overdue_from;
  ClockResumed clock;
  std::optional<Kept> moment_reason;
  bool operator==(const StepResumed&) const = default;
};

/// The calendar changed, and with it the step's due date.
struct StepRecounted {
  static constexpr std::string_view type = "dossier.step_recounted.v1";
  About about;
  int step;
  std::string decision;
  core::Date due_before;
  core::Instant due_before_at;
  core::Date overdue_from;
  ClockResumed clock;
  std::optional<Kept> moment_reason;
  bool operator==(const StepRecounted&) const = default;
};

struct StepEnded {
  static constexpr std::string_view type = "dossier.step_ended.v1";
  About about;
  int step;
  core::UnitId unit;     ///< its owner, who was late or not
  std::string ended_as;  ///< early, on_time, overdue: by the step's due date; withdrawn
  core::Date due_date;
  std::optional<Kept> moment_reason;
  bool operator==(const StepEnded&) const = default;
};

/// Another unit answers for the dossier, because the one that did has ended. Nothing that is counted changes: the about
/// block goes on naming the unit that received it, and a step's owner stays who it was.
struct Transferred {
  static constexpr std::string_view type = "dossier.transferred.v1";
  About about;
  core::UnitId from_unit;
  core::UnitId to_unit;
  std::string decision;                       ///< number of the document that ended the unit
  bool planned;                               ///< one unit continues it as a whole; else a person decided
  std::optional<core::UnitId> handling_unit;  ///< when it moved as well
  std::optional<std::string> officer;         ///< staff id, when it went along with the handling unit
  std::optional<core::UnitId> step_unit;      ///< who does the present step's work from now on
  std::optional<Kept> moment_reason;
  bool operator==(const Transferred&) const = default;
};

/// A paper lies with the dossier as a file. Neither its name nor anything in it is told; `digest` proves, to whoever is
/// given the salt, that a content is the one that was added.
struct PaperAdded {
  static constexpr std::string_view type = "dossier.paper_added.v1";
  About about;
  std::string paper;             ///< its id
  std::optional<int> component;  ///< number, from 1, among `components` of the registration
  std::string kind;              ///< original, copy, electronic
  std::string media_type;        ///< by its content
  std::int64_t size;             ///< bytes
  std::string digest;
  std::optional<Kept> moment_reason;
  bool operator==(const PaperAdded&) const = default;
};

/// An upload was wrong. Its content is gone; that it was there, and why it went, stays.
struct PaperWithdrawn {
  static constexpr std::string_view type = "dossier.paper_withdrawn.v1";
  About about;
  std::string paper;
  Kept reasons;
  std::optional<Kept> moment_reason;
  bool operator==(const PaperWithdrawn&) const = default;
};

/// Whoever the dossier was about is known no longer: refs and digests of history point to nothing that is kept.
struct PeopleErased {
  static constexpr std::string_view type = "dossier.people_erased.v1";
  About about;
  std::string decision;               ///< number of the document that ordered it
  std::optional<std::string> policy;  ///< of the catalogue, whose time had passed; nothing: at the person's request
  std::optional<Kept> moment_reason;
  bool operator==(const PeopleErased&) const = default;
};

/// The due date is a working day away, or nearer; told once for each due date.
struct DueSoon {
  static constexpr std::string_view type = "dossier.due_soon.v1";
  About about;
  core::Date due_date;
  core::Instant due_at;
  std::optional<Kept> moment_reason;
  bool operator==(const DueSoon&) const = default;
};

/// The due date has passed without a result; told once for each due date.
struct Overdue {
  static constexpr std::string_view type = "dossier.overdue.v1";
  About about;
  core::Date due_date;
  core::Instant due_at;
  bool apologised;  ///< another date had been promised by then
  std::optional<Kept> moment_reason;
  bool operator==(const Overdue&) const = default;
};

using Event = std::variant<Registered, Accepted, NotAccepted, Assigned, Resolved, Returned, Withdrawn,
                           SupplementRequested, SupplementReceived, PaymentRequested, PaymentConfirmed, Stopped,
                           Reopened, Apologised, HandedOver, HandoverReceived, StepBegun, StepPaused, StepResumed,
                           StepRecounted, StepEnded, Transferred, PaperAdded, PaperWithdrawn, PeopleErased,
                           AcceptanceCorrected, UnitCorrected, Annulled, DeadlineRecounted, DueSoon, Overdue>;

std::string_view type_of(const Event& event);
/// The about block of any event.
const About& about(const Event& event);

/// The trip to the counter that the event tells of: submission, supplement, payment, collection. Nothing for any other
/// event, nor for what came online or by post. An event that does not tell its channel has the dossier's.
std::optional<std::string_view> trip_in(const Event& event);

/// The data object, always with the same bytes for the same event. Throws nothing but std::bad_alloc.
std::string write(const Event& event);
/// Reads what `write` wrote, now or years ago. Unknown members are passed over; an unknown type, a missing or wrong
/// member is an error that names it and holds none of the data.
core::Result<Event, std::string> parse(std::string_view type, std::string_view data);

}  // namespace motcua::dossiers::contracts
