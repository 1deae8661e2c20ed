#include "dossiers/domain/clock.hpp"

#include <gtest/gtest.h>

#include <random>

#include "dossiers/domain/examples.hpp"

namespace motcua::dossiers {
namespace {

using namespace examples;  // NOLINT: plain values, this file only

/// Facts of a procedure with that limit, asked at a moment such as `2021-03-10 16:00`.
Facts given(const char* moment, std::int64_t limit, SupplementEffect effect = SupplementEffect::pause) {
  Facts all = facts(at(moment));
  all.rules.limit.amount = limit;
  all.rules.supplement_effect = effect;
  return all;
}

/// Registered online, accepted and assigned at that moment.
Dossier in_processing(const Facts& accepted) {
  Dossier dossier = after({}, a_registration(), accepted);
  dossier = after(dossier, AcceptDossier{}, accepted);
  return after(dossier, an_assignment(), accepted);
}

/// Worked example W8: 15 working days from 2021-03-01; papers asked at the end of 03-10, brought on 03-22.
core::Date due_of_w8(SupplementEffect effect) {
  Dossier dossier = in_processing(given("2021-03-01 09:00", 15, effect));
  EXPECT_EQ(dossier.deadline->date, on("2021-03-22"));
  dossier = after(dossier, a_request(), given("2021-03-10 16:00", 15, effect));
  dossier = after(dossier, ReceiveSupplement{}, given("2021-03-22 10:00", 15, effect));
  EXPECT_EQ(dossier.deadline->original, on("2021-03-22"));
  return dossier.deadline->date;
}

TEST(WaitingForPapers, GoesByTheSwitchOfTheProcedure) {
  EXPECT_EQ(due_of_w8(SupplementEffect::pause), on("2021-04-01"));
  EXPECT_EQ(due_of_w8(SupplementEffect::restart), on("2021-04-12"));
  EXPECT_EQ(due_of_w8(SupplementEffect::no_effect), on("2021-03-22"));
}

TEST(WaitingForPapers, WritesDownHowMuchOfTheLimitWasUsed) {
  Dossier dossier = in_processing(given("2021-03-01 09:00", 15));
  dossier = after(dossier, a_request(), given("2021-03-10 16:00", 15));
  EXPECT_EQ(dossier.clock->used, 7);
  EXPECT_FALSE(dossier.clock->running);
  EXPECT_FALSE(due_runs(dossier));
}

TEST(WaitingForPapers, IsNotAmongWhatTheClockCounted) {
  Dossier dossier = in_processing(given("2021-03-01 09:00", 15));
  dossier = after(dossier, a_request(), given("2021-03-10 16:00", 15));
  dossier = after(dossier, ReceiveSupplement{}, given("2021-03-22 10:00", 15));
  const auto resolved = decide(dossier, ResolveDossier{Outcome::granted, {}}, given("2021-03-24 10:00", 15));
  EXPECT_EQ(std::get<DossierResolved>(resolved.value().front().event).used,
            (calendar::Allowance{calendar::Mode::day, 7 + 2}));
}

TEST(WaitingForMoney, CountsWhereTheProcedureSaysSo) {
  Facts billed = given("2021-03-02 09:00", 15);
  billed.rules.financial_step = FinancialStep::count;
  const Dossier dossier = after(in_processing(given("2021-03-01 09:00", 15)), a_bill(), billed);
  EXPECT_TRUE(dossier.clock->running);
  const Dossier paid = after(dossier, ConfirmPayment{a_note()}, given("2021-03-09 09:00", 15));
  EXPECT_EQ(paid.deadline->date, on("2021-03-22"));
  EXPECT_EQ(paid.paid, 1'500'000);
  EXPECT_FALSE(paid.payment_asked);
}

TEST(SeveralStandstills, AddUpWhatTheyLeft) {
  Dossier dossier = in_processing(given("2021-03-01 09:00", 15));
  dossier = after(dossier, a_request(), given("2021-03-03 09:00", 15));            // 2 used
  dossier = after(dossier, ReceiveSupplement{}, given("2021-03-08 09:00", 15));    // 13 left from 03-09
  dossier = after(dossier, a_bill(), given("2021-03-10 09:00", 15));               // 4 used
  dossier = after(dossier, StopDossier{a_note()}, given("2021-03-15 09:00", 15));  // it stood already
  EXPECT_EQ(dossier.clock->used, 4);
  dossier = after(dossier, ReopenDossier{a_note()}, given("2021-03-19 09:00", 15));
  EXPECT_EQ(dossier.deadline->date, on("2021-04-05"));  // 11 from 03-22
}

TEST(WhatIsLateAlready, StaysLateWhoeverIsWaitedFor) {
  Dossier dossier = in_processing(given("2021-03-01 09:00", 5));
  dossier = after(dossier, a_request(), given("2021-03-09 09:00", 5));
  EXPECT_TRUE(dossier.clock->running);
  dossier = after(dossier, ReceiveSupplement{}, given("2021-03-20 09:00", 5));
  EXPECT_EQ(dossier.deadline->date, on("2021-03-08"));
}

TEST(AskedOnTheLastDay, TheDossierIsInTimeOnTheDayOfTheReply) {
  Dossier dossier = in_processing(given("2021-03-01 09:00", 5));
  dossier = after(dossier, a_request(), given("2021-03-08 16:00", 5));
  EXPECT_EQ(dossier.clock->used, 5);
  dossier = after(dossier, ReceiveSupplement{}, given("2021-03-18 09:00", 5));
  EXPECT_EQ(dossier.deadline->date, on("2021-03-18"));
}

TEST(BeforeAcceptance, NothingStandsAndTheReplyAccepts) {
  Dossier dossier = after({}, a_registration(), facts(monday()));
  dossier = after(dossier, a_request(), facts(monday() + std::chrono::hours{1}));
  EXPECT_FALSE(dossier.clock);
  const Decision reply = decide(dossier, ReceiveSupplement{}, facts(at("2021-03-04 10:00")));
  ASSERT_EQ(reply->size(), 2U);
  dossier = after(dossier, ReceiveSupplement{}, facts(at("2021-03-04 10:00")));
  EXPECT_EQ(dossier.status, Status::accepted);
  EXPECT_EQ(dossier.deadline->date, on("2021-03-11"));
}

TEST(BeforeAcceptance, AStoppedDossierIsNotReopened) {
  Dossier dossier = after({}, a_registration(), facts(monday()));
  dossier = after(dossier, a_request(), facts(monday()));
  dossier = after(dossier, StopDossier{a_note()}, facts(monday()));
  EXPECT_EQ(decide(dossier, ReopenDossier{a_note()}, facts(monday())).error().rule, Rule::reopen_needs_acceptance);
}

TEST(WaitingForPapers, GoesByTheSwitchUnderWhichTheyWereAskedFor) {
  Dossier dossier = in_processing(given("2021-03-01 09:00", 15));
  dossier = after(dossier, a_request(), given("2021-03-10 16:00", 15, SupplementEffect::pause));
  dossier = after(dossier, ReceiveSupplement{}, given("2021-03-22 10:00", 15, SupplementEffect::restart));
  EXPECT_EQ(dossier.deadline->date, on("2021-04-01"));
}

TEST(ASecondRequest, NeedsALeaderWithAReason) {
  Dossier dossier = a_dossier(Status::supplement_requested);
  Facts later = facts(monday() + std::chrono::hours{2});
  dossier = after(dossier, ReceiveSupplement{}, later);
  EXPECT_EQ(decide(dossier, a_request(), later).error().rule, Rule::supplement_limit_reached);
  later.by_leader = true;
  EXPECT_EQ(decide(dossier, a_request(), later).error().rule, Rule::supplement_limit_reached);
  EXPECT_TRUE(decide(dossier, RequestSupplement{a_note(), a_note()}, later).ok());
  later.by_leader = false;
  EXPECT_EQ(decide(dossier, RequestSupplement{a_note(), a_note()}, later).error().rule, Rule::override_needs_leader);
}

TEST(ARequest, SaysUntilWhenTheReplyIsAwaitedWhereTheProcedureDoes) {
  Facts asked = facts(monday());
  asked.rules.supplement_reply_limit = 3;
  const Decision decision = decide(a_dossier(Status::processing), a_request(), asked);
  EXPECT_EQ(std::get<SupplementRequested>(decision->front().event).reply_due, on("2021-03-04"));
}

TEST(SilenceUntilTheLastDay, StopsTheWorkWhenThatIsOver) {
  Facts asked = facts(monday());
  asked.rules.supplement_reply_limit = 3;
  const Dossier waits = after(a_dossier(Status::processing), a_request(), asked);
  EXPECT_EQ(waits.reply_due, on("2021-03-04"));
  const StopUnanswered order{a_note()};
  EXPECT_TRUE(decide(waits, order, facts(at("2021-03-04 23:59")))->empty()) << "until midnight the citizen may come";
  const Decision decision = decide(waits, order, facts(at("2021-03-05 00:00")));
  ASSERT_EQ(decision->size(), 1U);
  EXPECT_EQ(std::get<DossierStopped>(decision->front().event).unanswered_since, on("2021-03-04"));
  const Dossier stopped = evolve(waits, decision->front());
  EXPECT_EQ(stopped.status, Status::stopped);
  EXPECT_FALSE(stopped.reply_due);
  EXPECT_TRUE(decide(stopped, order, facts(at("2021-03-08 09:00")))->empty()) << "once";
  EXPECT_TRUE(decide(stopped, ReopenDossier{a_note()}, facts(at("2021-03-08 09:00"))).ok());

  const Dossier replied = after(waits, ReceiveSupplement{}, facts(at("2021-03-04 16:00")));
  EXPECT_TRUE(decide(replied, order, facts(at("2021-03-30 09:00")))->empty());
  const Dossier without_end = after(a_dossier(Status::processing), a_request(), facts(monday()));
  EXPECT_TRUE(decide(without_end, order, facts(at("2022-03-01 09:00")))->empty());
}

TEST(WhatHasNoText, IsRefused) {
  const Facts now = facts(monday() + std::chrono::hours{2});
  const Dossier dossier = a_dossier(Status::processing);
  EXPECT_EQ(decide(dossier, RequestSupplement{}, now).error().rule, Rule::supplement_needs_items);
  EXPECT_EQ(decide(dossier, RequestPayment{1, std::nullopt}, now).error().rule, Rule::payment_needs_basis);
  EXPECT_EQ(decide(dossier, a_bill(0), now).error().rule, Rule::payment_needs_amount);
  EXPECT_EQ(decide(dossier, StopDossier{}, now).error().rule, Rule::stop_needs_reasons);
  EXPECT_EQ(decide(dossier, Apologise{on("2021-03-10"), {}}, now).error().rule, Rule::apology_needs_reasons);
  EXPECT_EQ(decide(a_dossier(Status::stopped), ReopenDossier{}, now).error().rule, Rule::reopen_needs_reasons);
  EXPECT_EQ(decide(a_dossier(Status::payment_requested), ConfirmPayment{}, now).error().rule,
            Rule::confirmation_needs_receipt);
}

TEST(AnApology, PromisesAnotherDayAndMovesNoLegalOne) {
  const Dossier before = a_dossier(Status::processing);  // due 2021-03-08
  const Facts now = facts(at("2021-03-05 10:00"));
  const Decision decision = decide(before, Apologise{on("2021-03-12"), a_note()}, now);
  EXPECT_TRUE(std::get<ApologyMade>(decision->front().event).in_time);
  const Dossier dossier = evolve(before, decision->front());
  EXPECT_EQ(dossier.deadline->promised, at("2021-03-12 17:00"));
  EXPECT_EQ(dossier.deadline->date, before.deadline->date);
  const Dossier resolved = after(dossier, ResolveDossier{Outcome::granted, {}}, facts(at("2021-03-10 10:00")));
  EXPECT_EQ(resolved.timeliness, Timeliness::overdue);
  EXPECT_EQ(decide(dossier, Apologise{on("2021-03-15"), a_note()}, now).error().rule,
            Rule::reappointment_limit_reached);
}

TEST(AnApology, OnTheDueDayOrLaterIsNotInTime) {
  const auto in_time = [](const char* moment) {
    const Decision decision =
        decide(a_dossier(Status::processing), Apologise{on("2021-03-12"), a_note()}, facts(at(moment)));
    return std::get<ApologyMade>(decision->front().event).in_time;
  };
  EXPECT_TRUE(in_time("2021-03-07 23:59"));
  EXPECT_FALSE(in_time("2021-03-08 00:00"));
  EXPECT_FALSE(in_time("2021-03-10 09:00"));
}

TEST(AnApology, PromisesAWorkingDayAfterTheDueDateAndNotOneThatIsOver) {
  for (const char* day : {"2021-03-08", "2021-03-07", "2021-03-13", "2021-03-14"}) {
    const Decision decision =
        decide(a_dossier(Status::processing), Apologise{on(day), a_note()}, facts(at("2021-03-05 10:00")));
    EXPECT_EQ(decision.error().rule, Rule::promise_needs_later_working_day) << day;
  }
  const Decision over =
      decide(a_dossier(Status::processing), Apologise{on("2021-03-10"), a_note()}, facts(at("2021-03-11 10:00")));
  EXPECT_EQ(over.error().rule, Rule::promise_needs_later_working_day);
}

Facts in_hours(const char* moment, std::int64_t hours) {
  Facts all = facts(at(moment));
  all.rules.limit = {calendar::Mode::hour, hours * 60};
  return all;
}

// W13, and what a pause of two hours makes of it.
TEST(WhereHoursAreCounted, TheDueMomentDecides) {
  Dossier dossier = in_processing(in_hours("2021-03-01 15:30", 16));
  EXPECT_EQ(dossier.deadline->at, at("2021-03-03 15:30"));
  const auto resolved = [&](const char* moment) {
    return after(dossier, ResolveDossier{Outcome::granted, {}}, in_hours(moment, 16)).timeliness;
  };
  EXPECT_EQ(resolved("2021-03-02 16:00"), Timeliness::early);
  EXPECT_EQ(resolved("2021-03-03 15:30"), Timeliness::on_time);
  EXPECT_EQ(resolved("2021-03-03 15:31"), Timeliness::overdue);
  dossier = after(dossier, a_bill(), in_hours("2021-03-02 09:00", 16));
  EXPECT_EQ(dossier.clock->used, 150);
  dossier = after(dossier, ConfirmPayment{a_note()}, in_hours("2021-03-02 11:00", 16));
  EXPECT_EQ(dossier.deadline->at, at("2021-03-04 08:30"));
}

/// The plain calendar with 2021-03-05 off.
const calendar::Calendar& changed_calendar() {
  using std::chrono::hours;
  static const core::Date first = on("2021-01-01");
  static const calendar::Calendar calendar{"changed",
                                           first,
                                           on("2021-12-31"),
                                           {{on("2021-03-05"), calendar::SpecialKind::swap, "decided late"}},
                                           {{first, {std::chrono::Saturday, std::chrono::Sunday}}},
                                           {{first, {{hours{8}, hours{12}}, {hours{13}, hours{17}}}}}};
  return calendar;
}

Facts with_changed_calendar(core::Instant now) {
  const Facts before = facts(now);
  return {.now = before.now,
          .stated = std::nullopt,
          .told = before.told,
          .by_leader = false,
          .rules = before.rules,
          .calendar = changed_calendar()};
}

TEST(ACalendarThatChangesLate, MovesWhatRunsAndTellsBeforeAndAfter) {
  const Dossier before = a_dossier(Status::processing);
  const RecountDeadline order{"2450/VPCP-KGVX"};
  const Decision decision = decide(before, order, with_changed_calendar(at("2021-03-02 09:00")));
  ASSERT_EQ(decision->size(), 1U);
  const auto& event = std::get<DeadlineRecounted>(decision->front().event);
  EXPECT_EQ(event.due_before, on("2021-03-08"));
  EXPECT_EQ(event.clock.due.date, on("2021-03-09"));
  EXPECT_EQ(event.decision, "2450/VPCP-KGVX");
  const Dossier after_it = evolve(before, decision->front());
  EXPECT_EQ(after_it.deadline->original, on("2021-03-08"));
  EXPECT_EQ(after_it.clock, before.clock);
  EXPECT_TRUE(decide(after_it, order, with_changed_calendar(at("2021-03-02 10:00")))->empty());
}

TEST(ACalendarThatChangesLate, TouchesNothingThatIsClosedOrStandsStill) {
  for (const Status status :
       {Status::registered, Status::not_accepted, Status::supplement_requested, Status::payment_requested,
        Status::stopped, Status::withdrawn, Status::resolved, Status::returned}) {
    EXPECT_TRUE(decide(a_dossier(status), RecountDeadline{"d"}, with_changed_calendar(at("2021-03-02 09:00")))->empty())
        << name_of(status);
  }
}

/// What is told of a dossier due on Monday 2021-03-08 by who looks at that moment; N near, O overdue.
std::string told_at(Dossier& dossier, const char* moment) {
  const Decision decision = decide(dossier, TellNotices{}, facts(at(moment)));
  std::string told;
  for (const Happening& happening : *decision) {
    told += std::holds_alternative<DueSoon>(happening.event) ? 'N' : 'O';
    dossier = evolve(dossier, happening);
  }
  return told;
}

TEST(Notices, AreGivenAWorkingDayBeforeAndAfterTheDueDayOnceEach) {
  Dossier dossier = a_dossier(Status::processing);
  EXPECT_EQ(told_at(dossier, "2021-03-04 23:59"), "");
  EXPECT_EQ(told_at(dossier, "2021-03-05 00:00"), "N");
  EXPECT_EQ(told_at(dossier, "2021-03-06 09:00"), "");
  EXPECT_EQ(told_at(dossier, "2021-03-08 23:59"), "");
  EXPECT_EQ(told_at(dossier, "2021-03-09 00:00"), "O");
  EXPECT_EQ(told_at(dossier, "2021-03-19 00:00"), "");
}

TEST(Notices, OnADayOfRestReachToTheNextWorkingDayOnly) {
  Dossier dossier = in_processing(given("2021-03-01 09:00", 6));  // due Tuesday, 03-09
  EXPECT_EQ(told_at(dossier, "2021-03-07 09:00"), "");
  EXPECT_EQ(told_at(dossier, "2021-03-08 00:00"), "N");
}

TEST(Notices, AfterASilenceAreAllGiven) {
  Dossier dossier = a_dossier(Status::processing);
  EXPECT_EQ(told_at(dossier, "2021-03-30 09:00"), "NO");
  EXPECT_EQ(told_at(dossier, "2021-03-30 09:01"), "");
}

TEST(Notices, AreGivenAnewForAnotherDueDateAndNoneWhileTheClockStands) {
  Dossier dossier = a_dossier(Status::processing);
  EXPECT_EQ(told_at(dossier, "2021-03-08 09:00"), "N");
  dossier = after(dossier, a_request(), facts(at("2021-03-08 10:00")));
  EXPECT_EQ(told_at(dossier, "2021-03-20 09:00"), "");
  dossier = after(dossier, ReceiveSupplement{}, facts(at("2021-03-22 10:00")));
  EXPECT_EQ(told_at(dossier, "2021-03-22 10:01"), "N");
  EXPECT_EQ(told_at(dossier, "2021-03-23 09:00"), "O");
}

TEST(Notices, TakeNoPromiseForAnEarlierDateForAnApology) {
  Facts day = facts(at("2021-03-04 10:00"));
  day.rules.supplement_effect = SupplementEffect::restart;
  Dossier dossier = after(a_dossier(Status::processing), Apologise{on("2021-03-12"), a_note()}, day);
  dossier = after(dossier, a_request(), day);
  day.now = at("2021-04-01 10:00");
  dossier = after(dossier, ReceiveSupplement{}, day);
  EXPECT_EQ(dossier.deadline->date, on("2021-04-08"));
  const Decision decision = decide(dossier, TellNotices{}, facts(at("2021-04-09 09:00")));
  EXPECT_FALSE(std::get<Overdue>(decision->back().event).apologised);
}

TEST(Notices, RefuseNoMomentThatADistrictStatesLater) {
  Dossier dossier = a_dossier(Status::processing);
  EXPECT_EQ(told_at(dossier, "2021-03-30 09:00"), "NO");
  const Dossier resolved =
      after(dossier, ResolveDossier{Outcome::granted, {}}, stating(at("2021-03-05 10:00"), at("2021-03-30 10:00")));
  EXPECT_EQ(resolved.timeliness, Timeliness::early);
}

TEST(Notices, SayWhetherAnApologyWasMade) {
  Dossier dossier = a_dossier(Status::processing);
  dossier = after(dossier, Apologise{on("2021-03-12"), a_note()}, facts(at("2021-03-05 10:00")));
  const Decision decision = decide(dossier, TellNotices{}, facts(at("2021-03-10 09:00")));
  EXPECT_TRUE(std::get<Overdue>(decision->back().event).apologised);
  EXPECT_TRUE(decide(a_dossier(Status::resolved), TellNotices{}, facts(at("2021-03-30 09:00")))->empty());
}

/// The due date after a random life of waiting, the same for each effect.
core::Date due_after_a_life(std::uint32_t seed, SupplementEffect effect, bool waits) {
  std::mt19937 dice{seed};
  const auto limit = static_cast<std::int64_t>(dice() % 40);
  core::Instant clock = at("2021-02-01 00:00") + std::chrono::minutes{dice() % 20'000};
  const auto now = [&] {
    Facts all = facts(clock);
    all.rules.limit.amount = limit;
    all.rules.supplement_effect = effect;
    all.rules.supplement_limit = 100;
    return all;
  };
  Dossier dossier = in_processing(now());
  for (auto stops = dice() % 4; stops > 0; --stops) {
    clock += std::chrono::minutes{dice() % 20'000};
    if (waits) dossier = after(dossier, a_request(), now());
    clock += std::chrono::minutes{dice() % 20'000};
    if (waits) dossier = after(dossier, ReceiveSupplement{}, now());
  }
  return dossier.deadline->date;
}

TEST(Waiting, NeverMovesADueDateEarlierAndPausesNoLaterThanItRestarts) {
  for (std::uint32_t seed = 0; seed < 20'000; ++seed) {
    const core::Date without = due_after_a_life(seed, SupplementEffect::pause, false);
    const core::Date unmoved = due_after_a_life(seed, SupplementEffect::no_effect, true);
    const core::Date paused = due_after_a_life(seed, SupplementEffect::pause, true);
    const core::Date restarted = due_after_a_life(seed, SupplementEffect::restart, true);
    ASSERT_EQ(unmoved, without) << seed;
    ASSERT_LE(without, paused) << seed;
    ASSERT_LE(paused, restarted) << seed;
  }
}

}  // namespace
}  // namespace motcua::dossiers
