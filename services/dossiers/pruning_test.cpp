#include "runtime/pruning.hpp"

#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "dossiers/office_examples.hpp"

namespace motcua::dossiers {
namespace {

using examples::Office;

class ThePruning : public ::testing::TestWithParam<std::string> {
 protected:
  Office office{GetParam()};
  runtime::Pruning pruning{*office.database, [this] { return office.clock(); }, std::chrono::days{30}, office.registry};
};

TEST_P(ThePruning, RemovesAnswersWhoseTimeIsOverAndNothingElse) {
  office.registered();
  office.pass(std::chrono::days{30});
  office.registered();
  EXPECT_EQ(pruning.bite(), 0) << "on the thirtieth day a repeat still gets its answer";
  office.pass(std::chrono::milliseconds{1});
  EXPECT_EQ(pruning.bite(), 1);
  EXPECT_EQ(pruning.bite(), 0);
  EXPECT_EQ(office.count("answers"), 1);
  EXPECT_EQ(office.count("dossiers"), 2);
  EXPECT_EQ(office.count("history"), 4);
  EXPECT_EQ(office.count("access_log"), 2);
  EXPECT_NE(office.registry.text().find("motcua_store_pruned_rows_total{table=\"answers\"} 1"), std::string::npos);
}

TEST_P(ThePruning, LetsTheKeyOfAnAnswerThatIsGoneBeUsedAgain) {
  const Once once = Office::once("counter-1-000001");
  office.desk.take_in(office.clerk(), once, office.registration(), std::nullopt);
  office.pass(std::chrono::days{31});
  EXPECT_EQ(pruning.bite(), 1);
  EXPECT_EQ(office.desk.take_in(office.clerk(), once, office.registration(), std::nullopt).status, 201);
  EXPECT_EQ(office.count("dossiers"), 2);
}

TEST_P(ThePruning, TakesAFewHundredRowsATransactionUntilNoneIsLeft) {
  office.database->transaction([&](store::Transaction& tx) {
    for (int row = 0; row < 1200; ++row) {
      tx.send(
          "INSERT INTO answers (key_digest, fingerprint, status, headers, body, record, created_at) VALUES (:key, 'f', "
          "200, '', '', '', :at)",
          std::to_string(row), office.clock() - std::chrono::days{40});
    }
  });
  EXPECT_EQ(pruning.bite(), 500);
  std::jthread running{[&](const std::stop_token& stop) { pruning.run(stop); }};
  while (office.count("answers") > 0) std::this_thread::sleep_for(std::chrono::milliseconds{10});
}

INSTANTIATE_TEST_SUITE_P(Databases, ThePruning, ::testing::ValuesIn(motcua::testing::database_kinds()),
                         [](const auto& one) { return one.param; });

/// Where several instances work on one database.
class TwoPrunings : public ::testing::TestWithParam<std::string> {
 protected:
  Office office{GetParam()};
};

std::vector<std::string> shared_kinds() {
  auto kinds = motcua::testing::database_kinds();
  std::erase(kinds, "sqlite");
  return kinds;
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(TwoPrunings);
INSTANTIATE_TEST_SUITE_P(Databases, TwoPrunings, ::testing::ValuesIn(shared_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(TwoPrunings, DoNotWaitForEachOther) {
  for (int time = 0; time < 4; ++time) office.registered();
  const auto all = office.clock() + std::chrono::days{1};
  office.database->transaction([&](store::Transaction& tx) {
    EXPECT_EQ(store::prune_answers(tx, all, 3), 3);
    const auto other = std::async(std::launch::async, [&] {
      office.database->transaction(
          [&](store::Transaction& second) { EXPECT_EQ(store::prune_answers(second, all, 3), 1); });
    });
    other.wait();
  });
  EXPECT_EQ(office.count("answers"), 0);
}

}  // namespace
}  // namespace motcua::dossiers
