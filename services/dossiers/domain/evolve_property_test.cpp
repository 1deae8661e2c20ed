#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "dossiers/domain/examples.hpp"

namespace motcua::dossiers {
namespace {

using namespace examples;  // NOLINT: plain values, this file only

/// Some of the units have ended, as a whole or in parts, and a person has decided or nobody has.
TransferDossier any_transfer(std::mt19937& dice) {
  const auto any_unit = [&] { return core::UnitId{"u" + std::to_string(dice() % 4)}; };
  TransferDossier order{"1669/NQ-UBTVQH15", std::nullopt, {}};
  if (dice() % 2 == 0) order.to = any_unit();
  for (const char* unit : {"u0", "u1", "u2", "u3"}) {
    if (dice() % 4 == 0) continue;
    const bool whole = dice() % 2 == 0;
    order.ended.push_back({core::UnitId{unit}, {any_unit()}, whole});
    if (!whole) order.ended.back().successors.push_back(any_unit());
  }
  return order;
}

/// Of a history, which a correction puts right; of any moment, unit or other entry.
Command any_correction(std::mt19937& dice, const std::vector<Happening>& history, core::Instant now) {
  const CorrectionGrounds grounds{a_note(), "leader", dice() % 4 != 0, history};
  switch (dice() % 8) {
    case 0: return AnnulDossier{grounds, OtherEntry{DossierId{"d-0"}, "N", rules().procedure.code, true}};
    case 1: return CorrectUnit{grounds, core::UnitId{"u" + std::to_string(dice() % 4)}};
    default: return CorrectAcceptance{grounds, now - std::chrono::minutes{dice() % 9000}};
  }
}

Command any_command(std::mt19937& dice) {
  const auto one_of = [&](int count) { return std::uniform_int_distribution<>{0, count - 1}(dice); };
  switch (one_of(27)) {
    case 0: return a_registration(static_cast<Channel>(1 + one_of(3)));
    case 1: return AcceptDossier{};
    case 2: return RefuseDossier{one_of(4) == 0 ? std::nullopt : std::optional{a_note()}};
    case 3: return AssignDossier{core::UnitId{"u" + std::to_string(one_of(3))}, std::nullopt, false};
    case 4:
      return ResolveDossier{static_cast<Outcome>(1 + one_of(2)),
                            one_of(2) == 0 ? std::nullopt : std::optional{a_note()}};
    case 5: return ReturnResult{};
    case 6: return one_of(5) == 0 ? Command{WithdrawDossier{}} : Command{AcceptDossier{}};
    case 7: return RequestSupplement{a_note(), one_of(2) == 0 ? std::nullopt : std::optional{a_note()}};
    case 8: return ReceiveSupplement{};
    case 9: return a_bill(one_of(4) * 1000);
    case 10: return ConfirmPayment{a_note()};
    case 11: return StopDossier{one_of(4) == 0 ? std::nullopt : std::optional{a_note()}};
    case 12: return ReopenDossier{a_note()};
    case 13: return Apologise{on("2021-03-10") + std::chrono::days{one_of(20)}, a_note()};
    case 14: return TellNotices{};
    case 15:
    case 16:
    case 17: return HandOver{core::UnitId{"u" + std::to_string(one_of(3))}, std::nullopt};
    case 18: return ReceiveHandover{};
    case 19:
    case 20: return any_transfer(dice);
    case 21: return StopUnanswered{a_note()};
    case 22:
      return AddPaper{PaperId{"f-1"}, 1 + one_of(2), 1, PaperKind::copy, "application/pdf", 7, "d", one_of(3), 2};
    case 23: return WithdrawPaper{PaperId{"f-1"}, one_of(2) == 0, a_note()};
    case 24:
    case 25: return ErasePeople{"12/QĐ-UBND", std::nullopt};
    default: return RecountDeadline{"1/QĐ"};
  }
}

/// Counted, not counted, counted.
std::vector<StepRules> three_steps(const calendar::Allowance& limit) {
  const std::int64_t first = limit.amount / 3;
  return {{"a", "x", {limit.mode, first}, true},
          {"b", "y", {limit.mode, first}, false},
          {"c", "x", {limit.mode, limit.amount - first}, true}};
}

bool one_of_two(std::mt19937& dice) { return dice() % 2 == 0; }

/// The dossier with the units, the officer and the place in history of another.
Dossier with_units_of(Dossier dossier, const Dossier& other) {
  dossier.responsible_unit = other.responsible_unit;
  dossier.handling_unit = other.handling_unit;
  dossier.officer = other.officer;
  if (!dossier.steps.empty()) dossier.steps.back().moved_to = other.steps.back().moved_to;
  dossier.version = other.version;
  dossier.last_moment = other.last_moment;
  dossier.last_recorded = other.last_recorded;
  return dossier;
}

TEST(FoldingTheHistory, GivesTheStateWhateverIsOrderedWhenever) {
  std::mt19937 dice{20201215};  // NOLINT: the same sequences every time
  int transfers = 0;
  int silences = 0;
  int erasures = 0;
  int corrections = 0;
  for (int round = 0; round < 4000; ++round) {
    Dossier state;
    std::vector<Happening> history;
    core::Instant clock = monday();
    for (int step = 0; step < 15; ++step) {
      clock += std::chrono::minutes{std::uniform_int_distribution<>{-300, 900}(dice)};  // it may step back
      const bool silence = state.reply_due && one_of_two(dice);
      if (silence) clock = std::max(clock, core::vietnam_instant(*state.reply_due) + std::chrono::days{3});
      Facts given = facts(clock);
      given.by_leader = one_of_two(dice);
      given.rules.supplement_effect = static_cast<SupplementEffect>(dice() % 3);
      if (one_of_two(dice)) given.rules.supplement_reply_limit = 1;
      if (round % 2 == 0) given.rules.limit = {calendar::Mode::hour, 600};
      if (round % 3 == 0) given.rules.steps = three_steps(given.rules.limit);
      if (dice() % 3 == 0) given.stated = Declared{clock - std::chrono::minutes{dice() % 2000}, a_note()};
      const bool corrects = dice() % 10 == 0;
      const Decision decision = decide(state,
                                       silence    ? StopUnanswered{a_note()}
                                       : corrects ? any_correction(dice, history, clock)
                                                  : any_command(dice),
                                       given);
      if (!decision) continue;
      for (const Happening& happening : *decision) {
        // Whoever had time left when the clock stopped has it still.
        if (const auto* resolved = std::get_if<DossierResolved>(&happening.event); resolved && !state.clock->running) {
          ASSERT_NE(resolved->timeliness, Timeliness::overdue);
        }
        ASSERT_TRUE(!state.doubles || std::holds_alternative<PeopleErased>(happening.event) ||
                    std::holds_alternative<PaperWithdrawn>(happening.event))
            << "nothing happens to what was annulled";
        ASSERT_GE(happening.occurred_at, state.version > 0 ? state.last_moment : happening.occurred_at);
        if (!history.empty()) {
          ASSERT_GE(happening.recorded_at, history.back().recorded_at);
        }
        ASSERT_LE(happening.occurred_at, happening.recorded_at);
        const Dossier before = state;
        state = evolve(std::move(state), happening);
        if (std::holds_alternative<DossierTransferred>(happening.event)) {
          ASSERT_EQ(with_units_of(before, state), state) << "a transfer moved more than units";
          transfers += 1;
        }
        if (const auto* stopped = std::get_if<DossierStopped>(&happening.event); stopped && stopped->unanswered_since) {
          silences += 1;
        }
        if (!is_of_the_dossier(happening.event) && before.corrections != state.corrections) {
          ASSERT_EQ(before.resolved_at, state.resolved_at) << "a correction moved a result";
          ASSERT_EQ(before.status, state.status);
          ASSERT_EQ(before.number, state.number);
          corrections += 1;
        }
        history.push_back(happening);
      }
    }
    Dossier folded;
    for (const Happening& happening : history) folded = evolve(std::move(folded), happening);
    ASSERT_EQ(folded, state);
    const bool corrected = std::ranges::any_of(
        state.corrections, [](const Correction& one) { return one.what == Corrected::receiving_unit; });
    ASSERT_TRUE(corrected || state.receiving_unit == core::UnitId{state.version > 0 ? "u1" : ""})
        << "reports count by it";
    erasures += state.people_erased_at ? 1 : 0;
    ASSERT_TRUE(!state.people_erased_at || is_closed(state.status) || state.doubles)
        << "who is forgotten is waited for no longer";
    ASSERT_EQ(state.version, static_cast<std::int64_t>(history.size()));
    ASSERT_EQ(state.deadline.has_value(), state.accepted_at.has_value());
    ASSERT_EQ(state.outcome.has_value(), state.resolved_at.has_value());
    ASSERT_EQ(state.deadline.has_value(), state.clock.has_value());
    if (state.reply_due) {
      ASSERT_EQ(state.status, Status::supplement_requested);
    }
    const Step* step = step_of(state);
    ASSERT_EQ(step != nullptr, !state.steps.empty() && !state.resolved_at && !state.withdrawn_at);
    if (step != nullptr && !is_paused(state.status)) {
      ASSERT_TRUE(step->clock.running);
    }
    for (std::size_t at = 0; at + 1 < state.steps.size(); ++at) ASSERT_TRUE(state.steps[at].ended);
    if (state.deadline) {
      ASSERT_GE(state.deadline->at, state.deadline->original_at);
      ASSERT_LE(state.clock->used, state.clock->limit.amount);
    }
  }
  EXPECT_GT(transfers, 100);
  EXPECT_GT(silences, 50);
  EXPECT_GT(erasures, 10);
  EXPECT_GT(corrections, 100);
}

}  // namespace
}  // namespace motcua::dossiers
