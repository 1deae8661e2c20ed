#include "dossiers/domain/steps.hpp"

#include <gtest/gtest.h>

#include <random>

#include "dossiers/domain/examples.hpp"

namespace motcua::dossiers {
namespace {

using namespace examples;  // NOLINT: plain values, this file only

const char* const ward = "u1";  // receives it
const char* const land_office = "u2";
const char* const tax_office = "u3";

/// The spring of 2021: Giỗ Tổ, and 30-04 with a day for 01-05, a Saturday.
const calendar::Calendar& spring() {
  using calendar::SpecialKind;
  using std::chrono::hours;
  static const core::Date first = on("2021-01-01");
  static const calendar::Calendar calendar{"spring",
                                           first,
                                           on("2022-12-31"),
                                           {{on("2021-04-21"), SpecialKind::statutory, "Giỗ Tổ Hùng Vương"},
                                            {on("2021-04-30"), SpecialKind::statutory, "Ngày Chiến thắng"},
                                            {on("2021-05-03"), SpecialKind::compensatory, "nghỉ bù 01-05"}},
                                           {{first, {std::chrono::Saturday, std::chrono::Sunday}}},
                                           {{first, {{hours{8}, hours{12}}, {hours{13}, hours{17}}}}}};
  return calendar;
}

/// Worked example W9: A 3, B 5, tax not counted (5 of its own), C 2; 10 in all.
std::vector<StepRules> steps_of_w9() {
  const auto days = [](int amount) { return calendar::Allowance{calendar::Mode::day, amount}; };
  return {{"check", "land_registration", days(3), true},
          {"verify", "natural_resources", days(5), true},
          {"tax", "tax", days(5), false},
          {"issue", "land_registration", days(2), true}};
}

Facts linked(core::Instant now, const calendar::Calendar& calendar = spring()) {
  const Facts plain = facts(now);
  Facts all{.now = now,
            .stated = std::nullopt,
            .told = Told::live,
            .by_leader = false,
            .rules = plain.rules,
            .calendar = calendar};
  all.rules.limit.amount = 10;
  all.rules.steps = steps_of_w9();
  return all;
}

/// Follows a linked dossier from moment to moment, such as `2021-04-19 09:00`.
class Life {
 public:
  explicit Life(const char* accepted, Channel channel = Channel::direct) { then(accepted, a_registration(channel)); }

  Life& then(const char* moment, const Command& command) {
    dossier = after(dossier, command, linked(at(moment)));
    return *this;
  }
  Life& assigned(const char* moment) { return then(moment, AssignDossier{step().unit, OfficerId{"staff-7"}, false}); }
  Life& handed_over(const char* moment, const char* to) { return then(moment, HandOver{core::UnitId{to}, {}}); }
  const Step& step() const { return dossier.steps.back(); }

  Dossier dossier;
};

Life in_the_second_step() {
  return Life{"2021-04-19 09:00"}.assigned("2021-04-19 10:00").handed_over("2021-04-23 10:00", land_office);
}
Life at_the_tax_office() { return in_the_second_step().handed_over("2021-05-04 10:00", tax_office); }

Rule refused(const Life& life, const char* moment, const Command& command) {
  const Decision decision = decide(life.dossier, command, linked(at(moment)));
  return decision ? Rule::import_contradicts : decision.error().rule;
}

TEST(ALinkedProcedure, GivesEachAgencyItsDateAndTheCitizenOne) {  // W9
  Life life{"2021-04-19 09:00"};
  EXPECT_EQ(life.dossier.deadline->date, on("2021-05-06"));
  EXPECT_EQ(life.step().due, on("2021-04-23"));
  life.assigned("2021-04-19 10:00").handed_over("2021-04-23 10:00", land_office);
  EXPECT_EQ(life.step().due, on("2021-05-04"));
  EXPECT_EQ(life.dossier.deadline->date, on("2021-05-06"));
  life.handed_over("2021-05-04 10:00", tax_office);
  EXPECT_FALSE(due_runs(life.dossier));
  EXPECT_EQ(life.dossier.clock->used, 8);
  EXPECT_EQ(life.step().due, on("2021-05-11"));
  life.handed_over("2021-05-11 15:00", land_office);
  EXPECT_EQ(life.step().due, on("2021-05-13"));
  EXPECT_EQ(life.dossier.deadline->date, on("2021-05-13"));
  EXPECT_EQ(life.dossier.deadline->original, on("2021-05-06"));
  life.then("2021-05-13 16:00", ResolveDossier{Outcome::granted, std::nullopt});
  EXPECT_EQ(life.dossier.timeliness, Timeliness::on_time);
  for (const Step& step : life.dossier.steps) EXPECT_EQ(step.ended->timeliness, Timeliness::on_time) << step.code;
}

TEST(ALinkedProcedure, SaysWhoWasLate) {
  Life life{"2021-04-19 09:00"};
  life.assigned("2021-04-19 10:00");
  life.handed_over("2021-04-20 10:00", land_office);  // two days early
  life.handed_over("2021-05-12 10:00", tax_office);   // after 04-29
  life.handed_over("2021-05-13 10:00", land_office);
  EXPECT_EQ(life.step().due, on("2021-05-17"));
  life.then("2021-05-17 10:00", ResolveDossier{Outcome::granted, std::nullopt});
  EXPECT_EQ(life.dossier.timeliness, Timeliness::overdue);
  std::string ends;
  for (const Step& step : life.dossier.steps) ends += step.code + " " + name_of(*step.ended->timeliness) + ", ";
  EXPECT_EQ(ends, "check early, verify overdue, tax early, issue on_time, ");
  EXPECT_EQ(life.dossier.steps[1].unit, core::UnitId{land_office});
}

TEST(ALinkedProcedure, ThatIsLateAlreadyStaysLateThroughAStepThatIsNotCounted) {
  Life life = in_the_second_step();
  life.handed_over("2021-05-20 10:00", tax_office);
  EXPECT_TRUE(due_runs(life.dossier));
  EXPECT_EQ(life.dossier.deadline->date, on("2021-05-06"));
}

TEST(AStep, StandsStillWithItsDossier) {
  Life life = in_the_second_step();
  life.then("2021-04-27 10:00", a_request());  // 26, 27
  EXPECT_EQ(life.step().clock.used, 2);
  EXPECT_EQ(life.dossier.clock->used, 5);
  EXPECT_FALSE(life.step().clock.running);
  life.then("2021-05-10 10:00", ReceiveSupplement{});
  EXPECT_EQ(life.step().due, on("2021-05-13"));
  EXPECT_EQ(life.dossier.deadline->date, on("2021-05-17"));
}

TEST(AStep, StandsStillThoughItsDossierIsLateByAnother) {
  Life life = Life{"2021-04-19 09:00"}.assigned("2021-04-19 10:00").handed_over("2021-05-10 10:00", land_office);
  life.then("2021-05-11 10:00", a_request());
  EXPECT_TRUE(due_runs(life.dossier));
  EXPECT_FALSE(life.step().clock.running);
  life.then("2021-05-20 10:00", ReceiveSupplement{});
  EXPECT_EQ(life.step().due, on("2021-05-26"));
}

TEST(AStep, ThatIsRestartedGivesBackWhatItUsedAndNoMore) {
  Life life = in_the_second_step();
  Facts restarting = linked(at("2021-04-27 10:00"));
  restarting.rules.supplement_effect = SupplementEffect::restart;
  life.dossier = after(life.dossier, a_request(), restarting);
  life.then("2021-05-10 10:00", ReceiveSupplement{});
  EXPECT_EQ(life.step().due, on("2021-05-17"));
  EXPECT_EQ(life.dossier.clock->used, 3);
  EXPECT_EQ(life.dossier.deadline->date, on("2021-05-19"));
}

TEST(AStep, ThatIsRestartedInALateDossierHasItsOwnTimeAndThatOfTheNext) {
  Life life = Life{"2021-04-19 09:00"}.assigned("2021-04-19 10:00").handed_over("2021-05-10 10:00", land_office);
  Facts restarting = linked(at("2021-05-11 10:00"));
  restarting.rules.supplement_effect = SupplementEffect::restart;
  life.dossier = after(life.dossier, a_request(), restarting);
  life.then("2021-05-20 10:00", ReceiveSupplement{});
  EXPECT_EQ(life.step().due, on("2021-05-27"));
  EXPECT_EQ(life.dossier.deadline->date, on("2021-05-31"));
}

TEST(AStepThatIsNotCounted, HoldsTheClockThroughWhateverElseIsWaitedFor) {
  Life life = at_the_tax_office();
  life.then("2021-05-05 10:00", a_bill());
  EXPECT_FALSE(life.step().clock.running);
  life.then("2021-05-10 10:00", ConfirmPayment{a_note()});
  EXPECT_TRUE(life.step().clock.running);
  EXPECT_FALSE(due_runs(life.dossier));
  life.then("2021-05-10 11:00", StopDossier{a_note()}).then("2021-05-11 09:00", ReopenDossier{a_note()});
  EXPECT_FALSE(due_runs(life.dossier));
  life.handed_over("2021-05-11 10:00", land_office);
  EXPECT_EQ(life.dossier.deadline->date, on("2021-05-13"));
}

TEST(AHandOver, IsReceivedOnce) {
  Life life = in_the_second_step();
  EXPECT_EQ(life.dossier.handling_unit, core::UnitId{land_office});
  life.then("2021-04-23 14:00", ReceiveHandover{});
  EXPECT_EQ(life.step().received_at, at("2021-04-23 14:00"));
  EXPECT_EQ(refused(life, "2021-04-23 15:00", ReceiveHandover{}), Rule::receipt_once);
}

TEST(AHandOver, NeedsWorkThatIsDoneAndAStepThatFollows) {
  const HandOver order{core::UnitId{land_office}, {}};
  Life life{"2021-04-19 09:00"};
  EXPECT_EQ(refused(life, "2021-04-19 10:00", order), Rule::hand_over_needs_processing);
  EXPECT_EQ(refused(life, "2021-04-19 10:00", ReceiveHandover{}), Rule::receipt_needs_handover);
  life.assigned("2021-04-19 10:00").then("2021-04-19 11:00", a_request());
  EXPECT_EQ(refused(life, "2021-04-19 12:00", order), Rule::hand_over_needs_processing);
  const Life last = at_the_tax_office().handed_over("2021-05-11 10:00", land_office);
  EXPECT_EQ(refused(last, "2021-05-11 11:00", order), Rule::hand_over_needs_next_step);
  Life plain{"2021-04-19 09:00"};
  plain.dossier = a_dossier(Status::processing);
  EXPECT_EQ(decide(plain.dossier, order, facts(at("2021-03-02 09:00"))).error().rule, Rule::hand_over_needs_next_step);
}

/// A linked dossier that reached that status in its first step, but for a result, which comes in the last one.
Life in_status(Status status) {
  Life life{"2021-04-19 09:00", Channel::online};
  if (status == Status::registered) return life;
  if (status == Status::not_accepted) return life.then("2021-04-19 09:01", RefuseDossier{a_note()});
  life.then("2021-04-19 09:01", AcceptDossier{});
  if (status == Status::accepted) return life;
  if (status == Status::withdrawn) return life.then("2021-04-19 09:02", WithdrawDossier{});
  life.assigned("2021-04-19 09:02");
  if (status == Status::processing) return life;
  if (status == Status::supplement_requested) return life.then("2021-04-19 09:03", a_request());
  if (status == Status::payment_requested) return life.then("2021-04-19 09:03", a_bill());
  if (status == Status::stopped) return life.then("2021-04-19 09:03", StopDossier{a_note()});
  for (const char* moment : {"2021-04-19 09:03", "2021-04-19 09:04", "2021-04-19 09:05"})
    life.handed_over(moment, land_office);
  life.then("2021-04-19 09:06", ResolveDossier{Outcome::granted, std::nullopt});
  return status == Status::resolved ? life : life.then("2021-04-19 09:07", ReturnResult{});
}

TEST(AHandOver, IsMadeInProcessingAndInNoOtherStatus) {
  for (int code = 1; code <= 10; ++code) {
    const auto status = static_cast<Status>(code);
    const Life life = in_status(status);
    ASSERT_EQ(life.dossier.status, status);
    const Decision made = decide(life.dossier, HandOver{core::UnitId{land_office}, {}}, linked(at("2021-04-20 09:00")));
    ASSERT_EQ(made.ok(), status == Status::processing) << name_of(status);
    if (!made) {
      EXPECT_EQ(made.error().rule, Rule::hand_over_needs_processing) << name_of(status);
    }
    EXPECT_EQ(refused(life, "2021-04-20 09:00", ReceiveHandover{}), Rule::receipt_needs_handover) << name_of(status);
  }
}

TEST(AnotherAgency, GetsADossierByAHandOverAlone) {
  const Life life{"2021-04-19 09:00"};
  EXPECT_EQ(refused(life, "2021-04-19 10:00", AssignDossier{core::UnitId{land_office}, {}, false}),
            Rule::another_agency_needs_hand_over);
  const Life later = in_the_second_step();
  EXPECT_EQ(refused(later, "2021-04-24 10:00", AssignDossier{core::UnitId{ward}, {}, false}),
            Rule::another_agency_needs_hand_over);
}

TEST(WhatGoesOnForAnEndedOwner, IsAssignedTheDossier) {
  Life life = in_the_second_step();
  const AssignDossier to_the_successor{core::UnitId{"u9"}, {}, false, true};
  life.then("2021-04-26 10:00", to_the_successor);
  EXPECT_EQ(life.dossier.handling_unit, core::UnitId{"u9"});
  EXPECT_EQ(life.step().unit, core::UnitId{land_office});
}

TEST(AResult, IsGrantedInTheLastStepAndRefusedInAny) {
  Life life = in_the_second_step();
  EXPECT_EQ(refused(life, "2021-04-26 10:00", ResolveDossier{Outcome::granted, {}}), Rule::grant_needs_last_step);
  life.then("2021-04-26 10:00", ResolveDossier{Outcome::refused, a_note()});
  EXPECT_EQ(life.step().ended->timeliness, Timeliness::early);
  EXPECT_EQ(step_of(life.dossier), nullptr);
}

TEST(AResult, WhileTheClockStandsIsJudgedByWhatWasLeft) {
  const ResolveDossier refusal{Outcome::refused, a_note()};
  Life life = at_the_tax_office();  // 8 of 10 used on 05-04, when 05-06 was the date
  life.then("2021-05-10 10:00", refusal);
  EXPECT_EQ(life.dossier.timeliness, Timeliness::early);
  EXPECT_EQ(life.dossier.deadline->date, on("2021-05-12"));
  EXPECT_EQ(life.dossier.clock->used, 8);
  Life used_up = in_the_second_step().handed_over("2021-05-06 10:00", tax_office);
  EXPECT_EQ(used_up.then("2021-05-10 10:00", refusal).dossier.timeliness, Timeliness::on_time);
  Life late = in_the_second_step().handed_over("2021-05-07 10:00", tax_office);
  EXPECT_EQ(late.then("2021-05-10 10:00", refusal).dossier.timeliness, Timeliness::overdue);
}

TEST(AWithdrawal, EndsTheStepByNobodysDoing) {
  Life life = in_the_second_step();
  life.then("2021-05-20 10:00", WithdrawDossier{});
  EXPECT_FALSE(life.step().ended->timeliness);
}

TEST(WhatIsImported, HasNoSteps) {
  Facts imported = linked(at("2021-04-19 09:00"));
  imported.told = Told::imported;
  Dossier dossier = after({}, a_registration(), imported);
  dossier = after(dossier, AcceptDossier{}, imported);
  EXPECT_TRUE(dossier.steps.empty());
  dossier = after(dossier, an_assignment(), imported);
  dossier = after(dossier, ResolveDossier{Outcome::granted, {}}, imported);
  EXPECT_EQ(dossier.outcome, Outcome::granted);
}

TEST(ACalendarThatChangesLate, MovesTheStepToo) {
  const Life life = in_the_second_step();  // 04-30 and 05-03 are days like others in the plain calendar
  const Decision decision =
      decide(life.dossier, RecountDeadline{"1/QĐ"}, linked(at("2021-04-26 10:00"), plain_calendar()));
  ASSERT_EQ(decision->size(), 2U);
  EXPECT_EQ(std::get<DeadlineRecounted>((*decision)[0].event).clock.due.date, on("2021-05-03"));
  const auto& of_step = std::get<StepRecounted>((*decision)[1].event);
  EXPECT_EQ(of_step.due_before, on("2021-05-04"));
  EXPECT_EQ(of_step.clock.due.date, on("2021-04-30"));
  Dossier after_it = life.dossier;
  for (const Happening& happening : *decision) after_it = evolve(after_it, happening);
  EXPECT_TRUE(decide(after_it, RecountDeadline{"1/QĐ"}, linked(at("2021-04-26 11:00"), plain_calendar()))->empty());
}

/// Eight hours for each day.
calendar::Allowance in_hours(const calendar::Allowance& days) { return {calendar::Mode::hour, days.amount * 480}; }

/// The due dates of a dossier and its last step after a random life, the same for each effect.
std::pair<core::Instant, core::Instant> dues_after_a_life(std::uint32_t seed, SupplementEffect effect, bool waits) {
  std::mt19937 dice{seed};
  core::Instant clock = at("2021-02-01 08:00");
  Dossier dossier;
  const auto order = [&](const Command& command) {
    clock += std::chrono::minutes{dice() % 8'000};
    Facts all = linked(clock);
    if (seed % 2 == 1) {
      all.rules.limit = in_hours(all.rules.limit);
      for (StepRules& step : all.rules.steps) step.limit = in_hours(step.limit);
    }
    all.rules.supplement_effect = effect;
    all.rules.supplement_limit = 100;
    if (!waits &&
        (std::holds_alternative<RequestSupplement>(command) || std::holds_alternative<ReceiveSupplement>(command)))
      return;
    dossier = after(dossier, command, all);
  };
  order(a_registration(Channel::direct));
  order(AssignDossier{core::UnitId{ward}, {}, false});
  for (auto turns = dice() % 6; turns > 0; --turns) {
    if (dice() % 2 == 0 && dossier.steps.size() < 4) order(HandOver{core::UnitId{land_office}, {}});
    if (dice() % 2 == 0) {
      order(a_request());
      order(ReceiveSupplement{});
    }
  }
  while (dossier.steps.size() < 4) order(HandOver{core::UnitId{land_office}, {}});
  return {dossier.deadline->at, dossier.steps.back().due_at};
}

TEST(WaitingInSteps, NeverMovesADueDateEarlierAndPausesNoLaterThanItRestarts) {
  for (std::uint32_t seed = 0; seed < 5'000; ++seed) {
    const auto without = dues_after_a_life(seed, SupplementEffect::pause, false);
    const auto unmoved = dues_after_a_life(seed, SupplementEffect::no_effect, true);
    const auto paused = dues_after_a_life(seed, SupplementEffect::pause, true);
    const auto restarted = dues_after_a_life(seed, SupplementEffect::restart, true);
    ASSERT_EQ(unmoved, without) << seed;
    ASSERT_LE(without.first, paused.first) << seed;
    ASSERT_LE(paused.first, restarted.first) << seed;
    ASSERT_LE(without.second, paused.second) << seed;
    ASSERT_LE(paused.second, restarted.second) << seed;
  }
}

}  // namespace
}  // namespace motcua::dossiers
