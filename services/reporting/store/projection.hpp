#pragma once

#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/embedded.hpp"
#include "core/strong.hpp"
#include "reporting/domain/facts.hpp"
#include "store/database.hpp"

namespace motcua::reporting {

/// A unit and all above it as they stood when it was in force, itself first; empty when the catalogue does not know it.
using Ancestors = std::function<std::vector<core::UnitId>(const core::UnitId&)>;

/// Follows facts in their order (that of each dossier and its steps is what matters): spans and counts change in the
/// caller's transaction. Throws outbox::Unreadable for a fact that cannot follow what is known, or of a unit that the
/// catalogue does not know.
void apply(store::Transaction& tx, std::span<const Fact> facts, const Ancestors& ancestors);

/// What all of the above stands at: another one after each change, never one that was there before.
std::string projection_token(store::Transaction& tx);

/// Units that have received a dossier or owned a step; of those, the ones that are `above` or were under it as they
/// stood then.
std::vector<core::UnitId> counted_units(store::Transaction& tx);
std::vector<core::UnitId> counted_units_within(store::Transaction& tx, const core::UnitId& above);

/// Tables spans, daily, monthly, durations_daily, durations_monthly; the first three of steps as well; unit_ancestors,
/// projection.
std::span<const core::EmbeddedFile> migrations();

}  // namespace motcua::reporting
