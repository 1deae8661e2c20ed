#include "dossiers/domain/decide.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <map>

#include "dossiers/domain/examples.hpp"

namespace motcua::dossiers {
namespace {

using namespace examples;  // NOLINT: plain values, this file only

template <class Wanted>
const Wanted& only(const Decision& decision) {
  EXPECT_EQ(decision->size(), 1U);
  return std::get<Wanted>(decision->front().event);
}

/// A command, where the rules allow it and what they lead to; everywhere else they refuse it with one rule.
struct Line {
  const char* name;
  Command command;
  std::map<Status, Status> allowed;
  Rule otherwise;
};

class TheTableOfTransitions : public testing::TestWithParam<Line> {};

TEST_P(TheTableOfTransitions, HoldsInEveryStatus) {
  const auto& [name, command, allowed, otherwise] = GetParam();
  for (const Status status : every_status) {
    const Dossier dossier = a_dossier(status);
    const Decision decision = decide(dossier, command, facts(monday() + std::chrono::hours{2}));
    if (const auto found = allowed.find(status); found != allowed.end()) {
      ASSERT_TRUE(decision.ok()) << name_of(status) << ": " << text_of(decision.error().rule).code;
      EXPECT_EQ(evolve(dossier, decision->front()).status, found->second) << name_of(status);
    } else {
      ASSERT_FALSE(decision.ok()) << name_of(status);
      EXPECT_EQ(decision.error().rule, otherwise) << name_of(status);
      EXPECT_EQ(decision.error().status, status);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Dossier, TheTableOfTransitions,
    testing::Values(
        Line{"Register", a_registration(), {}, Rule::register_once},
        Line{"Accept", AcceptDossier{}, {{Status::registered, Status::accepted}}, Rule::accept_needs_registered},
        Line{"Refuse",
             RefuseDossier{a_note()},
             {{Status::registered, Status::not_accepted}},
             Rule::refuse_needs_registered},
        Line{"Assign",
             AssignDossier{core::UnitId{"u3"}, std::nullopt, false},
             {{Status::accepted, Status::processing}, {Status::processing, Status::processing}},
             Rule::assign_needs_accepted},
        Line{"Resolve",
             ResolveDossier{Outcome::granted, std::nullopt},
             {{Status::processing, Status::resolved}},
             Rule::resolve_needs_processing},
        Line{"Return", ReturnResult{}, {{Status::resolved, Status::returned}}, Rule::return_needs_resolved},
        Line{"Withdraw",
             WithdrawDossier{},
             {{Status::registered, Status::withdrawn},
              {Status::accepted, Status::withdrawn},
              {Status::processing, Status::withdrawn},
              {Status::supplement_requested, Status::withdrawn},
              {Status::payment_requested, Status::withdrawn}},
             Rule::withdraw_needs_no_result},
        Line{"RequestSupplement",
             a_request(),
             {{Status::registered, Status::supplement_requested},
              {Status::accepted, Status::supplement_requested},
              {Status::processing, Status::supplement_requested}},
             Rule::supplement_needs_open},
        Line{"ReceiveSupplement",
             ReceiveSupplement{},
             {{Status::supplement_requested, Status::processing}},
             Rule::reply_needs_request},
        Line{"RequestPayment",
             a_bill(),
             {{Status::processing, Status::payment_requested}},
             Rule::payment_needs_processing},
        Line{"ConfirmPayment",
             ConfirmPayment{a_note()},
             {{Status::payment_requested, Status::processing}},
             Rule::confirmation_needs_request},
        Line{"Stop",
             StopDossier{a_note()},
             {{Status::processing, Status::stopped},
              {Status::supplement_requested, Status::stopped},
              {Status::payment_requested, Status::stopped}},
             Rule::stop_needs_work},
        Line{"Reopen", ReopenDossier{a_note()}, {{Status::stopped, Status::processing}}, Rule::reopen_needs_stopped},
        Line{"Apologise",
             Apologise{on("2021-03-10"), a_note()},
             {{Status::accepted, Status::accepted}, {Status::processing, Status::processing}},
             Rule::apology_needs_running_clock},
        Line{"Transfer",
             a_planned_transfer(),
             {{Status::registered, Status::registered},
              {Status::accepted, Status::accepted},
              {Status::processing, Status::processing},
              {Status::supplement_requested, Status::supplement_requested},
              {Status::payment_requested, Status::payment_requested},
              {Status::stopped, Status::stopped},
              {Status::resolved, Status::resolved}},
             Rule::transfer_needs_open}),
    [](const auto& one) { return std::string{one.param.name}; });

TEST(RegisteringADossier, AtTheCounterOrByPostAcceptsItAtOnce) {
  for (const Channel channel : {Channel::direct, Channel::postal}) {
    const Decision decision = decide({}, a_registration(channel), facts(monday()));
    ASSERT_EQ(decision->size(), 2U);
    EXPECT_EQ(std::get<DossierAccepted>(decision->back().event).due.date, on("2021-03-08"));
  }
}

TEST(RegisteringADossier, OnlineWaitsForAnOfficer) {
  const Decision decision = decide({}, a_registration(Channel::online), facts(monday()));
  EXPECT_EQ(only<DossierRegistered>(decision).number, "H24.07-210301-0001");
}

TEST(RegisteringADossier, OfYearsPastWaitsForItsOwnMomentOfAcceptance) {
  const Decision decision =
      decide({}, a_registration(Channel::direct), stating(monday(), monday() + std::chrono::days{200}, Told::imported));
  EXPECT_TRUE(only<DossierRegistered>(decision).imported);
}

TEST(NothingButRegistering, IsAllowedBeforeThereIsADossier) {
  for (const Command& command : std::initializer_list<Command>{
           AcceptDossier{}, RefuseDossier{a_note()}, an_assignment(), ResolveDossier{Outcome::granted, {}},
           ReturnResult{}, WithdrawDossier{}, a_request(), ReceiveSupplement{}, a_bill(), ConfirmPayment{a_note()},
           StopDossier{a_note()}, ReopenDossier{a_note()}, Apologise{on("2021-03-10"), a_note()},
           a_planned_transfer()}) {
    EXPECT_FALSE(decide({}, command, facts(monday())).ok());
  }
}

TEST(AcceptingADossier, StartsTheClockThenAndNotAtSubmission) {
  const Dossier registered = a_dossier(Status::registered);
  const Dossier accepted = after(registered, AcceptDossier{}, facts(at("2021-03-04 10:00")));
  EXPECT_EQ(accepted.submitted_at, monday());
  EXPECT_EQ(accepted.deadline->date, on("2021-03-11"));
  EXPECT_EQ(accepted.deadline->original, accepted.deadline->date);
  EXPECT_EQ(accepted.deadline->at, at("2021-03-11 17:00"));
  EXPECT_FALSE(accepted.deadline->promised);
}

TEST(AcceptingADossier, IsRefusedWhenTheCalendarDoesNotReachTheDueDate) {
  const Dossier registered = a_dossier(Status::registered);
  const Decision decision = decide(registered, AcceptDossier{}, facts(at("2021-12-30 10:00")));
  EXPECT_EQ(decision.error().rule, Rule::calendar_does_not_cover);
}

TEST(RefusingADossier, IsRefusedWithoutReasons) {
  EXPECT_EQ(
      decide(a_dossier(Status::registered), RefuseDossier{}, facts(monday() + std::chrono::hours{1})).error().rule,
      Rule::refusal_needs_reasons);
}

TEST(AssigningADossier, AgainToTheSameHandsIsRefused) {
  const Decision decision =
      decide(a_dossier(Status::processing), an_assignment(), facts(monday() + std::chrono::hours{1}));
  EXPECT_EQ(decision.error().rule, Rule::assignment_changes_nothing);
}

TEST(AssigningADossier, AgainToAnotherOfficerOfTheUnitIsAllowed) {
  const AssignDossier order{core::UnitId{"u2"}, OfficerId{"staff-8"}, false};
  EXPECT_EQ(after(a_dossier(Status::processing), order, facts(monday() + std::chrono::hours{1})).officer,
            OfficerId{"staff-8"});
}

TEST(ResolvingADossier, FreezesTimelinessByTheDayOfTheResult) {
  const auto resolved_at = [](const char* moment) {
    return only<DossierResolved>(
               decide(a_dossier(Status::processing), ResolveDossier{Outcome::granted, {}}, facts(at(moment))))
        .timeliness;
  };
  EXPECT_EQ(resolved_at("2021-03-05 23:59"), Timeliness::early);
  EXPECT_EQ(resolved_at("2021-03-08 00:00"), Timeliness::on_time);
  EXPECT_EQ(resolved_at("2021-03-08 23:59"), Timeliness::on_time);
  EXPECT_EQ(resolved_at("2021-03-09 00:00"), Timeliness::overdue);
}

TEST(ResolvingADossier, TellsWhatTheClockCountedMoreThanTheLimitWhenItIsLate) {
  const Dossier dossier = a_dossier(Status::processing);
  const auto used_at = [&](const char* moment) {
    return only<DossierResolved>(decide(dossier, ResolveDossier{Outcome::granted, {}}, facts(at(moment)))).used;
  };
  const calendar::Allowance& limit = dossier.clock->limit;
  EXPECT_EQ(used_at("2021-03-08 23:59"), limit);
  EXPECT_EQ(used_at("2021-03-10 09:00"), (calendar::Allowance{limit.mode, limit.amount + 2}));
}

TEST(ResolvingADossier, AgainstTheApplicantNeedsReasons) {
  const Facts given = facts(monday() + std::chrono::hours{1});
  EXPECT_EQ(decide(a_dossier(Status::processing), ResolveDossier{Outcome::refused, {}}, given).error().rule,
            Rule::refusal_needs_reasons);
  EXPECT_TRUE(decide(a_dossier(Status::processing), ResolveDossier{Outcome::refused, a_note()}, given).ok());
}

TEST(ResolvingADossier, AgainstTheApplicantInYearsPastNeedsNone) {
  const Facts given = stating(monday() + std::chrono::hours{1}, monday() + std::chrono::days{100}, Told::imported);
  EXPECT_TRUE(decide(a_dossier(Status::processing), ResolveDossier{Outcome::refused, {}}, given).ok());
}

TEST(WithdrawingADossier, TellsWhetherItHadBeenAccepted) {
  const Facts given = facts(monday() + std::chrono::hours{1});
  EXPECT_FALSE(
      only<DossierWithdrawn>(decide(a_dossier(Status::registered), WithdrawDossier{}, given)).after_acceptance);
  EXPECT_TRUE(only<DossierWithdrawn>(decide(a_dossier(Status::processing), WithdrawDossier{}, given)).after_acceptance);
}

TEST(AStatedMoment, BeforeTheRecordsLastOneIsRefused) {
  const Dossier dossier = a_dossier(Status::processing);
  const Decision decision =
      decide(dossier, ResolveDossier{Outcome::granted, {}},
             stating(dossier.last_moment - std::chrono::milliseconds{1}, monday() + std::chrono::hours{9}));
  EXPECT_EQ(decision.error().rule, Rule::moments_ascend);
  EXPECT_STREQ(decision.error().pointer, "/occurred_at");
}

TEST(AStatedMoment, InTheFutureIsRefused) {
  const core::Instant now = monday() + std::chrono::hours{9};
  const Decision decision = decide(a_dossier(Status::processing), ResolveDossier{Outcome::granted, {}},
                                   stating(now + std::chrono::milliseconds{1}, now));
  EXPECT_EQ(decision.error().rule, Rule::moment_in_future);
}

TEST(AStatedMoment, IsWhenItHappenedAndNowIsWhenWeLearnIt) {
  const core::Instant now = monday() + std::chrono::hours{9};
  const Decision decision = decide(a_dossier(Status::processing), ResolveDossier{Outcome::granted, {}},
                                   stating(monday() + std::chrono::hours{3}, now));
  EXPECT_EQ(decision->front().occurred_at, monday() + std::chrono::hours{3});
  EXPECT_EQ(decision->front().recorded_at, now);
  EXPECT_TRUE(decision->front().moment_reason);
}

TEST(AClockSteppedBack, RefusesNobodyAndNothingGoesBack) {
  const Dossier dossier = a_dossier(Status::processing);
  const Decision decision =
      decide(dossier, ResolveDossier{Outcome::granted, {}}, facts(monday() - std::chrono::days{3}));
  ASSERT_TRUE(decision.ok());
  EXPECT_EQ(decision->front().occurred_at, dossier.last_moment);
  EXPECT_EQ(decision->front().recorded_at, dossier.last_recorded);
}

}  // namespace
}  // namespace motcua::dossiers
