// A unit ends and others go on: what moves with its dossiers, and what does not.
#include "dossiers/domain/transfer.hpp"

#include <gtest/gtest.h>

#include "dossiers/domain/examples.hpp"

namespace motcua::dossiers {
namespace {

using namespace examples;  // NOLINT: plain values, this file only

const core::UnitId old_unit{"u1"};  // of the examples
const core::UnitId handler{"u2"};   // theirs as well
const core::UnitId east{"u7"};
const core::UnitId west{"u8"};

core::Instant later(int hours) { return monday() + std::chrono::hours{hours}; }

EndedUnit whole(const core::UnitId& unit, const core::UnitId& into) { return {unit, {into}, true}; }
EndedUnit split(const core::UnitId& unit) { return {unit, {east, west}, false}; }

TransferDossier planned(std::vector<EndedUnit> ended) { return {"1669/NQ-UBTVQH15", std::nullopt, std::move(ended)}; }
TransferDossier chosen(const core::UnitId& to, std::vector<EndedUnit> ended) {
  return {"1669/NQ-UBTVQH15", to, std::move(ended)};
}

Dossier moved(const Dossier& dossier, const TransferDossier& order) { return after(dossier, order, facts(later(5))); }

Rule refused(const Dossier& dossier, const TransferDossier& order) {
  const Decision decision = decide(dossier, order, facts(later(5)));
  EXPECT_FALSE(decision.ok());
  return decision.ok() ? Rule::register_once : decision.error().rule;
}

TEST(TransferringADossier, ByThePlanGoesToTheUnitThatContinuesItsOwnAsAWhole) {
  const Dossier before = a_dossier(Status::accepted);
  const Dossier now = moved(before, planned({whole(old_unit, east)}));
  EXPECT_EQ(now.responsible_unit, east);
  EXPECT_EQ(now.receiving_unit, old_unit);
  EXPECT_EQ(now.number, before.number);
  EXPECT_EQ(now.deadline, before.deadline);
  EXPECT_EQ(now.clock, before.clock);
  EXPECT_EQ(now.status, before.status);
}

TEST(TransferringADossier, OfAUnitInForceIsRefused) {
  EXPECT_EQ(refused(a_dossier(Status::accepted), planned({})), Rule::transfer_needs_ended_unit);
  EXPECT_EQ(refused(a_dossier(Status::processing), chosen(east, {whole(handler, east)})),
            Rule::transfer_needs_ended_unit)
      << "whoever handles it, its own unit is in force and can assign it anew";
}

TEST(TransferringADossier, OfASplitUnitNeedsAPersonsDecision) {
  const Dossier dossier = a_dossier(Status::accepted);
  EXPECT_EQ(refused(dossier, planned({split(old_unit)})), Rule::transfer_needs_decision);
  EXPECT_EQ(moved(dossier, chosen(west, {split(old_unit)})).responsible_unit, west);
}

TEST(TransferringADossier, OfAUnitThatOnePartIsKnownOfNeedsADecisionToo) {
  EXPECT_EQ(refused(a_dossier(Status::accepted), planned({{old_unit, {east}, false}})), Rule::transfer_needs_decision);
}

TEST(TransferringADossier, ToAUnitThatIsNoSuccessorIsRefusedAtItsMember) {
  for (const auto& ended : {whole(old_unit, east), EndedUnit{old_unit, {}, false}}) {
    const Decision decision = decide(a_dossier(Status::accepted), chosen(west, {ended}), facts(later(5)));
    ASSERT_FALSE(decision.ok());
    EXPECT_EQ(decision.error().rule, Rule::transfer_needs_successor);
    EXPECT_STREQ(decision.error().pointer, "/unit_code");
  }
}

TEST(TransferringADossier, TellsWhetherAPersonDecided) {
  const auto told = [](const TransferDossier& order) {
    return std::get<DossierTransferred>(decide(a_dossier(Status::accepted), order, facts(later(5)))->front().event);
  };
  EXPECT_TRUE(told(planned({whole(old_unit, east)})).planned);
  const DossierTransferred event = told(chosen(east, {whole(old_unit, east)}));
  EXPECT_FALSE(event.planned);
  EXPECT_EQ(event.from, old_unit);
  EXPECT_EQ(event.decision, "1669/NQ-UBTVQH15");
}

TEST(TransferringADossier, TwiceIsRefusedUntilItsNewUnitEndsAsWell) {
  const Dossier once = moved(a_dossier(Status::accepted), planned({whole(old_unit, east)}));
  EXPECT_EQ(refused(once, planned({})), Rule::transfer_needs_ended_unit);
  EXPECT_EQ(refused(once, planned({whole(old_unit, east)})), Rule::transfer_needs_ended_unit);
  const Dossier again = after(once, planned({whole(east, west)}), facts(later(9)));
  EXPECT_EQ(again.responsible_unit, west);
  EXPECT_EQ(again.receiving_unit, old_unit);
}

TEST(TransferringADossier, TakesItsHandlingUnitAlongWhenThatHasEnded) {
  const Dossier elsewhere = a_dossier(Status::processing);  // handled by u2
  EXPECT_EQ(moved(elsewhere, planned({whole(old_unit, east)})).handling_unit, handler) << "in force";
  EXPECT_EQ(moved(elsewhere, planned({whole(old_unit, east), whole(handler, west)})).handling_unit, west);
  EXPECT_EQ(moved(elsewhere, planned({whole(old_unit, east), split(handler)})).handling_unit, east)
      << "its parts are anybody's guess";
  EXPECT_FALSE(moved(a_dossier(Status::accepted), planned({whole(old_unit, east)})).handling_unit);
}

TEST(TransferringADossier, LeavesTheOfficerOnlyWhereAllWentTheSameWay) {
  const AssignDossier to_itself{old_unit, OfficerId{"staff-7"}, false};
  const Dossier dossier = after(a_dossier(Status::accepted), to_itself, facts(later(3)));
  const Dossier merged = moved(dossier, planned({whole(old_unit, east)}));
  EXPECT_EQ(merged.handling_unit, east);
  EXPECT_EQ(merged.officer, OfficerId{"staff-7"});
  const Dossier parted = moved(dossier, chosen(west, {split(old_unit)}));
  EXPECT_EQ(parted.handling_unit, west);
  EXPECT_FALSE(parted.officer);
  EXPECT_EQ(parted.status, Status::processing);
}

TEST(TransferringADossier, ThatWaitsLetsItGoOnAsIfNothingHadHappened) {
  const Dossier waiting = moved(a_dossier(Status::supplement_requested), planned({whole(old_unit, east)}));
  const Dossier back = after(waiting, ReceiveSupplement{}, facts(later(9)));
  const Dossier stayed = after(a_dossier(Status::supplement_requested), ReceiveSupplement{}, facts(later(9)));
  EXPECT_EQ(back.status, Status::processing);
  EXPECT_EQ(back.deadline->date, stayed.deadline->date);
  EXPECT_EQ(back.clock, stayed.clock);
}

Facts linked(core::Instant now) {
  Facts given = facts(now);
  given.rules.steps = {{"a", "x", {calendar::Mode::day, 2}, true}, {"b", "y", {calendar::Mode::day, 3}, true}};
  return given;
}

TEST(TransferringALinkedDossier, MovesTheWorkOfThePresentStepAndNotItsOwner) {
  Dossier dossier = after({}, a_registration(Channel::direct), linked(monday()));
  dossier = after(dossier, AssignDossier{old_unit, std::nullopt, false}, linked(later(1)));
  dossier = after(dossier, chosen(west, {split(old_unit)}), linked(later(2)));
  ASSERT_EQ(dossier.steps.size(), 1U);
  EXPECT_EQ(dossier.steps[0].unit, old_unit) << "who is late when it is late";
  EXPECT_EQ(unit_at_work(dossier.steps[0]), west);
  const auto assigned_to = [&](const core::UnitId& unit) {
    return decide(dossier, AssignDossier{unit, OfficerId{"staff-8"}, false}, linked(later(3))).ok();
  };
  EXPECT_TRUE(assigned_to(west));
  EXPECT_FALSE(assigned_to(east));
  EXPECT_FALSE(assigned_to(old_unit));

  dossier = after(dossier, HandOver{west, std::nullopt}, linked(later(4)));
  EXPECT_EQ(dossier.steps[0].ended->timeliness, Timeliness::early);
  EXPECT_EQ(dossier.steps[1].unit, west);
  EXPECT_FALSE(dossier.steps[1].moved_to);
}

TEST(TransferringALinkedDossier, LeavesStepAndHandlerInOneHand) {
  Dossier dossier = after({}, a_registration(Channel::direct), linked(monday()));
  dossier = after(dossier, AssignDossier{east, std::nullopt, false, true}, linked(later(1)));
  dossier = after(dossier, chosen(west, {split(old_unit)}), linked(later(2)));
  EXPECT_EQ(dossier.responsible_unit, west);
  EXPECT_EQ(dossier.handling_unit, east) << "in force, and at work on it";
  EXPECT_EQ(unit_at_work(dossier.steps[0]), east);
}

TEST(TransferringALinkedDossier, LeavesAStepOfAUnitInForceWhereItIs) {
  Dossier dossier = after({}, a_registration(Channel::direct), linked(monday()));
  dossier = after(dossier, AssignDossier{old_unit, std::nullopt, false}, linked(later(1)));
  dossier = after(dossier, HandOver{handler, std::nullopt}, linked(later(2)));
  dossier = after(dossier, planned({whole(old_unit, east)}), linked(later(3)));
  EXPECT_EQ(dossier.responsible_unit, east);
  EXPECT_EQ(unit_at_work(dossier.steps[1]), handler);
  EXPECT_EQ(dossier.handling_unit, handler);
}

TEST(TransferringALinkedDossier, BeforeItsAcceptanceLetsTheNewUnitOwnTheFirstStep) {
  Dossier dossier = after({}, a_registration(Channel::online), linked(monday()));
  dossier = after(dossier, planned({whole(old_unit, east)}), linked(later(1)));
  dossier = after(dossier, AcceptDossier{}, linked(later(2)));
  EXPECT_EQ(dossier.steps.at(0).unit, east);
}

TEST(AStatedTransfer, OutOfOrderIsRefused) {
  const Dossier dossier = a_dossier(Status::accepted);
  const auto stated_at = [&](core::Instant moment) {
    return decide(dossier, planned({whole(old_unit, east)}), stating(moment, later(9)));
  };
  EXPECT_EQ(stated_at(monday() - std::chrono::hours{1}).error().rule, Rule::moments_ascend);
  EXPECT_EQ(stated_at(later(10)).error().rule, Rule::moment_in_future);
  EXPECT_EQ(stated_at(later(3))->front().occurred_at, later(3));
}

}  // namespace
}  // namespace motcua::dossiers
