#include "dossiers/store/walk.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "dossiers/office_examples.hpp"
#include "dossiers/recording_examples.hpp"
#include "dossiers/store/register_rows.hpp"
#include "dossiers/store/transfer_rows.hpp"

namespace motcua::dossiers {
namespace {

using examples::Office;
using examples::Recording;

class AWalk : public ::testing::TestWithParam<std::string> {
 protected:
  Office office{GetParam()};
};

std::string named(char prefix, int number) { return std::string(1, prefix).append(std::to_string(number)); }

/// Rows by plain copies: what matters to a walk is in the indexes' columns. One in ten is handled by the next unit.
void fill(Office& office, int rows, int units) {
  office.registered();
  constexpr int step = 500;
  for (int from = 0; from < rows; from += step) {
    office.database->transaction([&](store::Transaction& tx) {
      for (int i = from; i < from + step; ++i) {
        tx.run(
            "INSERT INTO dossiers (id, version, status, is_open, number, procedure_code, procedure_version, "
            "procedure_field, responsible_unit_id, handling_unit_id, "
            "channel, applicant_kind, applicant_ref, applicant_digest, submitted_at, due_date, imported, last_moment, "
            "last_recorded, history_hash) "
            "VALUES (:id, 1, :status, :open, :number, :procedure, '1', 'f', :unit, :handler, 1, 0, 'p', 'd', "
            ":submitted, :due, "
            "0, 0, 0, 'h')",
            named('0', 1'000'000 + i), i % 1000 == 0 ? 7 : 2, i % 1000 == 0 ? 0 : 1, named('N', i), named('p', i % 25),
            named('w', i % units), i % 10 == 0 ? named('w', (i + 1) % units) : named('w', i % units), 1'000 * i,
            20'000 + i % 300);
      }
    });
  }
}

TEST_P(AWalk, CostsItsPageWhateverTheTableHolds) {
  fill(office, 20'000, 40);
  const auto visited = [&](const rows::Filter& filter) {
    return office.database->in_read(
        [&](store::Transaction& tx) { return rows::walk(tx, filter, std::nullopt, 50).visited; });
  };
  const auto units = [](int count) {
    std::set<core::UnitId> some;
    for (int i = 0; i < count; ++i) some.emplace(named('w', i));
    return some;
  };
  rows::Filter all;
  EXPECT_LE(visited(all), 200);
  rows::Filter one = all;
  one.units = units(1);
  EXPECT_LE(visited(one), 2 * 51);
  one.status = Status::withdrawn;
  EXPECT_LE(visited(one), 2 * 51);
  rows::Filter ten = all;
  ten.units = units(10);
  EXPECT_LE(visited(ten), 400);
  rows::Filter many = all;
  many.units = units(30);
  EXPECT_LE(visited(many), 400);
  rows::Filter rare = many;
  rare.procedure = "none";
  EXPECT_LE(visited(rare), rows::most_visited + 400);
  rows::Filter scattered = ten;
  scattered.procedure = "p3";
  EXPECT_LE(visited(scattered), rows::most_visited + 400);
  rows::Filter due = all;
  due.due_before = core::date_from(20'100);
  EXPECT_LE(visited(due), 200);
  rows::Filter long_past = all;
  long_past.received_until = core::instant_from(30'000);
  EXPECT_LE(visited(long_past), 200);
  rows::Filter received = all;
  received.received_from = core::instant_from(5'000'000);
  EXPECT_LE(visited(received), 200);
}

TEST_P(AWalk, ShortPagesLeadOnToEverythingInTheEnd) {
  fill(office, 20'000, 40);
  rows::Filter filter;
  filter.procedure = "p3";
  filter.status = Status::accepted;
  filter.units.emplace();
  for (int i = 0; i < 40; ++i) filter.units->emplace(named('w', i));
  std::set<std::string> found;
  std::optional<rows::Position> at;
  int pages = 0;
  do {
    const rows::Page page =
        office.database->in_read([&](store::Transaction& tx) { return rows::walk(tx, filter, at, 200); });
    for (const DossierId& id : page.ids) ASSERT_TRUE(found.insert(id.str()).second);
    at = page.next;
    ++pages;
  } while (at && pages < 100);
  EXPECT_EQ(found.size(), 800U);  // 20,000 / 25, none of them withdrawn: 3 mod 25 meets no multiple of 1000
}

/// How the database goes about a statement, in its own words.
std::string plan_of(store::Transaction& tx, const Recording::Statement& statement) {
  const bool sqlite = tx.dialect() == store::Dialect::sqlite;
  std::string plan;
  for (const auto& row :
       tx.rows((sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + statement.sql, statement.values, sqlite ? 4 : 1))
    plan += row.back().value_or("") + "\n";
  return plan;
}

std::string index_in(const std::string& plan) {
  static const std::regex pattern{"(USING (COVERING )?INDEX|Index (Only )?Scan( Backward)? using) ([a-z_0-9]+)"};
  std::smatch found;
  return std::regex_search(plan, found, pattern) ? found[5].str() : "none: " + plan;
}

/// A question of a list, and the indexes that its walks must go down.
struct Shape {
  rows::Filter filter;
  std::set<std::string> indexes;
  bool may_sort = false;  ///< what is found by name is a row or two
};

/// What is asked is whether an index serves, in its own order; not what PostgreSQL thinks of a table as small as this.
void leave_only(store::Transaction& tx, const std::set<std::string>& indexes) {
  for (const auto& [name] : tx.query<std::string>("SELECT indexname FROM pg_indexes WHERE tablename = 'dossiers'")) {
    if (indexes.contains(name)) continue;
    tx.run(name == "dossiers_pkey" ? "ALTER TABLE dossiers DROP CONSTRAINT dossiers_pkey" : "DROP INDEX " + name);
  }
  for (const char* way : {"seqscan", "bitmapscan", "sort", "incremental_sort"})
    tx.run(std::string{"SET LOCAL enable_"} + way + " = off");
}

void expect_good_plans(store::Transaction& tx, const Shape& shape) {
  for (const auto& after : {std::optional<rows::Position>{}, std::optional{rows::Position{6'000'000, "01006000"}},
                            std::optional{rows::Position{20'050, "01000050"}}}) {
    Recording recording{tx};
    rows::walk(recording, shape.filter, after, 50);
    std::set<std::string> used;
    for (const Recording::Statement& statement : recording.statements) {
      const std::string plan = plan_of(tx, statement);
      used.insert(index_in(plan));
      std::vector<std::string> costly{"SCAN dossiers\n", "Seq Scan"};
      if (!shape.may_sort) costly.insert(costly.end(), {"TEMP B-TREE", "Sort"});
      for (const std::string& word : costly)
        EXPECT_EQ(plan.find(word), std::string::npos) << statement.sql << "\n" << plan;
    }
    EXPECT_EQ(used, shape.indexes) << recording.statements.front().sql;
  }
}

struct RolledBack {};

std::vector<Shape> shapes(const std::string& primary_key) {
  const auto with = [](const auto& set) {
    rows::Filter filter;
    set(filter);
    return filter;
  };
  const auto withdrawn = [](rows::Filter& filter) { filter.status = Status::withdrawn; };
  const auto due = [](rows::Filter& filter) { filter.due_before = core::date_from(20'100); };
  const auto since = [](rows::Filter& filter) { filter.received_from = core::instant_from(5'000'000); };
  const auto until = [](rows::Filter& filter) { filter.received_until = core::instant_from(5'000'000); };
  const auto late = [](rows::Filter& filter) { filter.resolved_unapologised = true; };
  const auto of_one_unit = [](rows::Filter& filter) { filter.units = {core::UnitId{"w1"}}; };
  const auto of_a_unit = [&](const auto& set) {
    rows::Filter filter = with(set);
    of_one_unit(filter);
    return filter;
  };
  return {{{}, {primary_key}},
          {with(withdrawn), {"dossiers_status"}},
          {with([](rows::Filter& filter) { filter.procedure = "p3"; }), {"dossiers_procedure"}},
          {with(since), {"dossiers_received"}},
          {with(until), {"dossiers_received"}},
          {with(due), {"dossiers_due"}},
          {with(of_one_unit), {"dossiers_unit", "dossiers_handler"}},
          {of_a_unit(withdrawn), {"dossiers_unit_status", "dossiers_handler_status"}},
          {of_a_unit(since), {"dossiers_unit_received", "dossiers_handler_received"}},
          {of_a_unit(until), {"dossiers_unit_received", "dossiers_handler_received"}},
          {of_a_unit(due), {"dossiers_unit_due", "dossiers_handler_due"}},
          {with(late), {"dossiers_late"}},
          {of_a_unit(late), {"dossiers_late_unit", "dossiers_late_handler"}},
          {with([](rows::Filter& filter) { filter.number = "N7"; }), {"dossiers_number"}, true},
          {with([](rows::Filter& filter) { filter.source_id = "S7"; }), {"dossiers_source"}, true}};
}

TEST_P(AWalk, GoesDownItsIndexAndNeitherScansNorSorts) {
  fill(office, 20'000, 40);
  const bool sqlite = office.database->dialect() == store::Dialect::sqlite;
  for (const Shape& shape : shapes(sqlite ? "sqlite_autoindex_dossiers_1" : "dossiers_pkey")) {
    const auto work = [&](store::Transaction& tx) {
      if (!sqlite) leave_only(tx, shape.indexes);
      expect_good_plans(tx, shape);
      throw RolledBack{};
    };
    EXPECT_THROW(office.database->transaction(work), RolledBack);
  }
}

TEST_P(AWalk, GoesDownTheUnitsOwnIndexHoweverOldItsDossiersAre) {
  fill(office, 20'000, 40);
  office.database->transaction([](store::Transaction& tx) {
    tx.run(
        "UPDATE dossiers SET responsible_unit_id = 'ended' WHERE id < '01010000' AND procedure_code IN ('p1', 'p2')");
    if (tx.dialect() == store::Dialect::postgresql) tx.run("ANALYZE dossiers");
  });
  office.database->read([](store::Transaction& tx) {
    for (const std::optional<Status> status : {std::optional<Status>{}, std::optional{Status::accepted}}) {
      for (const std::optional<core::Instant> from : {std::optional<core::Instant>{}, std::optional{core::Instant{}}}) {
        Recording recording{tx};
        const rows::Filter filter{.units = std::set{core::UnitId{"ended"}}, .status = status, .received_from = from};
        EXPECT_EQ(rows::walk(recording, filter, std::nullopt, 50).ids.size(), 50U);
        const std::string plan = plan_of(tx, recording.statements.front());
        EXPECT_TRUE(index_in(plan).starts_with("dossiers_unit")) << recording.statements.front().sql << "\n" << plan;
      }
    }
  });
}

TEST_P(AWalk, OfARegisterGoesDownWhatTheUnitReceived) {
  std::vector<std::string> numbers;
  for (int number = 0; number < 4; ++number) {
    numbers.push_back(office.registered()["number"]);
    office.pass(std::chrono::minutes{1});
  }
  const auto work = [&](store::Transaction& tx) {
    if (tx.dialect() == store::Dialect::postgresql) leave_only(tx, {"dossiers_unit_received", "dossiers_received_by"});
    Recording recording{tx};
    const auto received = rows::received_by(recording, office.ward().id, examples::at("2026-11-23 09:01"),
                                            examples::at("2026-11-23 09:03"), 10);
    ASSERT_EQ(received.size(), 2U);
    EXPECT_EQ(received[0].number, numbers[1]);
    EXPECT_EQ(received[1].number, numbers[2]);
    EXPECT_EQ(rows::received_by(tx, office.ward().id, core::Instant{}, office.clock(), 3).size(), 3U);
    EXPECT_TRUE(rows::received_by(tx, office.ward(1).id, core::Instant{}, office.clock(), 3).empty());
    ASSERT_EQ(recording.statements.size(), 2U);
    for (const auto& [at, index] : {std::pair{0, "dossiers_unit_received"}, {1, "dossiers_received_by"}}) {
      const std::string plan = plan_of(tx, recording.statements.at(static_cast<std::size_t>(at)));
      EXPECT_EQ(index_in(plan), index) << plan;
      for (const char* costly : {"TEMP B-TREE", "Sort"}) EXPECT_EQ(plan.find(costly), std::string::npos) << plan;
    }
    throw RolledBack{};
  };
  EXPECT_THROW(office.database->transaction(work), RolledBack);
}

TEST_P(AWalk, OverWhatEndedUnitsHaveInHandCostsItsPage) {
  fill(office, 20'000, 40);
  const std::vector<core::UnitId> ended{core::UnitId{"nothing"}, core::UnitId{"w1"}, core::UnitId{"w2"}};
  std::int64_t found = 0;
  std::optional<rows::InHandPosition> at;
  do {
    const rows::InHandPage page =
        office.database->in_read([&](store::Transaction& tx) { return rows::in_hand_of(tx, ended, at, 200); });
    found += static_cast<std::int64_t>(page.ids.size());
    at = page.next;
  } while (at);
  EXPECT_EQ(found, 2 * 500) << "20,000 / 40 each, none of them withdrawn: only multiples of 1000 are";

  const auto work = [&](store::Transaction& tx) {
    const bool sqlite = tx.dialect() == store::Dialect::sqlite;
    if (!sqlite) leave_only(tx, {"dossiers_unit_status"});
    Recording recording{tx};
    EXPECT_EQ(rows::in_hand_of(recording, ended, std::nullopt, 50).ids.size(), 50U);
    EXPECT_EQ(recording.statements.size(), 7U + 2U) << "all statuses of what has nothing, and two of what has accepted";
    for (const Recording::Statement& statement : recording.statements) {
      const std::string plan = plan_of(tx, statement);
      EXPECT_EQ(index_in(plan), "dossiers_unit_status") << statement.sql << "\n" << plan;
      for (const char* costly : {"TEMP B-TREE", "Sort"}) EXPECT_EQ(plan.find(costly), std::string::npos) << plan;
    }
    throw RolledBack{};
  };
  EXPECT_THROW(office.database->transaction(work), RolledBack);
}

INSTANTIATE_TEST_SUITE_P(Databases, AWalk, ::testing::ValuesIn(motcua::testing::database_kinds()),
                         [](const auto& one) { return one.param; });

}  // namespace
}  // namespace motcua::dossiers
