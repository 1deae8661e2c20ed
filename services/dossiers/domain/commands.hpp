#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "dossiers/domain/events.hpp"

namespace motcua::dossiers {

/// Begins a dossier. At a counter or by post it is accepted at once, unless it comes from years past: then its own
/// moments say when.
struct RegisterDossier {
  DossierId id;
  std::string number;
  core::UnitId receiving_unit;
  Channel channel;
  Applicant applicant;
  std::vector<Component> components;
  std::optional<Source> source;
};
struct AcceptDossier {};
struct RefuseDossier {
  std::optional<Note> reasons;
};
struct AssignDossier {
  core::UnitId handling_unit;
  std::optional<OfficerId> officer;
  bool implied = false;    ///< an import told a result and no assignment
  bool continues = false;  ///< the unit goes on for the present step's owner, which has ended
};
struct ResolveDossier {
  Outcome outcome;
  std::optional<Note> reasons;
};
/// How the citizen got it; as the dossier came in when left out. The same where else a channel is told.
struct ReturnResult {
  std::optional<Channel> channel{};
};
struct WithdrawDossier {};

/// One request names all that is missing (domain rules 1.2).
struct RequestSupplement {
  std::optional<Note> items;
  std::optional<Note> override_reason;  ///< why a leader asks more often than the procedure allows
};
/// The citizen has brought what was missing.
struct ReceiveSupplement {
  std::optional<Channel> channel{};
};
struct RequestPayment {
  Vnd amount;  ///< more than 0
  std::optional<Note> basis;
};
struct ConfirmPayment {
  std::optional<Note> receipt;
  std::optional<Channel> channel{};
};
struct StopDossier {
  std::optional<Note> reasons;
};
struct ReopenDossier {
  std::optional<Note> reasons;
};
/// An apology with another date: it moves what the citizen is told, never what is legal.
struct Apologise {
  core::Date promised;
  std::optional<Note> reasons;
};
/// Linked procedures: what this agency had to do is done, and the next one goes on.
struct HandOver {
  core::UnitId unit;  ///< of the next step's agency
  std::optional<OfficerId> officer;
};
/// The agency of the present step says that it has the dossier.
struct ReceiveHandover {};

/// A unit that has ended, and what became of it by the catalogue.
struct EndedUnit {
  core::UnitId unit;
  std::vector<core::UnitId> successors;  ///< in force; several when it was split
  bool whole;                            ///< the one successor continues it entirely
};

/// The unit that answers for the dossier has ended: another one does from now on (chuyển hồ sơ khi sắp xếp đơn vị hành
/// chính).
struct TransferDossier {
  std::string decision;            ///< number of the document that ended the unit, as `1669/NQ-UBTVQH15`
  std::optional<core::UnitId> to;  ///< as a person decided; nothing: by the plan, which follows whole successors alone
  std::vector<EndedUnit> ended;    ///< of the dossier's units those that are no longer in force
};

/// A paper was uploaded as a file. What it may be was looked at before; here is what history tells of it.
struct AddPaper {
  PaperId id;
  std::optional<int> component;  ///< its number, from 1, among the papers named at the registration
  int components;                ///< that were named there
  PaperKind kind;
  std::string type;    ///< media type
  std::int64_t size;   ///< bytes
  std::string digest;  ///< salted
  std::int64_t kept;   ///< papers that the dossier has
  std::int64_t most;   ///< that it may have
};
/// An upload was wrong: its content goes, that it was there stays.
struct WithdrawPaper {
  PaperId id;
  bool withdrawn;  ///< already
  std::optional<Note> reasons;
};

/// How long the people of a dossier are kept once it is closed, by the catalogue.
struct Retention {
  std::string policy;  ///< its code
  int years;           ///< 1 or more, from the day on which the dossier was closed
};
/// The personal data of the dossier's people, and what officers typed about it, go for good (xóa dữ liệu cá nhân).
struct ErasePeople {
  std::string decision;                ///< number of the document that orders it, as `12/QĐ-UBND`
  std::optional<Retention> retention;  ///< nothing: the person has asked for it and a leader decided
};

/// What every correction rests on: the history that it puts right, whole.
struct CorrectionGrounds {
  std::optional<Note> reasons;
  std::string role;           ///< of the actor, by which they may
  bool result_stays = false;  ///< the order says that a result already given stays what and when it was
  std::vector<Happening> history{};
};
/// The dossier was accepted at another moment than was told. The facts' rules are those in force at that moment.
struct CorrectAcceptance {
  CorrectionGrounds grounds;
  core::Instant accepted_at;
};
/// Another unit received the dossier.
struct CorrectUnit {
  CorrectionGrounds grounds;
  core::UnitId unit;
};
/// Another dossier, as far as it matters to one that was entered twice.
struct OtherEntry {
  DossierId id;
  std::string number;
  std::string procedure_code;
  bool counts;  ///< neither annulled itself nor refused at intake or withdrawn
};
/// The dossier was entered twice: this is the second entry.
struct AnnulDossier {
  CorrectionGrounds grounds;
  std::optional<OtherEntry> other;  ///< nothing: there is none of that number that the actor sees
};

/// The calendar has changed since the due date was counted.
struct RecountDeadline {
  std::string decision;  ///< number of the document that changed it, as `2450/VPCP-KGVX`
};

/// The last day for the citizen's reply has passed in silence, so the work stops, by the service's own doing.
struct StopUnanswered {
  Note reasons;
};

/// Tells, once for each due date, that it is near and that it has passed.
struct TellNotices {};

using Command = std::variant<RegisterDossier, AcceptDossier, RefuseDossier, AssignDossier, ResolveDossier, ReturnResult,
                             WithdrawDossier, RequestSupplement, ReceiveSupplement, RequestPayment, ConfirmPayment,
                             StopDossier, ReopenDossier, Apologise, HandOver, ReceiveHandover, TransferDossier,
                             AddPaper, WithdrawPaper, ErasePeople, CorrectAcceptance, CorrectUnit, AnnulDossier,
                             RecountDeadline, StopUnanswered, TellNotices>;

}  // namespace motcua::dossiers
