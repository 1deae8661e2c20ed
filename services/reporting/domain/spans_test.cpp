#include "reporting/domain/spans.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace motcua::reporting {
namespace {

core::Date day(int number) { return core::date_from(18'000 + number); }

Fact fact(int on, int learnt, decltype(Fact::what) what) {
  return {RecordId{"r"},
          {core::UnitId{"u0307"}, "1.000001.H24", "2020-1", "land", Channel::online},
          day(on),
          day(learnt),
          std::move(what)};
}

std::vector<Span> history_of(const std::vector<Fact>& facts) {
  std::vector<Span> spans;
  for (const Fact& one : facts) {
    const auto followed = follow(spans.empty() ? std::nullopt : std::optional{spans.back()}, one);
    EXPECT_TRUE(followed.ok());
    for (const Span& span : *followed) {
      if (!spans.empty() && spans.back().ordinal == span.ordinal) {
        spans.back() = span;
      } else {
        spans.push_back(span);
      }
    }
  }
  return spans;
}

TEST(ADossier, HasOneSpanUntilItsDueDateMoves) {
  const auto spans =
      history_of({fact(1, 1, Registered{"N"}), fact(2, 2, Accepted{to_the_end_of(day(10))}),
                  fact(4, 5, DueMoved{to_the_end_of(day(12)), false}), fact(11, 11, Resolved{Timeliness::early})});
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0].ended, (Span::End{day(4), day(5), Ended::due_moved}));
  EXPECT_EQ(spans[1].begun, (Span::Beginning{day(4), day(5), Begun::due_moved, to_the_end_of(day(12)), false, day(2)}));
  EXPECT_EQ(spans[1].ended, (Span::End{day(11), day(11), Ended::early}));
}

TEST(ADossier, ThatIsWithdrawnBeforeAcceptanceConcernsNoCell) {
  const auto spans = history_of({fact(1, 1, Registered{"N"}), fact(2, 2, Withdrawn{false})});
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_TRUE(deltas(std::nullopt, spans[0]).empty());
}

TEST(ADossier, CannotBeResolvedWhileItIsNotPending) {
  const auto spans = history_of({fact(1, 1, Registered{"N"})});
  EXPECT_FALSE(follow(spans.back(), fact(2, 2, Resolved{Timeliness::early})).ok());
  EXPECT_FALSE(follow(std::nullopt, fact(2, 2, Accepted{to_the_end_of(day(3))})).ok());
  const auto closed = history_of(
      {fact(1, 1, Registered{"N"}), fact(1, 1, Accepted{to_the_end_of(day(3))}), fact(2, 2, Withdrawn{true})});
  EXPECT_FALSE(follow(closed.back(), fact(2, 2, Resolved{Timeliness::early})).ok());
  EXPECT_FALSE(follow(closed.back(), fact(2, 2, Accepted{to_the_end_of(day(3))})).ok());
  EXPECT_FALSE(follow(closed.back(), fact(2, 2, Registered{"N"})).ok());
}

TEST(ADossier, IsOverdueFromTheDayAfterItsDueDateOn) {
  const auto spans = history_of({fact(1, 1, Registered{"N"}), fact(2, 3, Accepted{to_the_end_of(day(10))})});
  const auto changes = deltas(std::nullopt, spans[0]);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].day, day(2));
  EXPECT_EQ(changes[1].day, day(11));
  EXPECT_EQ(changes[1].learnt, day(3));
  EXPECT_EQ(changes[1].change.pending_overdue, 1);
}

TEST(ADossier, IsOverdueOnItsDueDayAlreadyWhereHoursAreCounted) {
  const auto spans = history_of({fact(1, 1, Registered{"N"}), fact(2, 2, Accepted{{day(10), day(10)}})});
  const auto changes = deltas(std::nullopt, spans[0]);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[1].day, day(10));
}

TEST(ADossier, NeverBecomesOverdueWhileItsClockStandsStill) {
  const auto spans = history_of({fact(1, 1, Registered{"N"}), fact(2, 2, Accepted{to_the_end_of(day(10))}),
                                 fact(4, 4, DueMoved{std::nullopt, true}), fact(30, 30, Withdrawn{true})});
  ASSERT_EQ(spans.size(), 2U);
  const auto changes = deltas(std::nullopt, spans[1]);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].change, (Counters{.paused = 1}));
  EXPECT_EQ(changes[1].change, (Counters{.withdrawn = 1, .paused = -1}));
}

TEST(ADossier, ThatIsPausedWhenItsDueDateHasPassedStaysOverdue) {
  const auto spans = history_of({fact(1, 1, Registered{"N"}), fact(2, 2, Accepted{to_the_end_of(day(10))}),
                                 fact(14, 16, DueMoved{to_the_end_of(day(10)), true}),
                                 fact(20, 21, DueMoved{to_the_end_of(day(10)), false})});
  ASSERT_EQ(spans.size(), 3U);
  const auto changes = deltas(std::nullopt, spans[1]);
  ASSERT_EQ(changes.size(), 4U);
  EXPECT_EQ(changes[1].day, day(14));
  EXPECT_EQ(changes[1].learnt, day(16));
  EXPECT_EQ(changes[1].change, (Counters{.pending_overdue = 1, .paused_overdue = 1}));
  EXPECT_EQ(changes[3].day, day(20));
  EXPECT_EQ(changes[3].learnt, day(21));
  EXPECT_EQ(changes[3].change, (Counters{.pending_overdue = -1, .paused_overdue = -1}));
}

TEST(ADossier, TellsWithItsResolutionHowOftenPapersWereAskedFor) {
  for (const auto& [told, change] :
       {std::pair{std::optional<int>{}, Counters{.early = 1}},
        std::pair{std::optional{0}, Counters{.early = 1, .without_supplements = 1}},
        std::pair{std::optional{2}, Counters{.early = 1, .with_supplements = 1, .supplements = 2}}}) {
    const auto spans = history_of({fact(1, 1, Registered{"N"}), fact(2, 2, Accepted{to_the_end_of(day(10))}),
                                   fact(4, 4, Resolved{Timeliness::early, told})});
    ASSERT_EQ(spans.size(), 1U);
    const auto changes = deltas(std::nullopt, spans[0]);
    ASSERT_EQ(changes.size(), 4U);
    EXPECT_EQ(changes[2].change, change);
    EXPECT_EQ(changes[2].day, day(4));
  }
}

TEST(ADossier, CountsATripOnItsDayWhateverItsSpans) {
  Fact collected = fact(7, 9, Uncounted{});
  EXPECT_TRUE(trip_deltas(collected).empty());
  collected.trip = Trip::collection;
  const auto deltas = trip_deltas(collected);
  ASSERT_EQ(deltas.size(), 1U);
  EXPECT_EQ(deltas[0].unit, core::UnitId{"u0307"});
  EXPECT_EQ(deltas[0].delta.day, day(7));
  EXPECT_EQ(deltas[0].delta.learnt, day(9));
  EXPECT_EQ(deltas[0].delta.change, (Counters{.collection_trips = 1}));
}

/// What all the changes of these spans come to, as of a day and by what was known on another.
Counters state(const std::vector<Span>& spans, int as_of, int known) {
  Counters sum;
  for (const Span& span : spans) {
    for (const Delta& delta : deltas(std::nullopt, span)) {
      if (delta.day <= day(as_of) && delta.learnt <= day(known)) sum += delta.change;
    }
  }
  return sum;
}

TEST(ACorrection, TakesBackWhatWasCountedAndCountsWhatIsSo) {
  auto spans =
      history_of({fact(1, 1, Registered{"N"}), fact(6, 6, Accepted{to_the_end_of(day(16))}),
                  fact(8, 8, DueMoved{std::nullopt, true}), fact(9, 9, DueMoved{to_the_end_of(day(17)), false}),
                  fact(16, 16, Resolved{Timeliness::early, 1, TimeUsed{Unit::working_days, 6}})});
  const auto before = spans;
  Fact correction = fact(20, 20, Corrected{.unit_before = core::UnitId{"u0307"}});
  auto& right = std::get<Corrected>(correction.what);
  right.stretches = {
      {day(2), to_the_end_of(day(12)), false}, {day(8), std::nullopt, true}, {day(9), to_the_end_of(day(13)), false}};
  right.end = Corrected::End{day(16), Timeliness::overdue, 1, TimeUsed{Unit::working_days, 10}};
  const auto changed = corrected(spans, correction);
  ASSERT_TRUE(changed.ok());
  ASSERT_EQ(changed->size(), 6U);
  const std::vector<Span>& after = *changed;
  for (int as_of = 0; as_of < 25; ++as_of) {
    for (int known = 0; known < 20; ++known) ASSERT_EQ(state(after, as_of, known), state(before, as_of, known));
    const std::vector<Span> told_rightly{after.begin() + 3, after.end()};
    ASSERT_EQ(state(after, as_of, 20), state(told_rightly, as_of, 20)) << as_of;
  }
  EXPECT_EQ(state(after, 15, 20).pending_overdue, 1) << "the 13th has passed";
  EXPECT_EQ(state(after, 15, 19).pending_overdue, 0);
  EXPECT_EQ(after[3].begun, (Span::Beginning{day(2), day(20), Begun::accepted, to_the_end_of(day(12)), false, day(2)}));
  EXPECT_EQ(after[5].ended->as, Ended::overdue);
  std::map<std::int64_t, std::int64_t> took;
  for (const Span& span : after) {
    for (const Duration& one : durations(std::nullopt, span)) took[one.used.amount] += one.resolved;
  }
  EXPECT_EQ(took, (std::map<std::int64_t, std::int64_t>{{6, 0}, {10, 1}}));
  EXPECT_FALSE(pending(after[0], day(7), day(20))) << "that span was not so";
  EXPECT_TRUE(pending(after[0], day(7), day(19)));
  EXPECT_TRUE(pending(after[3], day(7), std::nullopt));
}

TEST(ACorrection, LeavesNothingOfASecondEntry) {
  const auto spans = history_of({fact(1, 1, Registered{"N"}), fact(1, 1, Accepted{to_the_end_of(day(3))})});
  Fact annulment = fact(9, 9, Corrected{.unit_before = core::UnitId{"u0307"}});
  auto& right = std::get<Corrected>(annulment.what);
  right.annulled = true;
  right.trips_before = {{Trip::submission, day(1)}};
  const auto changed = corrected(spans, annulment);
  ASSERT_TRUE(changed.ok());
  for (int as_of = 0; as_of < 12; ++as_of) EXPECT_EQ(state(*changed, as_of, 9), Counters{});
  EXPECT_EQ(state(*changed, 5, 8), state(spans, 5, 8));
  EXPECT_EQ(trip_deltas(annulment).at(0).delta.change, (Counters{.submission_trips = -1}));
  EXPECT_FALSE(corrected({}, annulment).ok()) << "of nothing that is known";
}

Fact step_fact(int on, decltype(Fact::what) what, core::UnitId owner = {}) {
  Fact one = fact(on, on, std::move(what));
  one.record = id_of({RecordId{"r"}, 3});
  one.about.unit = std::move(owner);
  one.subject = Subject::steps;
  return one;
}

TEST(AStep, IsNamedByItsDossierAndItsNumber) {
  const RecordId id = id_of({RecordId{"0198c7a2-0001"}, 12});
  EXPECT_EQ(id.str(), "0198c7a2-0001/12");
  EXPECT_EQ(step_named(id), (StepName{RecordId{"0198c7a2-0001"}, 12}));
  for (const char* other : {"", "0198c7a2", "r/", "r/0", "r/x", "r/99999999999"})
    EXPECT_THROW(step_named(RecordId{other}), std::runtime_error) << other;
}

TEST(AStep, GoesByItsDossiersNumber) {
  const Fact begun = step_fact(1, StepBegun{"", to_the_end_of(day(5))});
  EXPECT_TRUE(wants_number(begun));
  EXPECT_FALSE(follow(std::nullopt, numbered(begun, std::nullopt)).ok());
  const auto dossier = history_of({fact(1, 1, Registered{"N"})});
  const auto spans = follow(std::nullopt, numbered(begun, dossier.back()));
  ASSERT_TRUE(spans.ok());
  EXPECT_EQ(spans->at(0).number, "N");
  EXPECT_FALSE(follow(spans->back(), numbered(begun, dossier.back())).ok()) << "begun twice";
}

TEST(AStep, StaysItsOwnersThroughFactsThatDoNotNameTheOwner) {
  const core::UnitId owner{"u0099"};
  const auto spans = history_of(
      {step_fact(1, StepBegun{"N", to_the_end_of(day(5))}, owner), step_fact(2, DueMoved{std::nullopt, true}),
       step_fact(4, DueMoved{to_the_end_of(day(7)), false}), step_fact(8, Resolved{Timeliness::overdue})});
  ASSERT_EQ(spans.size(), 3U);
  for (const Span& span : spans) EXPECT_EQ(span.about.unit, owner);
  EXPECT_TRUE(spans[1].begun->paused);
  EXPECT_FALSE(spans[1].begun->due);
  EXPECT_EQ(spans[2].begun, (Span::Beginning{day(4), day(4), Begun::due_moved, to_the_end_of(day(7)), false, day(1)}));
  EXPECT_EQ(spans[2].ended, (Span::End{day(8), day(8), Ended::overdue}));
}

TEST(AStep, OfAWithdrawnDossierIsNeitherInTimeNorLate) {
  const core::UnitId owner{"u0099"};
  const auto spans =
      history_of({step_fact(1, StepBegun{"N", to_the_end_of(day(5))}, owner), step_fact(9, Withdrawn{true})});
  ASSERT_EQ(spans.size(), 1U);
  Counters sum;
  for (const Delta& delta : deltas(std::nullopt, spans[0])) sum += delta.change;
  EXPECT_EQ(sum, (Counters{.accepted = 1, .withdrawn = 1}));
}

// Any dossier, any day, any knowledge: what the deltas add up to is what its spans say, and at most one of them is
// pending.
TEST(Deltas, AddUpToWhatTheSpansSay) {
  std::mt19937 random{20'261'124};
  const auto pick = [&](int least, int most) { return std::uniform_int_distribution<int>{least, most}(random); };
  for (int round = 0; round < 3000; ++round) {
    int on = pick(0, 5);
    int learnt = on + (pick(0, 2) == 0 ? pick(0, 15) : 0);
    const auto later = [&] {
      on += pick(0, 6);
      learnt = std::max(learnt, on + (pick(0, 2) == 0 ? pick(0, 15) : 0));
    };
    std::vector<Fact> facts{fact(on, learnt, Registered{"N"})};
    later();
    const auto due = [&](int least) {
      const core::Date date = day(on + pick(least, 10));
      return pick(0, 3) == 0 ? DueDay{date, date} : to_the_end_of(date);
    };
    facts.push_back(fact(on, learnt, Accepted{due(0)}));
    for (int moves = pick(0, 4); moves > 0; --moves) {
      later();
      const auto moved = pick(0, 2) == 0 ? std::nullopt : std::optional{due(-4)};
      facts.push_back(fact(on, learnt, DueMoved{moved, pick(0, 1) == 0}));
    }
    if (pick(0, 3) > 0) {
      later();
      const bool withdrawn = pick(0, 3) == 0;
      facts.push_back(withdrawn ? fact(on, learnt, Withdrawn{true}) : fact(on, learnt, Resolved{Timeliness::on_time}));
    }
    const auto spans = history_of(facts);
    std::vector<Delta> changes;
    for (const Span& span : spans) {
      for (const Delta& delta : deltas(std::nullopt, span)) changes.push_back(delta);
    }
    for (int at = 0; at < 50; at += pick(1, 3)) {
      const core::Date known = day(pick(0, 60));
      Counters sum;
      for (const Delta& delta : changes) {
        if (delta.day <= day(at) && delta.learnt <= known) sum += delta.change;
      }
      int pending_spans = 0;
      int overdue_spans = 0;
      int paused_spans = 0;
      int paused_overdue_spans = 0;
      for (const Span& span : spans) {
        if (!pending(span, day(at), known)) continue;
        ++pending_spans;
        const bool overdue = span.begun->due && day(at) >= span.begun->due->overdue_from;
        overdue_spans += overdue ? 1 : 0;
        paused_spans += span.begun->paused ? 1 : 0;
        paused_overdue_spans += overdue && span.begun->paused ? 1 : 0;
      }
      ASSERT_LE(pending_spans, 1);
      ASSERT_EQ(sum.pending(), pending_spans) << "round " << round << " day " << at;
      ASSERT_EQ(sum.pending_overdue, overdue_spans) << "round " << round << " day " << at;
      ASSERT_EQ(sum.paused, paused_spans) << "round " << round << " day " << at;
      ASSERT_EQ(sum.paused_overdue, paused_overdue_spans) << "round " << round << " day " << at;
    }
  }
}

}  // namespace
}  // namespace motcua::reporting
