#include <gtest/gtest.h>

#include <algorithm>

#include "store/database.hpp"
#include "testing/testing.hpp"

namespace motcua::store {
namespace {

std::string plan_of(Transaction& tx) {
  std::string plan;
  for (const auto& [step] : tx.query<std::string>("EXPLAIN SELECT SUM(number) FROM counted")) plan += step + "\n";
  return plan;
}

// Decision 0011. To a server to which more processes seem to cost nothing.
TEST(PlansOnPostgresql, AreTheWorkOfOneProcess) {
  const auto kinds = testing::database_kinds();
  if (std::ranges::find(kinds, "postgresql") == kinds.end())
    GTEST_SKIP() << "MOTCUA_TEST_POSTGRESQL names no server; tests/run.sh starts one and sets it";
  testing::TemporaryDatabase temporary{"postgresql"};
  metrics::Registry metrics{"plans_test"};
  const auto database = Database::open(temporary.settings(), metrics);
  database->transaction([](Transaction& tx) {
    tx.run("CREATE TABLE counted (day INTEGER NOT NULL, number BIGINT NOT NULL)");
    tx.run("INSERT INTO counted (day, number) SELECT n % 30, n FROM generate_series(1, 20000) AS numbers(n)");
  });
  database->transaction([](Transaction& tx) {
    tx.run("SET LOCAL enable_seqscan = on");
    for (const char* cost : {"parallel_setup_cost", "parallel_tuple_cost", "min_parallel_table_scan_size"})
      tx.run(std::string{"SET LOCAL "} + cost + " = 0");
    EXPECT_EQ(plan_of(tx).find("Gather"), std::string::npos);
    tx.run("SET LOCAL max_parallel_workers_per_gather = 2");
    EXPECT_NE(plan_of(tx).find("Gather"), std::string::npos) << "nothing here would be shared out anyway";
  });
}

}  // namespace
}  // namespace motcua::store
