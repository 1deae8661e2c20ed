#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "dossiers/domain/dossier.hpp"

namespace motcua::dossiers {

struct DossierRegistered {
  DossierId id;
  std::string number;
  ProcedureKey procedure;
  core::UnitId receiving_unit;
  Channel channel;
  Applicant applicant;
  std::vector<Component> components;
  std::optional<Source> source;
  bool imported;
  bool operator==(const DossierRegistered&) const = default;
};
/// The clock stands from here on.
struct ClockStopped {
  std::int64_t used;  ///< of the limit so far, in its unit
  bool operator==(const ClockStopped&) const = default;
};
/// The clock runs again, towards another due date.
struct ClockResumed {
  calendar::Due due;
  std::int64_t used;  ///< of the limit before now; 0: the period is counted afresh
  bool operator==(const ClockResumed&) const = default;
};

struct DossierAccepted {
  ProcedureKey procedure;  ///< in force at that moment; the dossier keeps it
  calendar::Due due;
  calendar::Allowance limit;
  bool operator==(const DossierAccepted&) const = default;
};
struct DossierNotAccepted {
  Note reasons;
  bool operator==(const DossierNotAccepted&) const = default;
};
struct DossierAssigned {
  core::UnitId handling_unit;
  std::optional<OfficerId> officer;
  bool implied;
  bool operator==(const DossierAssigned&) const = default;
};
struct DossierResolved {
  Outcome outcome;
  Timeliness timeliness;
  std::optional<Note> reasons;
  std::optional<int> supplements{};  ///< requests until then; nobody knows of an imported one
  std::optional<calendar::Allowance>
      used{};                           ///< what the clock counted until then, more than the limit when it is late
  std::optional<ClockResumed> clock{};  ///< it stood, for a step that is not counted: what would have been left
  bool operator==(const DossierResolved&) const = default;
};
struct ResultReturned {
  std::optional<Channel> channel;  ///< nothing when nobody told: as the dossier came. So in the others that have one
  bool operator==(const ResultReturned&) const = default;
};
struct DossierWithdrawn {
  bool after_acceptance;
  bool operator==(const DossierWithdrawn&) const = default;
};
struct SupplementRequested {
  Note items;
  SupplementEffect effect;              ///< of the procedure's version, kept for the reply
  std::optional<core::Date> reply_due;  ///< last day for the reply, where the procedure sets one
  std::optional<Note> override_reason;
  std::optional<ClockStopped> clock;
  bool operator==(const SupplementRequested&) const = default;
};
struct SupplementReceived {
  std::optional<Channel> channel;
  std::optional<ClockResumed> clock;
  bool operator==(const SupplementReceived&) const = default;
};
struct PaymentRequested {
  Vnd amount;
  Note basis;
  FinancialStep effect;
  std::optional<ClockStopped> clock;
  bool operator==(const PaymentRequested&) const = default;
};
struct PaymentConfirmed {
  Vnd amount;
  Note receipt;
  std::optional<Channel> channel;
  std::optional<ClockResumed> clock;
  bool operator==(const PaymentConfirmed&) const = default;
};
struct DossierStopped {
  Note reasons;
  std::optional<ClockStopped> clock;
  std::optional<core::Date> unanswered_since{};  ///< the last day for the reply, where it passed in silence
  bool operator==(const DossierStopped&) const = default;
};
struct DossierReopened {
  Note reasons;
  std::optional<ClockResumed> clock;
  bool operator==(const DossierReopened&) const = default;
};
struct ApologyMade {
  core::Date promised;
  core::Instant promised_at;  ///< end of that day's last session
  bool in_time;               ///< at latest the working day before the due date (domain rules 1.4)
  Note reasons;
  bool operator==(const ApologyMade&) const = default;
};
struct DeadlineRecounted {
  ClockResumed clock;
  core::Date due_before;
  core::Instant due_before_at;
  std::string decision;  ///< number of the document that changed the calendar
  bool operator==(const DeadlineRecounted&) const = default;
};

// Steps of linked procedures. They follow the event that they come with: an acceptance, a pause, a hand-over, a result.

struct HandedOver {
  int from;  ///< number of the step that is done
  core::UnitId unit;
  std::optional<OfficerId> officer;
  std::optional<ClockStopped> stopped;  ///< the next step is not counted
  std::optional<ClockResumed> resumed;  ///< this step was not counted, and the next one is
  bool operator==(const HandedOver&) const = default;
};
struct HandoverReceived {
  int step;
  bool operator==(const HandoverReceived&) const = default;
};
struct StepBegun {
  int number;
  std::string code;
  std::string agency;
  core::UnitId unit;
  bool counted;
  calendar::Allowance limit;
  calendar::Due due;
  std::int64_t dossier_used;  ///< of the dossier's limit so far
  bool operator==(const StepBegun&) const = default;
};
struct StepPaused {
  int number;
  ClockStopped clock;
  bool operator==(const StepPaused&) const = default;
};
struct StepResumed {
  int number;
  ClockResumed clock;
  bool operator==(const StepResumed&) const = default;
};
struct StepRecounted {
  int number;
  ClockResumed clock;
  core::Date due_before;
  core::Instant due_before_at;
  std::string decision;
  bool operator==(const StepRecounted&) const = default;
};
struct StepEnded {
  int number;
  std::optional<Timeliness> timeliness;  ///< nothing: the dossier was withdrawn
  bool operator==(const StepEnded&) const = default;
};

/// Another unit answers for the dossier, because its own has ended. Number, dates, status and clocks stay.
struct DossierTransferred {
  core::UnitId from;
  core::UnitId to;
  std::string decision;                       ///< number of the document that ended the unit
  bool planned;                               ///< followed from the catalogue alone; else a person decided
  std::optional<core::UnitId> handling_unit;  ///< when it moves as well
  std::optional<OfficerId> officer;           ///< goes along with a handling unit that is continued as a whole
  std::optional<core::UnitId> step_unit;      ///< when the work of the present step moves as well
  bool operator==(const DossierTransferred&) const = default;
};

/// A paper lies with the dossier as a file. Its name, and the digest that others could try guesses against, stay out.
struct PaperAdded {
  PaperId id;
  std::optional<int> component;  ///< its number, from 1, among the papers named at the registration
  PaperKind kind;
  std::string type;    ///< media type, by its content
  std::int64_t size;   ///< bytes
  std::string digest;  ///< of the content's digest, salted
  bool operator==(const PaperAdded&) const = default;
};
/// Its content is gone.
struct PaperWithdrawn {
  PaperId id;
  Note reasons;
  bool operator==(const PaperWithdrawn&) const = default;
};

/// Whoever the dossier was about is known no longer: their data and all free texts are gone, the course stays.
struct PeopleErased {
  std::string decision;               ///< number of the document that ordered it
  std::optional<std::string> policy;  ///< of the catalogue; nothing: at the person's request
  bool operator==(const PeopleErased&) const = default;
};

// Corrections. Each holds what was told wrongly and what is right, and the whole course that counts from then on, so
// that who counts can take back what was and count what is.

/// Who comes to the counter, and why: submission, supplement, payment, collection.
struct Visit {
  std::string reason;
  core::Instant at;
  bool operator==(const Visit&) const = default;
};
/// A part of a dossier's life under one due date, or under none while its clock stands.
struct Stretch {
  struct DueBy {
    core::Date date;
    core::Instant at;
    bool operator==(const DueBy&) const = default;
  };

  core::Instant since;
  bool paused;               ///< waits for papers, money or conditions
  std::optional<DueBy> due;  ///< nothing while the clock stands
  std::optional<ClockStopped> stopped{};
  std::optional<ClockResumed> resumed{};  ///< of both, what the clock did when the stretch began
  bool operator==(const Stretch&) const = default;
};
/// What a dossier went through, as far as anybody counts it.
struct Course {
  struct End {
    core::Instant at;
    std::optional<Timeliness> timeliness;  ///< nothing: it was withdrawn
    std::optional<int> supplements{};
    std::optional<calendar::Allowance> used{};
    bool operator==(const End&) const = default;
  };

  std::vector<Stretch> stretches{};  ///< none before acceptance
  std::optional<End> end{};
  std::vector<Visit> visits{};
  bool operator==(const Course&) const = default;
};

/// What is said of every correction.
struct CorrectionBasis {
  std::int64_t supersedes;  ///< version of the event that told what was wrong
  Note reasons;
  std::string role;                    ///< of the actor
  std::vector<Visit> visits_before{};  ///< that counted until now
  bool operator==(const CorrectionBasis&) const = default;
};

/// It was accepted at another moment. The due date is counted again from there, through every pause.
struct AcceptanceCorrected {
  CorrectionBasis basis;
  core::Instant accepted_before;
  core::Instant accepted_at;
  bool with_submission;    ///< handed in by the same act, at that moment too
  ProcedureKey procedure;  ///< in force at that moment
  calendar::Allowance limit;
  std::optional<SupplementEffect> awaited;
  std::optional<core::Instant> due_before;  ///< nothing while the clock stood
  std::optional<Timeliness> timeliness_before;
  core::Instant last_moment;  ///< of what has happened to the dossier by now
  Course course;
  bool operator==(const AcceptanceCorrected&) const = default;
};
/// Another unit received it, and answers for it.
struct UnitCorrected {
  CorrectionBasis basis;
  core::UnitId before;
  core::UnitId unit;
  Course course;
  bool operator==(const UnitCorrected&) const = default;
};
/// It was a second entry of another dossier: nothing of it counts.
struct DossierAnnulled {
  CorrectionBasis basis;
  DossierId other;
  std::string doubles;  ///< number of the other
  bool operator==(const DossierAnnulled&) const = default;
};

/// The due date is a working day away, or nearer.
struct DueSoon {
  core::Date due;
  core::Instant due_at;
  bool operator==(const DueSoon&) const = default;
};
struct Overdue {
  core::Date due;
  core::Instant due_at;
  bool apologised;  ///< an apology was made; late without one is a fault of its own (domain rules 1.4)
  bool operator==(const Overdue&) const = default;
};

using Event = std::variant<DossierRegistered, DossierAccepted, DossierNotAccepted, DossierAssigned, DossierResolved,
                           ResultReturned, DossierWithdrawn, SupplementRequested, SupplementReceived, PaymentRequested,
                           PaymentConfirmed, DossierStopped, DossierReopened, ApologyMade, HandedOver, HandoverReceived,
                           StepBegun, StepPaused, StepResumed, StepRecounted, StepEnded, DossierTransferred, PaperAdded,
                           PaperWithdrawn, PeopleErased, AcceptanceCorrected, UnitCorrected, DossierAnnulled,
                           DeadlineRecounted, DueSoon, Overdue>;

/// An event with both its times: when it happened in the world, and when we learnt it.
struct Happening {
  Event event;
  core::Instant occurred_at;
  core::Instant recorded_at;
  std::optional<Note> moment_reason;  ///< why a client stated the moment of a live command
  bool operator==(const Happening&) const = default;
};

}  // namespace motcua::dossiers
