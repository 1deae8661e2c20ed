#pragma once

#include <vector>

#include "calendar/calendar.hpp"
#include "core/result.hpp"
#include "dossiers/domain/commands.hpp"
#include "dossiers/domain/events.hpp"
#include "dossiers/domain/refusal.hpp"

namespace motcua::dossiers {

/// A step of a linked procedure, as the catalogue has it.
struct StepRules {
  std::string code;
  std::string agency;  ///< kind of agency
  calendar::Allowance limit;
  bool counted;  ///< in the procedure's limit
};

/// What the catalogue says about the dossier's procedure, in the domain's own words.
struct ProcedureRules {
  ProcedureKey procedure;
  calendar::Allowance limit;
  calendar::Reception reception;
  SupplementEffect supplement_effect;
  int supplement_limit;                       ///< requests; a leader may ask once more
  std::optional<int> supplement_reply_limit;  ///< working days
  FinancialStep financial_step;
  int reappointment_limit;         ///< new dates promised in apologies
  std::vector<StepRules> steps{};  ///< in their order; none when one agency does it all
};

/// A moment that a client states for a live command, or an import for its line.
struct Declared {
  core::Instant moment;
  std::optional<Note> reason;  ///< live commands have one
};

/// Facts told as they happen, or years later by another system.
enum class Told { live, imported };

/// Everything that a decision may rest on besides the state and the command.
struct Facts {
  core::Instant now;  ///< when we learn it
  std::optional<Declared> stated;
  Told told = Told::live;
  bool by_leader = false;  ///< the actor may override limits
  ProcedureRules rules;
  const calendar::Calendar& calendar;
};

/// The last due date that is a working day away, or nearer, on that day: what a warning is due for.
core::Result<core::Date, calendar::NotCovered> within_a_working_day(core::Date today,
                                                                    const calendar::Calendar& calendar);

using Decision = core::Result<std::vector<Happening>, Refusal>;

/// When a command happens: as stated; else now, but never before what the record knows already: a clock stepped back
/// refuses nobody.
core::Instant moment_of(const Dossier& dossier, const Facts& facts);

/// What the command makes happen to the dossier, or the rule that forbids it. Pure.
Decision decide(const Dossier& dossier, const Command& command, const Facts& facts);

}  // namespace motcua::dossiers
