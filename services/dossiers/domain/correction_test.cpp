#include "dossiers/domain/correction.hpp"

#include <gtest/gtest.h>

#include <random>

#include "dossiers/domain/course.hpp"
#include "dossiers/domain/examples.hpp"

namespace motcua::dossiers {
namespace {

using namespace examples;  // NOLINT: plain values, this file only

/// A dossier with all that happened to it.
struct Life {
  Dossier dossier{};
  std::vector<Happening> history{};

  /// False when the rules forbid it.
  bool then(const Command& command, const Facts& given) {
    const Decision decision = decide(dossier, command, given);
    if (!decision) return false;
    for (const Happening& happening : *decision) {
      dossier = evolve(std::move(dossier), happening);
      history.push_back(happening);
    }
    return true;
  }
  CorrectionGrounds grounds(bool result_stays = true) const { return {a_note(), "leader", result_stays, history}; }
};

/// Handed in on Monday at 9, accepted on Thursday at 9 by mistake: it was Tuesday. Then as far as that status.
Life life(Status status) {
  Life one;
  const auto at_noon = [](int day) { return facts(monday() + std::chrono::hours{24 * day + 3}); };
  one.then(a_registration(), facts(monday()));
  if (status == Status::registered) return one;
  if (status == Status::not_accepted) {
    one.then(RefuseDossier{a_note()}, at_noon(1));
    return one;
  }
  one.then(AcceptDossier{}, facts(at("2021-03-04 09:00")));
  if (status == Status::accepted) return one;
  one.then(an_assignment(), at_noon(3));
  if (status == Status::withdrawn) one.then(WithdrawDossier{}, at_noon(4));
  if (status == Status::supplement_requested) one.then(a_request(), at_noon(4));
  if (status == Status::payment_requested) one.then(a_bill(), at_noon(4));
  if (status == Status::stopped) one.then(StopDossier{a_note()}, at_noon(4));
  if (status == Status::resolved || status == Status::returned)
    one.then(ResolveDossier{Outcome::granted, std::nullopt}, facts(at("2021-03-10 10:00")));
  if (status == Status::returned) one.then(ReturnResult{}, facts(at("2021-03-10 11:00")));
  return one;
}

Facts today() { return facts(at("2021-04-01 08:00")); }
core::Instant tuesday() { return at("2021-03-02 09:00"); }
OtherEntry the_first_entry() { return {DossierId{"d-0"}, "H24.07-210301-0000", rules().procedure.code, true}; }

std::optional<Rule> refusal_of(const Life& one, const Command& command, const Facts& given = today()) {
  const Decision decision = decide(one.dossier, command, given);
  return decision ? std::nullopt : std::optional{decision.error().rule};
}

TEST(EveryStatus, TakesTheCorrectionsThatItCan) {
  for (const Status status : every_status) {
    const Life one = life(status);
    ASSERT_EQ(one.dossier.status, status);
    const bool accepted = one.dossier.accepted_at.has_value();
    const bool has_result = one.dossier.outcome.has_value();
    EXPECT_EQ(refusal_of(one, CorrectAcceptance{one.grounds(), tuesday()}),
              accepted ? std::nullopt : std::optional{Rule::acceptance_needs_to_be_told})
        << name_of(status);
    EXPECT_EQ(refusal_of(one, CorrectUnit{one.grounds(), core::UnitId{"u9"}}), std::nullopt) << name_of(status);
    EXPECT_EQ(refusal_of(one, AnnulDossier{one.grounds(), the_first_entry()}),
              has_result ? std::optional{Rule::annulment_needs_no_result} : std::nullopt)
        << name_of(status);
    // A result already given is never undone silently.
    const auto silently = has_result ? std::optional{Rule::correction_leaves_result} : std::nullopt;
    EXPECT_EQ(refusal_of(one, CorrectUnit{one.grounds(false), core::UnitId{"u9"}}), silently) << name_of(status);
    if (!accepted) continue;
    EXPECT_EQ(refusal_of(one, CorrectAcceptance{one.grounds(false), tuesday()}), silently) << name_of(status);
  }
}

TEST(AnAcceptance, CorrectedCountsTheDueDateAgain) {
  Life one = life(Status::processing);
  EXPECT_EQ(one.dossier.deadline->date, on("2021-03-11"));
  ASSERT_TRUE(one.then(CorrectAcceptance{one.grounds(), tuesday()}, today()));
  EXPECT_EQ(one.dossier.accepted_at, tuesday());
  EXPECT_EQ(one.dossier.deadline->date, on("2021-03-09"));
  EXPECT_EQ(one.dossier.deadline->original, on("2021-03-09")) << "what it should have been";
  EXPECT_EQ(one.dossier.deadline->explained_by, one.dossier.version);
  EXPECT_EQ(one.dossier.submitted_at, monday()) << "handed in online, by an act of its own";
  ASSERT_EQ(one.dossier.corrections.size(), 1U);
  EXPECT_EQ(one.dossier.corrections[0].supersedes, 2);
  EXPECT_EQ(one.dossier.corrections[0].before, "2021-03-04T09:00:00+07:00");
  EXPECT_EQ(one.dossier.corrections[0].after, "2021-03-02T09:00:00+07:00");
  // Once more: what is superseded now is the correction.
  ASSERT_TRUE(one.then(CorrectAcceptance{one.grounds(), at("2021-03-03 09:00")}, today()));
  EXPECT_EQ(one.dossier.corrections[1].supersedes, 4);
  EXPECT_EQ(one.dossier.corrections[1].before, "2021-03-02T09:00:00+07:00");
  EXPECT_EQ(one.dossier.deadline->date, on("2021-03-10"));
}

TEST(AnAcceptance, CorrectedLeavesTheResultAndTellsWhetherItCameInTime) {
  Life one = life(Status::returned);
  EXPECT_EQ(one.dossier.timeliness, Timeliness::early);
  const Dossier before = one.dossier;
  ASSERT_TRUE(one.then(CorrectAcceptance{one.grounds(), tuesday()}, today()));
  EXPECT_EQ(one.dossier.timeliness, Timeliness::overdue) << "due on the 9th, ready on the 10th";
  EXPECT_EQ(one.dossier.status, before.status);
  EXPECT_EQ(one.dossier.resolved_at, before.resolved_at);
  EXPECT_EQ(one.dossier.outcome, before.outcome);
  const auto& event = std::get<AcceptanceCorrected>(one.history.back().event);
  EXPECT_EQ(event.timeliness_before, Timeliness::early);
  EXPECT_EQ(event.course.end->timeliness, Timeliness::overdue);
  EXPECT_EQ(event.course.end->at, before.resolved_at);
}

TEST(AnAcceptance, AtTheCounterIsOneActWithTheSubmission) {
  Life one;
  one.then(a_registration(Channel::direct), facts(at("2021-03-04 09:00")));
  ASSERT_TRUE(one.then(CorrectAcceptance{one.grounds(), tuesday()}, today()));
  EXPECT_EQ(one.dossier.submitted_at, tuesday());
  EXPECT_EQ(one.dossier.number, a_registration().number) << "given once";
  const auto& event = std::get<AcceptanceCorrected>(one.history.back().event);
  EXPECT_EQ(event.basis.visits_before, (std::vector<Visit>{{"submission", at("2021-03-04 09:00")}}));
  EXPECT_EQ(event.course.visits, (std::vector<Visit>{{"submission", tuesday()}}));
  // Nothing else has happened, so what comes may be stated from the corrected moment on.
  EXPECT_TRUE(one.then(an_assignment(), stating(at("2021-03-02 10:00"), at("2021-04-01 09:00"))));
}

TEST(AnAcceptance, LiesBetweenWhatHappenedBeforeAndAfter) {
  const Life one = life(Status::processing);
  const auto to = [&](const char* moment) { return refusal_of(one, CorrectAcceptance{one.grounds(), at(moment)}); };
  EXPECT_EQ(to("2021-03-01 08:59"), Rule::acceptance_after_submission);
  EXPECT_EQ(to("2021-03-01 09:00"), std::nullopt);
  EXPECT_EQ(to("2021-03-04 12:00"), std::nullopt);
  EXPECT_EQ(to("2021-03-04 12:01"), Rule::acceptance_before_what_followed);
  EXPECT_EQ(to("2021-03-04 09:00"), Rule::correction_changes_nothing);
  const Life open = life(Status::accepted);
  EXPECT_EQ(refusal_of(open, CorrectAcceptance{open.grounds(), at("2021-04-01 08:01")}), Rule::acceptance_in_future);
  Facts uncovered = today();
  uncovered.rules.limit.amount = 400;
  EXPECT_EQ(refusal_of(open, CorrectAcceptance{open.grounds(), tuesday()}, uncovered), Rule::calendar_does_not_cover);
}

TEST(AReceivingUnit, CorrectedAnswersForTheDossierToo) {
  Life one = life(Status::processing);
  const Dossier before = one.dossier;
  ASSERT_TRUE(one.then(CorrectUnit{one.grounds(), core::UnitId{"u9"}}, today()));
  EXPECT_EQ(one.dossier.receiving_unit, core::UnitId{"u9"});
  EXPECT_EQ(one.dossier.responsible_unit, core::UnitId{"u9"});
  EXPECT_EQ(one.dossier.number, before.number);
  EXPECT_EQ(one.dossier.deadline, before.deadline);
  EXPECT_EQ(one.dossier.clock, before.clock);
  EXPECT_EQ(one.dossier.handling_unit, before.handling_unit);
  EXPECT_EQ(one.dossier.corrections[0].supersedes, 1);
  EXPECT_EQ(refusal_of(one, CorrectUnit{one.grounds(), core::UnitId{"u9"}}), Rule::correction_changes_nothing);
  ASSERT_TRUE(one.then(CorrectUnit{one.grounds(), core::UnitId{"u1"}}, today())) << "the correction was wrong";
  EXPECT_EQ(one.dossier.corrections[1].supersedes, 4);
}

TEST(AnAnnulment, NamesAnotherEntryThatCounts) {
  const Life one = life(Status::processing);
  const auto naming = [&](const std::optional<OtherEntry>& other) {
    return refusal_of(one, AnnulDossier{one.grounds(), other});
  };
  EXPECT_EQ(naming(std::nullopt), Rule::annulment_needs_other_entry);
  OtherEntry other = the_first_entry();
  other.id = one.dossier.id;
  EXPECT_EQ(naming(other), Rule::annulment_needs_another_dossier);
  other = the_first_entry();
  other.counts = false;
  EXPECT_EQ(naming(other), Rule::annulment_needs_entry_that_counts);
  other = the_first_entry();
  other.procedure_code = "1.000001.H24";
  EXPECT_EQ(naming(other), Rule::annulment_needs_same_procedure);
  EXPECT_EQ(naming(the_first_entry()), std::nullopt);
}

TEST(AnAnnulledDossier, TakesNoCommandAtAll) {
  for (const Status status : every_status) {
    Life one = life(status);
    if (one.dossier.outcome) continue;
    ASSERT_TRUE(one.then(AnnulDossier{one.grounds(), the_first_entry()}, today()));
    EXPECT_EQ(one.dossier.doubles, the_first_entry().number);
    EXPECT_FALSE(due_runs(one.dossier));
    for (const Command& command :
         {Command{AcceptDossier{}}, Command{an_assignment()}, Command{ReceiveSupplement{}}, Command{WithdrawDossier{}},
          Command{a_planned_transfer()}, Command{CorrectUnit{one.grounds(), core::UnitId{"u9"}}},
          Command{CorrectAcceptance{one.grounds(), tuesday()}},
          Command{AnnulDossier{one.grounds(), the_first_entry()}}})
      EXPECT_EQ(refusal_of(one, command), Rule::annulled_takes_no_command) << name_of(status);
    for (const Command& asked_by_nobody :
         {Command{TellNotices{}}, Command{RecountDeadline{"1/QĐ"}}, Command{StopUnanswered{a_note()}}})
      EXPECT_TRUE(decide(one.dossier, asked_by_nobody, today()).value().empty());
    EXPECT_EQ(one.dossier.reply_due, std::nullopt) << "nobody waits for a reply any more";
  }
}

TEST(AnAnnulledDossier, StillLosesWhatIsKeptOfPeople) {
  Life one = life(Status::processing);
  EXPECT_EQ(refusal_of(one, ErasePeople{"12/QĐ-UBND", std::nullopt}), Rule::erasure_needs_closed);
  ASSERT_TRUE(one.then(AnnulDossier{one.grounds(), the_first_entry()}, today()));
  EXPECT_EQ(refusal_of(one, WithdrawPaper{PaperId{"f-1"}, false, a_note()}), std::nullopt);
  ASSERT_TRUE(one.then(ErasePeople{"12/QĐ-UBND", std::nullopt}, today()));
  EXPECT_TRUE(one.dossier.people_erased_at);
}

TEST(ACorrection, IsRefusedWhereNobodysTextsAreKept) {
  Life one = life(Status::withdrawn);
  ASSERT_TRUE(one.then(ErasePeople{"12/QĐ-UBND", std::nullopt}, today()));
  EXPECT_EQ(refusal_of(one, CorrectUnit{one.grounds(), core::UnitId{"u9"}}), Rule::people_erased_once);
}

TEST(ACorrection, StatesItsReasons) {
  const Life one = life(Status::processing);
  CorrectionGrounds without = one.grounds();
  without.reasons.reset();
  for (const Command& command :
       {Command{CorrectAcceptance{without, tuesday()}}, Command{CorrectUnit{without, core::UnitId{"u9"}}},
        Command{AnnulDossier{without, the_first_entry()}}})
    EXPECT_EQ(refusal_of(one, command), Rule::correction_needs_reasons);
}

TEST(ACorrection, OfALinkedDossierIsRefused) {
  Life one;
  Facts linked = facts(monday());
  linked.rules.steps = {{"a", "x", linked.rules.limit, true}};
  one.then(a_registration(Channel::direct), linked);
  ASSERT_FALSE(one.dossier.steps.empty());
  EXPECT_EQ(refusal_of(one, CorrectAcceptance{one.grounds(), at("2021-03-01 08:00")}),
            Rule::correction_needs_one_agency);
  EXPECT_EQ(refusal_of(one, CorrectUnit{one.grounds(), core::UnitId{"u9"}}), Rule::correction_needs_one_agency);
  EXPECT_EQ(refusal_of(one, AnnulDossier{one.grounds(), the_first_entry()}), Rule::correction_needs_one_agency);
  // Nor does another version make steps of what was never handed over.
  const Life plain = life(Status::processing);
  Facts with_steps = today();
  with_steps.rules.steps = linked.rules.steps;
  EXPECT_EQ(refusal_of(plain, CorrectAcceptance{plain.grounds(), tuesday()}, with_steps),
            Rule::correction_needs_one_agency);
}

TEST(ACorrection, IsNoMomentOfTheDossier) {
  Life one = life(Status::processing);
  ASSERT_TRUE(one.then(CorrectAcceptance{one.grounds(), tuesday()}, today()));
  EXPECT_TRUE(one.then(ResolveDossier{Outcome::granted, std::nullopt}, stating(at("2021-03-09 16:00"), today().now)))
      << "a result of before the correction is told after it";
  EXPECT_EQ(one.dossier.timeliness, Timeliness::on_time);
}

// ---- a dossier corrected is the dossier entered rightly in the first place

struct Plan {
  Channel channel;
  core::Instant submitted;
  core::Instant wrongly;
  core::Instant rightly;
  ProcedureRules rules_wrongly;
  ProcedureRules rules_rightly;
  std::vector<std::pair<Command, core::Instant>> then;
};

Plan any_plan(std::mt19937& dice) {
  const auto pick = [&](int least, int most) { return std::uniform_int_distribution<>{least, most}(dice); };
  const auto any_rules = [&] {
    ProcedureRules one = rules(pick(1, 12));
    if (pick(0, 2) == 0) one.limit = {calendar::Mode::hour, 60 * pick(1, 40)};
    one.supplement_effect = static_cast<SupplementEffect>(pick(0, 2));
    one.financial_step = static_cast<FinancialStep>(pick(0, 1));
    one.supplement_limit = 5;
    one.procedure.version = std::to_string(pick(1, 3));
    return one;
  };
  Plan plan{.channel = pick(0, 1) == 0 ? Channel::direct : Channel::online,
            .submitted = monday(),
            .wrongly = monday() + std::chrono::minutes{pick(0, 9000)},
            .rightly = monday() + std::chrono::minutes{pick(0, 9000)},
            .rules_wrongly = any_rules(),
            .rules_rightly = {},
            .then = {}};
  plan.rules_rightly = pick(0, 1) == 0 ? any_rules() : plan.rules_wrongly;
  core::Instant moment = std::max(plan.wrongly, plan.rightly);
  for (int count = pick(0, 9); count > 0; --count) {
    moment += std::chrono::minutes{pick(0, 4000)};
    const std::array<Command, 9> commands{an_assignment(),          a_request(),
                                          ReceiveSupplement{},      a_bill(),
                                          ConfirmPayment{a_note()}, StopDossier{a_note()},
                                          ReopenDossier{a_note()},  ResolveDossier{Outcome::granted, std::nullopt},
                                          WithdrawDossier{}};
    const int many = static_cast<int>(commands.size()) - (pick(0, 3) == 0 ? 1 : 2);
    plan.then.emplace_back(commands.at(static_cast<std::size_t>(pick(0, many))), moment);
  }
  return plan;
}

Facts at_moment(core::Instant moment, const ProcedureRules& by) {
  Facts given = stating(moment, at("2021-07-01 08:00"));
  given.rules = by;
  return given;
}

Life lived(const Plan& plan, core::Instant accepted, const ProcedureRules& by) {
  Life one;
  const bool at_once = plan.channel == Channel::direct;
  one.then(a_registration(plan.channel), at_moment(at_once ? accepted : plan.submitted, by));
  if (!at_once) one.then(AcceptDossier{}, at_moment(accepted, by));
  for (const auto& [command, moment] : plan.then) one.then(command, at_moment(moment, by));
  return one;
}

/// As the other one, but for its place in history and what was corrected.
Dossier but_for_the_correction(Dossier dossier, const Dossier& other) {
  dossier.version = other.version;
  dossier.corrections = other.corrections;
  dossier.deadline->explained_by = other.deadline->explained_by;
  dossier.last_recorded = other.last_recorded;
  dossier.reappointments = other.reappointments;
  return dossier;
}

TEST(ADossierCorrected, IsAsIfItHadBeenEnteredRightly) {
  std::mt19937 dice{363};  // NOLINT: the same sequences every time
  int moved = 0;
  int other_timeliness = 0;
  for (int round = 0; round < 3000; ++round) {
    const Plan plan = any_plan(dice);
    if (plan.wrongly == plan.rightly) continue;
    Life wrong = lived(plan, plan.wrongly, plan.rules_wrongly);
    const Life right = lived(plan, plan.rightly, plan.rules_rightly);
    ASSERT_EQ(wrong.dossier.status, right.dossier.status) << "both lived the same";
    const Dossier before = wrong.dossier;
    const Course course_before = course::told_by(wrong.history);
    ASSERT_TRUE(wrong.then(CorrectAcceptance{wrong.grounds(), plan.rightly}, [&] {
      Facts given = facts(at("2021-07-01 08:00"));
      given.rules = plan.rules_rightly;
      return given;
    }()));
    ASSERT_EQ(but_for_the_correction(wrong.dossier, right.dossier), right.dossier) << round;
    ASSERT_EQ(course::told_by(wrong.history), course::told_by(right.history)) << round;
    const auto& event = std::get<AcceptanceCorrected>(wrong.history.back().event);
    ASSERT_EQ(event.basis.visits_before, course_before.visits);
    moved += before.deadline->date != right.dossier.deadline->date ? 1 : 0;
    other_timeliness += before.timeliness != right.dossier.timeliness ? 1 : 0;

    Dossier folded;
    for (const Happening& happening : wrong.history) folded = evolve(std::move(folded), happening);
    ASSERT_EQ(folded, wrong.dossier);
  }
  EXPECT_GT(moved, 1000);
  EXPECT_GT(other_timeliness, 50);
}

}  // namespace
}  // namespace motcua::dossiers
