#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "dossiers/checklist.hpp"
#include "dossiers/clock_ledger.hpp"
#include "dossiers/domain/dossier.hpp"
#include "dossiers/people.hpp"
#include "dossiers/status_steps.hpp"
#include "dossiers/transferring.hpp"
#include "dossiers/trips.hpp"
#include "outbox/history.hpp"

/// Answers' bodies as JSON text: openapi.yaml is the contract. They are made here and not at the edge because an answer
/// is stored in the transaction of its command.
namespace motcua::dossiers::views {

enum class Shown { whole, masked };

/// A dossier as one sees it; `slip_code` is in the answer to its registration alone.
std::string dossier(const Dossier& dossier, const ApplicantDetails& people, Shown shown,
                    const catalogue::Catalogue& catalogue, const std::optional<std::string>& slip_code = std::nullopt);
/// The same, whole, with what officers typed about it.
std::string dossier(const Dossier& dossier, const ApplicantDetails& people, const Texts& texts,
                    const catalogue::Catalogue& catalogue);
/// A page: bodies of dossiers as `dossier` made them.
std::string page(std::span<const std::string> dossiers, const std::optional<std::string>& next);
/// `next` is the version to go on after.
std::string history(std::span<const outbox::HistoryRow> rows, std::optional<std::int64_t> next);
/// The dossier has a deadline.
std::string deadline(const Dossier& dossier, std::span<const ClockEntry> ledger);

/// What the due date would be.
struct Preview {
  ProcedureKey procedure;
  core::Instant received_at;
  calendar::Allowance limit;
  Derivation derivation;
};
std::string preview(const Preview& preview, const catalogue::Catalogue& catalogue);

/// What is lacking of a procedure's papers.
std::string check(const catalogue::Procedure& procedure, const Completeness& completeness);

std::string trips(std::span<const Trip> trips);
/// `texts` for those who are shown what officers typed; null for others.
std::string status_history(std::span<const StatusStep> steps, const std::map<NoteRef, std::string>* texts,
                           const catalogue::Catalogue& catalogue);

/// A step of one dossier among those of all.
struct StatusChange {
  std::int64_t sequence;
  DossierId dossier;
  std::string number;
  StatusStep step;
  std::optional<Corrected> corrects{};  ///< what was told before is not so: when it was accepted, or that it counts
};
/// `next` is the sequence to go on after.
std::string status_changes(std::span<const StatusChange> changes, std::int64_t next,
                           const catalogue::Catalogue& catalogue);
/// What units had in hand that have ended; units with their codes, which `bulk-transfer` takes.
std::string transfers(const TransferPage& page, bool dry_run, const std::optional<std::string>& next,
                      const catalogue::Catalogue& catalogue);
/// Status and dates only.
std::string look_up(const Dossier& dossier);

}  // namespace motcua::dossiers::views
