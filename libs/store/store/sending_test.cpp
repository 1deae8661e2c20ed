#include <gtest/gtest.h>

#include "testing/testing.hpp"

namespace motcua::store {
namespace {

struct EndedByWork : std::exception {};

class WhatIsSent : public ::testing::TestWithParam<std::string> {
 protected:
  WhatIsSent() { run("CREATE TABLE counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL, note TEXT)"); }
  void run(std::string_view sql) {
    database_->transaction([&](Transaction& tx) { tx.run(sql); });
  }
  static void insert(Transaction& tx, std::string_view name) {
    tx.run("INSERT INTO counters (name, value) VALUES (:name, 0)", name);
  }
  std::int64_t value_of(std::string_view name) {
    return std::get<0>(database_
                           ->in_read([&](Transaction& tx) {
                             return tx.first<std::int64_t>("SELECT value FROM counters WHERE name = :name", name);
                           })
                           .value_or(std::tuple{std::int64_t{-1}}));
  }

  testing::TemporaryDatabase temporary_{GetParam()};
  metrics::Registry metrics_{"store_test"};
  std::unique_ptr<Database> database_ = Database::open(temporary_.settings(), metrics_);
};

INSTANTIATE_TEST_SUITE_P(Store, WhatIsSent, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(WhatIsSent, RunsBeforeWhatIsAskedAfterIt) {
  database_->transaction([&](Transaction& tx) {
    tx.send("INSERT INTO counters (name, value) VALUES (:name, :value)", "a", 1);
    tx.send("UPDATE counters SET value = value + :more WHERE name = :name", 4, "a");
    EXPECT_EQ(tx.first<std::int64_t>("SELECT value FROM counters"), std::tuple{std::int64_t{5}});
    tx.send("UPDATE counters SET value = value * 2");
  });
  EXPECT_EQ(value_of("a"), 10);
}

TEST_P(WhatIsSent, IsKeptHoweverMuchItIs) {
  const std::string text(10'000, 'x');
  database_->transaction([&](Transaction& tx) {
    for (int row = 0; row < 300; ++row)
      tx.send("INSERT INTO counters VALUES (:name, :value, :note)", std::to_string(row), row, text);
  });
  const auto sum = database_->in_read([](Transaction& tx) {
    return tx.first<std::int64_t, std::int64_t>("SELECT CAST(SUM(value) AS BIGINT), SUM(LENGTH(note)) FROM counters");
  });
  EXPECT_EQ(sum, (std::tuple{std::int64_t{44'850}, std::int64_t{3'000'000}}));
}

TEST_P(WhatIsSent, LeavesNothingOfATransactionInWhichItFails) {
  run("INSERT INTO counters (name, value) VALUES ('a', 0)");
  const auto twice = [](Transaction& tx) { tx.send("INSERT INTO counters (name, value) VALUES ('a', 1)"); };
  EXPECT_THROW(database_->transaction([&](Transaction& tx) {
    insert(tx, "b");
    twice(tx);
    tx.send("INSERT INTO counters (name, value) VALUES ('c', 0)");
  }),
               Conflict);
  EXPECT_THROW(database_->transaction([&](Transaction& tx) {
    tx.send("INSERT INTO counters (name, value) VALUES ('b', 0)");
    try {
      twice(tx);
      tx.query<std::string>("SELECT name FROM counters");
    } catch (const Conflict&) {
      // as if nothing had happened
    }
    EXPECT_THROW(insert(tx, "c"), Conflict) << "the transaction is over";
  }),
               Conflict);
  EXPECT_EQ(value_of("a"), 0);
  EXPECT_EQ(value_of("b"), -1);
  EXPECT_EQ(value_of("c"), -1);
}

TEST_P(WhatIsSent, IsForgottenWhenTheWorkThrows) {
  EXPECT_THROW(database_->transaction([](Transaction& tx) {
    tx.send("INSERT INTO counters (name, value) VALUES ('a', 1)");
    throw EndedByWork{};
  }),
               EndedByWork);
  run("INSERT INTO counters (name, value) VALUES ('b', 1)");
  EXPECT_EQ(value_of("a"), -1);
}

}  // namespace
}  // namespace motcua::store
