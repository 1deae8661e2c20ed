#pragma once

#include <random>
#include <string>
#include <vector>

#include "reporting/domain/facts.hpp"

namespace motcua::reporting::judge {

/// Invented histories: dossiers of some units, with dues counted in days and in hours that move or stand still, pauses
/// one after the other and some that last, facts learnt late, withdrawals before and after acceptance and while paused,
/// refusals at intake, and some that are still on their way; in one of four something turns out to be wrong: another
/// unit, another acceptance, a second entry. The facts of a dossier are in their order, dossiers one
/// after the other. Steps are told the same stories: nothing that follows or counts them knows which of these a step
/// cannot have.
struct Histories {
  std::vector<core::UnitId> units;
  core::Date begin;
  int days = 120;
  int late_by = 40;  ///< a fact in three is learnt up to so many days late
  Subject subject = Subject::dossiers;
};
std::vector<Fact> random_history(std::mt19937& random, const Histories& kind, int dossiers);

/// The same facts in another order of arrival: those of one dossier stay in their order.
std::vector<Fact> shuffled(std::mt19937& random, const std::vector<Fact>& facts);

}  // namespace motcua::reporting::judge
