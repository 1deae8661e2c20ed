#pragma once

#include <vector>

#include "core/result.hpp"
#include "dossiers/domain/clock.hpp"
#include "dossiers/domain/decide.hpp"

/// Linked procedures (một cửa liên thông, domain rules 1.5): agencies work one after the other, each in a step with a
/// limit and a clock of its own. The dossier has one more clock, which counts the counted steps together: the citizen
/// sees that one alone.
namespace motcua::dossiers::steps {

/// The procedure has a step after the one that the work is at.
const StepRules* next_step(const Dossier& dossier, const ProcedureRules& rules);

/// A step that is not counted: the dossier's clock stands for it, whatever else the dossier waits for.
bool holds_the_clock(const Dossier& dossier);

/// From how much of the dossier's limit the period is counted afresh: what the steps before this one used up, and no
/// more than they were given. 0 when the procedure is not linked.
std::int64_t used_before_step(const Dossier& dossier, const ProcedureRules& rules);

/// What an event does to the steps: events that follow it at once. `after` is the dossier after the event.
core::Result<std::vector<Event>, calendar::NotCovered> following(const Event& event, const Dossier& before,
                                                                 const Dossier& after, core::Instant moment,
                                                                 const Facts& facts);

/// The step's due date counted again; none when it stays what it is.
core::Result<std::vector<Event>, calendar::NotCovered> recounted(const Dossier& dossier, const std::string& decision,
                                                                 const clock::Counting& counting);

}  // namespace motcua::dossiers::steps
