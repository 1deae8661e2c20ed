#include "dossiers/domain/erasure.hpp"

#include <gtest/gtest.h>

#include "dossiers/domain/examples.hpp"

namespace motcua::dossiers {
namespace {

using namespace examples;  // NOLINT: plain values, this file only

const ErasePeople at_request{"12/QĐ-UBND", std::nullopt};
const ErasePeople by_policy{"12/QĐ-UBND", Retention{"civil-5", 5}};

std::optional<Rule> rule_against(const Dossier& dossier, const ErasePeople& order, core::Instant now) {
  const Decision decision = decide(dossier, order, facts(now));
  return decision ? std::nullopt : std::optional{decision.error().rule};
}

TEST(TheLastDayKept, IsTheSameDayOfALaterYear) {
  EXPECT_EQ(erasure::last_day_kept(on("2021-03-01"), 5), on("2026-03-01"));
  EXPECT_EQ(erasure::last_day_kept(on("2020-02-29"), 4), on("2024-02-29"));
  EXPECT_EQ(erasure::last_day_kept(on("2020-02-29"), 1), on("2021-03-01")) << "longer, never shorter";
  EXPECT_EQ(erasure::last_day_kept(on("2021-12-31"), 1), on("2022-12-31"));
}

TEST(ErasingPeople, NeedsAClosedDossier) {
  for (const Status status : every_status) {
    const auto rule = rule_against(a_dossier(status), at_request, monday() + std::chrono::hours{1});
    EXPECT_EQ(rule, is_closed(status) ? std::nullopt : std::optional{Rule::erasure_needs_closed}) << name_of(status);
  }
  EXPECT_EQ(rule_against({}, at_request, monday()), Rule::erasure_needs_closed);
}

TEST(ErasingPeople, WaitsUntilTheLastDayHasPassed) {
  const Dossier dossier = a_dossier(Status::returned);
  EXPECT_EQ(rule_against(dossier, by_policy, at("2026-03-01 23:59")), Rule::retention_runs);
  EXPECT_EQ(rule_against(dossier, by_policy, at("2026-03-02 00:00")), std::nullopt);
  EXPECT_EQ(rule_against(dossier, at_request, at("2021-03-02 00:00")), std::nullopt) << "at request at any time";
}

TEST(ErasingPeople, IsDoneOnceAndSaysByWhat) {
  const Dossier dossier = a_dossier(Status::withdrawn);
  const Decision decision = decide(dossier, by_policy, facts(at("2026-03-02 08:00")));
  ASSERT_TRUE(decision.ok());
  ASSERT_EQ(decision->size(), 1U);
  EXPECT_EQ(std::get<PeopleErased>(decision->front().event), (PeopleErased{"12/QĐ-UBND", "civil-5"}));
  const Dossier erased = evolve(dossier, decision->front());
  EXPECT_EQ(erased.people_erased_at, at("2026-03-02 08:00"));
  EXPECT_EQ(rule_against(erased, at_request, at("2026-03-03 08:00")), Rule::people_erased_once);
  EXPECT_EQ(std::get<PeopleErased>(decide(dossier, at_request, facts(at("2021-03-02 08:00")))->front().event).policy,
            std::nullopt);
}

TEST(ErasingPeople, ChangesNothingElseAboutTheDossier) {
  const Dossier before = a_dossier(Status::not_accepted);
  Dossier expected = before;
  expected.version += 1;
  expected.people_erased_at = at("2021-03-02 08:00");
  expected.last_recorded = at("2021-03-02 08:00");
  EXPECT_EQ(after(before, at_request, facts(at("2021-03-02 08:00"))), expected);
}

TEST(ADossier, IsClosedWhenItWasReturnedWithdrawnOrRefused) {
  EXPECT_EQ(closed_at(a_dossier(Status::returned)), monday() + std::chrono::minutes{4});
  EXPECT_EQ(closed_at(a_dossier(Status::withdrawn)), monday() + std::chrono::minutes{2});
  EXPECT_EQ(closed_at(a_dossier(Status::not_accepted)), monday() + std::chrono::minutes{1});
  EXPECT_EQ(closed_at(a_dossier(Status::resolved)), std::nullopt) << "the result waits to be fetched";
}

}  // namespace
}  // namespace motcua::dossiers
