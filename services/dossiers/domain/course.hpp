#pragma once

#include <span>
#include <vector>

#include "dossiers/domain/clock.hpp"
#include "dossiers/domain/decide.hpp"

/// A dossier's history as who counts sees it, and as it would have been with other facts.
namespace motcua::dossiers::course {

/// What the history tells of the dossier's course: as recorded, but for what was corrected since.
Course told_by(std::span<const Happening> history);

/// What another acceptance makes of a history.
struct Acceptance {
  core::Instant at;
  bool with_submission;  ///< it was handed in by the same act, so at the same moment
  core::UnitId unit;     ///< that received it, as far as is known by now
};

/// The same history as if the dossier had been accepted then, by the facts' rules: every due date is counted again with
/// the facts' calendar, every pause and every result at its own moment. Without notices, recounts and corrections: it
/// needs none. The dossier is not of a linked procedure.
core::Result<std::vector<Happening>, calendar::NotCovered> retold(std::span<const Happening> history,
                                                                  const Acceptance& acceptance, const Facts& facts);

}  // namespace motcua::dossiers::course
