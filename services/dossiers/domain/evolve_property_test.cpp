#include <gtest/gtest.h>

#include <random>

#include "dossiers/domain/examples.hpp"

namespace motcua::dossiers {
namespace {

using namespace examples;  // NOLINT: plain values, this file only

Command any_command(std::mt19937& dice) {
  const auto one_of = [&](int count) { return std::uniform_int_distribution<>{0, count - 1}(dice); };
  switch (one_of(7)) {
    case 0: return a_registration(static_cast<Channel>(1 + one_of(3)));
    case 1: return AcceptDossier{};
    case 2: return RefuseDossier{one_of(4) == 0 ? std::nullopt : std::optional{a_note()}};
    case 3: return AssignDossier{core::UnitId{"u" + std::to_string(one_of(3))}, std::nullopt, false};
    case 4:
      return ResolveDossier{static_cast<Outcome>(1 + one_of(2)),
                            one_of(2) == 0 ? std::nullopt : std::optional{a_note()}};
    case 5: return ReturnResult{};
    default: return one_of(5) == 0 ? Command{WithdrawDossier{}} : Command{AcceptDossier{}};
  }
}

TEST(FoldingTheHistory, GivesTheStateWhateverIsOrderedWhenever) {
  std::mt19937 dice{20201215};  // NOLINT: the same sequences every time
  for (int round = 0; round < 2000; ++round) {
    Dossier state;
    std::vector<Happening> history;
    core::Instant clock = monday();
    for (int step = 0; step < 15; ++step) {
      clock += std::chrono::minutes{std::uniform_int_distribution<>{-300, 900}(dice)};  // it may step back
      Facts given = facts(clock);
      if (dice() % 3 == 0) given.stated = Declared{clock - std::chrono::minutes{dice() % 2000}, a_note()};
      const Decision decision = decide(state, any_command(dice), given);
      if (!decision) continue;
      for (const Happening& happening : *decision) {
        if (!history.empty()) {
          ASSERT_GE(happening.occurred_at, history.back().occurred_at);
          ASSERT_GE(happening.recorded_at, history.back().recorded_at);
        }
        ASSERT_LE(happening.occurred_at, happening.recorded_at);
        state = evolve(std::move(state), happening);
        history.push_back(happening);
      }
    }
    Dossier folded;
    for (const Happening& happening : history) folded = evolve(std::move(folded), happening);
    ASSERT_EQ(folded, state);
    ASSERT_EQ(state.version, static_cast<std::int64_t>(history.size()));
    ASSERT_EQ(state.deadline.has_value(), state.accepted_at.has_value());
    ASSERT_EQ(state.outcome.has_value(), state.resolved_at.has_value());
    if (state.deadline) {
      ASSERT_EQ(state.deadline->date, state.deadline->original);
    }
  }
}

}  // namespace
}  // namespace motcua::dossiers
