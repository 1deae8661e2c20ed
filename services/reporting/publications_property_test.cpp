// What was published, the same by what was known then, and all that is known: each against the slow judge, and the
// causes between them.
#include <gtest/gtest.h>

#include <random>

#include "reporting/http/service_examples.hpp"
#include "reporting/judge/histories.hpp"
#include "reporting/judge/recount.hpp"

namespace motcua::reporting {
namespace {

using namespace examples;

class Restating : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Kinds, Restating, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

/// Published, now, and the causes facts, rules, arrived late; of each total that is restated.
using Told = std::map<std::string, std::array<std::int64_t, 5>>;

Told told_in(const json& restatement) {
  Told told;
  for (const json& one : restatement.at("figures")) {
    if (one.at("line") != "total") continue;
    const json& causes = one.at("causes");
    told[one.at("cell")] = {one.at("published"), one.at("now"), causes.at("facts"), causes.at("rules"),
                            causes.at("arrived_late")};
  }
  return told;
}

Told expected(const Cells& published, const Cells& known_then, const Cells& now) {
  Told told;
  for (const Cell cell : cells_of(Subject::dossiers)) {
    const auto was = value_of(published, cell);
    const auto then = value_of(known_then, cell);
    const auto is = value_of(now, cell);
    if (was != then || then != is) told[std::string{name_of(cell)}] = {was, is, is - then, 0, then - was};
  }
  return told;
}

TEST_P(Restating, TellsEachFigureByItsCauses) {
  std::mt19937 random{15};
  const auto pick = [&](int least, int most) { return std::uniform_int_distribution<int>{least, most}(random); };
  bool late = false;
  bool facts_came = false;
  for (int round = 0; round < 6; ++round) {
    Service service{GetParam()};
    const catalogue::Unit& unit = service.unit("307", "2020-12-15");
    const catalogue::Unit& city = service.unit("31", "2026-11-24");
    const judge::Histories kind{{unit.id}, day("2020-01-20")};
    const auto facts = judge::shuffled(random, judge::random_history(random, kind, 60));
    const std::vector<Fact> heard{facts.begin(), facts.begin() + pick(0, static_cast<int>(facts.size()))};
    service.learn(heard);

    const core::Date from = kind.begin + std::chrono::days{pick(0, 60)};
    const core::Date as_of = from + std::chrono::days{pick(0, 60)};
    const core::Date known_at = as_of + std::chrono::days{pick(0, 30)};
    const json wanted{{"unit", unit.id.str()},
                      {"from", core::format_date(from)},
                      {"to", core::format_date(as_of)},
                      {"known_at", core::format_date(known_at)},
                      {"include", "burden"}};
    const auto publication =
        service.post("/v1/publications", wanted.dump(), "key-00000001", &city, {auth::Role::city_reader});
    ASSERT_EQ(publication.status, 201) << publication.body;
    service.learn({facts.begin() + static_cast<std::ptrdiff_t>(heard.size()), facts.end()});

    const auto answer = service.get_one("/v1/publications/{id}/restatement", http::read_json(publication.body).at("id"),
                                        &city, {auth::Role::city_reader});
    const auto judged = [&](const std::vector<Fact>& all, std::optional<core::Date> known) {
      return judge::cells_of(judge::recount(
          all, [](const About&) { return true; }, from, as_of, known));
    };
    Told told = told_in(http::read_json(answer.body));
    for (const char* no_cell : {"supplements.requests", "trips.total", "trips.submission", "trips.supplement",
                                "trips.payment", "trips.collection"})
      told.erase(no_cell);
    EXPECT_EQ(told, expected(judged(heard, known_at), judged(facts, known_at), judged(facts, std::nullopt)));
    for (const auto& [cell, figures] : told) {
      facts_came = facts_came || figures[2] != 0;
      late = late || figures[4] != 0;
    }
  }
  EXPECT_TRUE(late && facts_came) << "the histories are too tame to show anything";
}

}  // namespace
}  // namespace motcua::reporting
