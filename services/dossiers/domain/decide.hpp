#pragma once

#include <vector>

#include "calendar/calendar.hpp"
#include "core/result.hpp"
#include "dossiers/domain/commands.hpp"
#include "dossiers/domain/events.hpp"
#include "dossiers/domain/refusal.hpp"

namespace motcua::dossiers {

/// What the catalogue says about the dossier's procedure, in the domain's own words.
struct ProcedureRules {
  ProcedureKey procedure;
  calendar::WorkingDays limit{0};
  std::string mode;  ///< how the limit is counted, as the catalogue writes it: DAY
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
  ProcedureRules rules;
  const calendar::Calendar& calendar;
};

using Decision = core::Result<std::vector<Happening>, Refusal>;

/// When a command happens: as stated; else now, but never before what the record knows already: a clock stepped back
/// refuses nobody.
core::Instant moment_of(const Dossier& dossier, const Facts& facts);

/// What the command makes happen to the dossier, or the rule that forbids it. Pure.
Decision decide(const Dossier& dossier, const Command& command, const Facts& facts);

}  // namespace motcua::dossiers
