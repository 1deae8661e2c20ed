#include "reporting/domain/restatement.hpp"

#include <gtest/gtest.h>

#include <random>

#include "reporting/domain/rules.hpp"

namespace motcua::reporting {
namespace {

using Line = FigureName::Line;

FigureName total(const char* cell) { return {Line::total, "", cell}; }

TEST(ARestatement, OfTheSameFiguresIsNone) {
  const Figures figures{{total("received.total"), 5}, {{Line::row, "land", "withdrawn"}, 1}};
  EXPECT_TRUE(restate(figures, figures, figures, true).empty());
  EXPECT_TRUE(restate(figures, figures, figures, false).empty());
}

TEST(ARestatement, TellsTheCausesApart) {
  const Figures published{{total("received.total"), 5}};
  const Figures known_then{{total("received.total"), 6}};
  const Figures now{{total("received.total"), 9}, {{Line::row, "land", "withdrawn"}, 2}};

  const auto late = restate(published, known_then, now, true);
  ASSERT_EQ(late.size(), 2U);
  EXPECT_EQ(late[0].causes, (Causes{3, 0, 1}));
  EXPECT_EQ(late[1].name, (FigureName{Line::row, "land", "withdrawn"}));
  EXPECT_EQ(late[1].published, 0);
  EXPECT_EQ(late[1].causes, (Causes{2, 0, 0}));
  EXPECT_EQ(restate(published, known_then, now, false)[0].causes, (Causes{3, 1, 0}));
}

TEST(ARestatement, TellsOfCausesThatCancelEachOtherOut) {
  const auto restated = restate({{total("withdrawn"), 5}}, {{total("withdrawn"), 4}}, {{total("withdrawn"), 5}}, false);
  ASSERT_EQ(restated.size(), 1U);
  EXPECT_EQ(restated[0].published, restated[0].now);
  EXPECT_EQ(restated[0].causes, (Causes{1, -1, 0}));
}

TEST(ARestatement, HasCausesThatAddUpToTheDifference) {
  std::mt19937 random{11};
  const auto pick = [&](int least, int most) { return std::uniform_int_distribution<int>{least, most}(random); };
  const auto any = [&] {
    Figures figures;
    for (int many = pick(0, 12); many > 0; --many) {
      const FigureName name{static_cast<Line>(pick(0, 2)), std::to_string(pick(0, 2)), std::to_string(pick(0, 3))};
      figures[name] = pick(1, 4);
    }
    return figures;
  };
  for (int round = 0; round < 2000; ++round) {
    const Figures published = any();
    const Figures known_then = any();
    const Figures now = any();
    const bool same_rules = pick(0, 1) == 0;
    Figures again = published;
    for (const Restated& one : restate(published, known_then, now, same_rules)) {
      ASSERT_EQ(one.causes.facts + one.causes.rules + one.causes.arrived_late, one.now - one.published);
      ASSERT_EQ(same_rules ? one.causes.rules : one.causes.arrived_late, 0);
      again[one.name] += one.now - one.published;
    }
    std::erase_if(again, [](const auto& figure) { return figure.second == 0; });
    ASSERT_EQ(again, now) << "what was published and what was restated give today's figures";
  }
}

TEST(Figures, AreEveryCellOnceAndNoZeros) {
  Cells cells;
  cells.direct = 3;
  cells.on_time = 2;
  cells.pending_in_time = 1;
  cells.without_supplements = 2;
  cells.payment_trips = 4;
  Figures plain;
  add_figures(plain, Line::row, "land", cells, Subject::dossiers, false);
  EXPECT_EQ(plain, (Figures{{{Line::row, "land", "received.total"}, 3},
                            {{Line::row, "land", "received.direct"}, 3},
                            {{Line::row, "land", "resolved.total"}, 2},
                            {{Line::row, "land", "resolved.on_time"}, 2},
                            {{Line::row, "land", "pending.total"}, 1},
                            {{Line::row, "land", "pending.in_time"}, 1}}));
  Figures whole;
  add_figures(whole, Line::total, "", cells, Subject::dossiers, true);
  EXPECT_EQ(whole.size(), plain.size() + 3);
  EXPECT_EQ(whole.at(total("supplements.none")), 2);
  EXPECT_EQ(whole.at(total("trips.payment")), 4);
  EXPECT_EQ(whole.at(total("trips.total")), 4);
}

TEST(RulesVersions, AreNumberedFromOneWithoutGaps) {
  int number = 0;
  for (const RulesVersion& version : rules_versions) {
    EXPECT_EQ(version.number, ++number);
    EXPECT_TRUE(core::parse_date(version.since));
    EXPECT_NE(*version.vi, '\0');
    EXPECT_NE(*version.en, '\0');
  }
  EXPECT_EQ(rules_version, number);
  EXPECT_TRUE(rules_since(number).empty());
  EXPECT_EQ(rules_since(0).size(), rules_versions.size());
}

}  // namespace
}  // namespace motcua::reporting
