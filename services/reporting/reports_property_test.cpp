// The projections and the query against the judge: any history of dossiers or of steps, any unit, day and knowledge, in
// any order of arrival, on each database.
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <random>

#include "outbox/inbox.hpp"
#include "reporting/figures.hpp"
#include "reporting/judge/histories.hpp"
#include "reporting/judge/recount.hpp"
#include "reporting/listing.hpp"
#include "reporting/store/projection.hpp"
#include "testing/testing.hpp"

namespace motcua::reporting {
namespace {

core::Date day(const char* text) { return core::parse_date(text).value(); }

std::shared_ptr<const catalogue::Catalogue> real_catalogue() {
  static const auto loaded = catalogue::load(CATALOGUE_FOLDER);
  return loaded.value();
}

const catalogue::Unit& unit_of_2020(const char* code) {
  return *real_catalogue()->units.in_force(code, day("2020-12-15"));
}

class World {
 public:
  explicit World(const std::string& kind)
      : files_{kind}, metrics_{"test"}, database_{store::Database::open(files_.settings(), metrics_)} {
    store::migrate(*database_, {{"inbox", outbox::inbox_migrations()}, {"reporting", migrations()}});
  }

  void learn(const std::vector<Fact>& facts, std::mt19937& random) {
    for (std::size_t at = 0; at < facts.size();) {
      const std::size_t size =
          std::min<std::size_t>(facts.size() - at, std::uniform_int_distribution<std::size_t>{1, 400}(random));
      const std::span<const Fact> batch{facts.data() + at, size};
      database_->transaction([&](store::Transaction& tx) {
        apply(tx, batch, [](const core::UnitId& unit) { return real_catalogue()->units.with_ancestors(unit); });
      });
      at += size;
    }
  }
  Report report(const Standing& standing) {
    return database_->in_read([&](store::Transaction& tx) { return figures(tx, standing); });
  }
  RecordsPage page(const Standing& standing, Cell cell, const std::optional<std::string>& row,
                   const std::optional<std::string>& cursor, std::size_t limit) {
    return database_->in_read(
        [&](store::Transaction& tx) { return list(tx, standing, cell, row, cursor, limit).value(); });
  }
  std::set<RecordId> records(const Standing& standing, Cell cell, const std::optional<std::string>& row,
                             std::size_t limit) {
    std::set<RecordId> found;
    std::optional<std::string> cursor;
    std::size_t given = 0;
    do {
      const RecordsPage one = page(standing, cell, row, cursor, limit);
      EXPECT_LE(one.spans.size(), limit);
      for (const Span& span : one.spans) found.insert(span.record);
      given += one.spans.size();
      cursor = one.next;
    } while (cursor);
    EXPECT_EQ(given, found.size()) << "a dossier is listed twice";
    return found;
  }

 private:
  testing::TemporaryDatabase files_;
  metrics::Registry metrics_;
  std::unique_ptr<store::Database> database_;
};

std::vector<core::UnitId> some_units() {
  std::vector<core::UnitId> units{unit_of_2020("307").id, unit_of_2020("306").id, unit_of_2020("31").id};
  for (const char* district : {"307", "306"}) {
    for (const catalogue::Unit* ward : real_catalogue()->units.children(unit_of_2020(district).id, day("2020-12-15")))
      units.push_back(ward->id);
  }
  return units;
}

const judge::Histories kind_of_history{some_units(), day("2020-01-20")};

judge::Histories histories_of(Subject subject) {
  judge::Histories kind = kind_of_history;
  kind.subject = subject;
  return kind;
}

std::string key_of(const About& about, By by) {
  switch (by) {
    case By::unit: return about.unit.str();
    case By::procedure: return about.procedure;
    case By::field:
    case By::agency: return about.field;
    case By::channel: return std::string{name_of(about.channel)};
    case By::nothing: break;
  }
  return "";
}

Standing any_standing(std::mt19937& random, Subject subject) {
  const auto pick = [&](int least, int most) { return std::uniform_int_distribution<int>{least, most}(random); };
  const core::Date from = kind_of_history.begin + std::chrono::days{pick(-10, 150)};
  const core::Date to = from + std::chrono::days{pick(0, 90)};
  const core::Date as_of = from + std::chrono::days{pick(0, static_cast<int>((to - from).count()))};
  const bool all_known = pick(0, 1) == 0;
  const core::Date known = from + std::chrono::days{pick(-5, 160)};
  const auto& units = kind_of_history.units;
  const core::UnitId unit = pick(0, 2) == 0
                                ? unit_of_2020("31").id
                                : units[static_cast<std::size_t>(pick(0, static_cast<int>(units.size()) - 1))];
  const std::array ways{By::nothing, By::unit, By::procedure, By::channel,
                        subject == Subject::dossiers ? By::field : By::agency};
  return {subject,
          real_catalogue(),
          real_catalogue()->units.find(unit),
          {from, to, as_of, known, all_known},
          day("2026-11-24"),
          ways.at(static_cast<std::size_t>(pick(0, 4))),
          Attribution::as_then,
          subject == Subject::dossiers};
}

class EveryDatabase : public ::testing::TestWithParam<std::tuple<std::string, Subject>> {
 protected:
  const std::string kind = std::get<0>(GetParam());
  const Subject subject = std::get<1>(GetParam());
  const judge::Histories histories = histories_of(subject);
};
INSTANTIATE_TEST_SUITE_P(Kinds, EveryDatabase,
                         ::testing::Combine(::testing::ValuesIn(testing::database_kinds()),
                                            ::testing::Values(Subject::dossiers, Subject::steps)),
                         [](const auto& one) {
                           return std::get<0>(one.param) + "_" + std::string{name_of(std::get<1>(one.param))};
                         });

/// The least that this many hundredths of them do not exceed.
std::int64_t reached_by(std::vector<std::int64_t> took, std::size_t percent) {
  std::sort(took.begin(), took.end());
  std::size_t at = 0;
  while ((at + 1) * 100 < took.size() * percent) ++at;
  return took.at(at);
}

void expect_the_time_taken_that_the_judge_finds(const Row& row, const judge::Recount& judged) {
  const auto found = judged.took.find(row.key);
  ASSERT_EQ(row.time_taken.size(), found == judged.took.end() ? 0U : found->second.size()) << row.key;
  for (const TimeTaken& taken : row.time_taken) {
    const auto& took = found->second.at(taken.unit);
    ASSERT_EQ(taken.resolved, static_cast<std::int64_t>(took.size()));
    ASSERT_EQ(taken.median, reached_by(took, 50));
    ASSERT_EQ(taken.p90, reached_by(took, 90));
  }
}

void expect_what_the_judge_says(World& world, const std::vector<Fact>& facts, const Standing& standing) {
  const auto within = [&](const About& about) {
    return real_catalogue()->units.is_within(about.unit, standing.unit->id);
  };
  const auto judged =
      judge::recount(facts, within, standing.period.from, standing.period.as_of, standing.period.known());
  const Report report = world.report(standing);
  ASSERT_EQ(report.total, judge::cells_of(judged)) << "of " << standing.unit->name << " by " << name_of(standing.by);
  ASSERT_EQ(report.total.received(), report.total.resolved() + report.total.pending() + report.total.withdrawn);
  ASSERT_LE(report.total.paused_in_time, report.total.pending_in_time);
  ASSERT_LE(report.total.paused_overdue, report.total.pending_overdue);

  Cells sum;
  for (const Row& row : report.rows) {
    const auto of_row = [&](const About& about) { return within(about) && key_of(about, standing.by) == row.key; };
    const auto of_this =
        judge::recount(facts, of_row, standing.period.from, standing.period.as_of, standing.period.known());
    ASSERT_EQ(row.cells, judge::cells_of(of_this)) << row.key;
    if (standing.by == By::procedure) expect_the_time_taken_that_the_judge_finds(row, of_this);
    ASSERT_EQ(row.cells.received(), row.cells.resolved() + row.cells.pending() + row.cells.withdrawn);
    sum += row.cells;
  }
  if (standing.by != By::nothing) {
    ASSERT_EQ(sum, report.total);
  }
}

TEST_P(EveryDatabase, ReportsWhatARecountFinds) {
  std::mt19937 random{307};
  Cells seen;
  for (int round = 0; round < 4; ++round) {
    World world{kind};
    const auto facts = judge::shuffled(random, judge::random_history(random, histories, 400));
    world.learn(facts, random);
    for (int question = 0; question < 60; ++question) {
      const Standing standing = any_standing(random, subject);
      expect_what_the_judge_says(world, facts, standing);
      if (HasFatalFailure()) return;
      seen += world.report(standing).total;
    }
  }
  for (const Cell cell : cells_of(subject))
    EXPECT_GT(value_of(seen, cell), 50) << name_of(cell) << " was hardly judged";
  for (const std::int64_t sum :
       {seen.supplements, seen.submission_trips, seen.supplement_trips, seen.payment_trips, seen.collection_trips}) {
    EXPECT_EQ(sum > 50, subject == Subject::dossiers);
  }
}

TEST_P(EveryDatabase, ListsExactlyTheDossiersOfEveryCell) {
  std::mt19937 random{11443};
  World world{kind};
  const auto facts = judge::shuffled(random, judge::random_history(random, histories, 300));
  world.learn(facts, random);
  for (int question = 0; question < 12; ++question) {
    const Standing standing = any_standing(random, subject);
    const auto within = [&](const About& about) {
      return real_catalogue()->units.is_within(about.unit, standing.unit->id);
    };
    auto judged = judge::recount(facts, within, standing.period.from, standing.period.as_of, standing.period.known());
    for (const Cell cell : cells_of(subject)) {
      ASSERT_EQ(world.records(standing, cell, std::nullopt, static_cast<std::size_t>(7 + question)),
                judged.records[cell])
          << name_of(cell);
    }
    for (const Row& row : world.report(standing).rows) {
      const auto of_row = [&](const About& about) { return within(about) && key_of(about, standing.by) == row.key; };
      auto judged_row =
          judge::recount(facts, of_row, standing.period.from, standing.period.as_of, standing.period.known());
      ASSERT_EQ(world.records(standing, Cell::received, row.key, 50), judged_row.records[Cell::received]);
      ASSERT_EQ(world.records(standing, Cell::pending_overdue, row.key, 50), judged_row.records[Cell::pending_overdue]);
      ASSERT_EQ(world.records(standing, Cell::paused_in_time, row.key, 50), judged_row.records[Cell::paused_in_time]);
    }
  }
}

TEST_P(EveryDatabase, ListsAsManyDossiersAsEveryCellSaysAsNow) {
  std::mt19937 random{11440};
  World world{kind};
  world.learn(judge::random_history(random, histories, 300), random);
  const auto& now = real_catalogue()->units;
  for (const char* code : {"31", "11446", "11443"}) {
    Standing standing = any_standing(random, subject);
    standing.unit = now.in_force(code, standing.today);
    standing.attribution = Attribution::as_now;
    standing.by = By::unit;
    const Report report = world.report(standing);
    for (const Cell cell : cells_of(subject)) {
      ASSERT_EQ(static_cast<std::int64_t>(world.records(standing, cell, std::nullopt, 9).size()),
                value_of(report.total, cell))
          << code << " " << name_of(cell);
    }
    for (const Row& row : report.rows) {
      ASSERT_EQ(static_cast<std::int64_t>(world.records(standing, Cell::received, row.key, 50).size()),
                row.cells.received());
    }
  }
  Standing city = any_standing(random, subject);
  city.unit = now.in_force("31", city.today);
  city.attribution = Attribution::as_now;
  city.by = By::unit;
  city.period = {day("2020-01-01"), day("2020-12-31"), day("2020-12-31"), city.today, true};
  const auto rows = world.report(city).rows;
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows.back().key, not_attributable_key) << "Kiến An district ended without one unit that continues it";
}

TEST_P(EveryDatabase, ReportsTheSameInWhateverOrderDossiersArrive) {
  std::mt19937 random{11446};
  const auto facts = judge::random_history(random, histories, 300);
  World one{kind};
  World other{kind};
  one.learn(facts, random);
  other.learn(judge::shuffled(random, facts), random);
  for (int question = 0; question < 40; ++question) {
    const Standing standing = any_standing(random, subject);
    const Report expected = one.report(standing);
    const Report found = other.report(standing);
    ASSERT_EQ(found.total, expected.total);
    ASSERT_EQ(found.rows.size(), expected.rows.size());
    for (std::size_t at = 0; at < found.rows.size(); ++at) ASSERT_EQ(found.rows[at].cells, expected.rows[at].cells);
  }
}

TEST_P(EveryDatabase, GoesOnListingWhenFactsArriveBetweenTwoPages) {
  std::mt19937 random{5};
  World world{kind};
  judge::Histories of_the_district = histories;
  of_the_district.units = {unit_of_2020("307").id};
  world.learn(judge::random_history(random, of_the_district, 60), random);
  const Standing standing{subject,
                          real_catalogue(),
                          &unit_of_2020("307"),
                          {day("2020-01-01"), day("2020-12-31"), day("2020-12-31"), day("2026-11-24"), true},
                          day("2026-11-24"),
                          By::nothing,
                          Attribution::as_then};
  const auto before = world.records(standing, Cell::received, std::nullopt, 200);

  const RecordsPage first = world.page(standing, Cell::received, std::nullopt, std::nullopt, 10);
  const About about{unit_of_2020("307").id, "1.000001", "2020-1", "land", Channel::direct};
  const auto late = [&](decltype(Fact::what) what) {
    return Fact{RecordId{"late"}, about, day("2020-12-01"), day("2026-11-24"), std::move(what), subject};
  };
  world.learn({late(Registered{"N"}), late(Accepted{to_the_end_of(day("2020-12-10"))})}, random);
  std::set<RecordId> listed;
  for (const Span& span : first.spans) listed.insert(span.record);
  for (auto cursor = first.next; cursor;) {
    const RecordsPage next = world.page(standing, Cell::received, std::nullopt, cursor, 10);
    for (const Span& span : next.spans) listed.insert(span.record);
    cursor = next.next;
  }

  listed.erase(RecordId{"late"});
  EXPECT_EQ(listed, before);
}

TEST_P(EveryDatabase, GoesOnListingWhenDossiersLeaveTheCellBetweenTwoPages) {
  std::mt19937 random{6};
  World world{kind};
  const About about{unit_of_2020("307").id, "1.000001", "2020-1", "land", Channel::direct};
  std::vector<Fact> facts;
  for (int number = 10; number < 20; ++number) {
    const RecordId record{"r" + std::to_string(number)};
    const auto then = [&](decltype(Fact::what) what) {
      facts.push_back({record, about, day("2020-03-02"), day("2020-03-02"), std::move(what), subject});
    };
    then(Registered{"N"});
    then(Accepted{to_the_end_of(day("2020-12-10"))});
  }
  world.learn(facts, random);
  const core::Date today = day("2026-11-24");
  const Standing standing{
      subject, real_catalogue(), &unit_of_2020("307"), {day("2020-01-01"), today, today, today, true},
      today,   By::nothing,      Attribution::as_then};
  const RecordsPage first = world.page(standing, Cell::pending, std::nullopt, std::nullopt, 3);
  for (const Span& span : first.spans)
    world.learn({{span.record, about, day("2020-04-01"), day("2020-04-01"), Resolved{Timeliness::early}, subject}},
                random);

  std::set<RecordId> rest;
  for (auto cursor = first.next; cursor;) {
    const RecordsPage next = world.page(standing, Cell::pending, std::nullopt, cursor, 3);
    for (const Span& span : next.spans) rest.insert(span.record);
    cursor = next.next;
  }
  EXPECT_EQ(rest.size(), 7U);
}

class EveryKind : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Kinds, EveryKind, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(EveryKind, OfDatabaseKeepsDossiersAndStepsApart) {
  std::mt19937 random{20'261'128};
  const auto of_dossiers = judge::random_history(random, histories_of(Subject::dossiers), 200);
  const auto of_steps = judge::random_history(random, histories_of(Subject::steps), 300);
  std::vector<Fact> all = of_dossiers;
  all.insert(all.end(), of_steps.begin(), of_steps.end());
  World world{GetParam()};
  world.learn(judge::shuffled(random, all), random);
  for (int question = 0; question < 60; ++question) {
    Standing standing = any_standing(random, question % 2 == 0 ? Subject::dossiers : Subject::steps);
    const auto& facts = standing.subject == Subject::dossiers ? of_dossiers : of_steps;
    expect_what_the_judge_says(world, facts, standing);
    if (HasFatalFailure()) return;
    const auto within = [&](const About& about) {
      return real_catalogue()->units.is_within(about.unit, standing.unit->id);
    };
    auto judged = judge::recount(facts, within, standing.period.from, standing.period.as_of, standing.period.known());
    ASSERT_EQ(world.records(standing, Cell::pending, std::nullopt, 200), judged.records[Cell::pending]);
  }
}

}  // namespace
}  // namespace motcua::reporting
