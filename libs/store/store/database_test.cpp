#include "store/database.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <filesystem>
#include <thread>

#include "testing/testing.hpp"

namespace motcua::store {
namespace {

struct EndedByWork : std::exception {};

class EveryDatabase : public ::testing::TestWithParam<std::string> {
 protected:
  EveryDatabase() {
    open();
    run("CREATE TABLE counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL, note TEXT)");
  }
  void open() { database_ = Database::open(temporary_.settings(), metrics_); }
  void reopen() {
    database_.reset();
    open();
  }
  template <class... Values>
  void run(std::string_view sql, const Values&... values) {
    database_->transaction([&](Transaction& tx) { tx.run(sql, values...); });
  }
  void insert(Transaction& tx, std::string_view name, std::int64_t value = 0) {
    tx.run("INSERT INTO counters (name, value) VALUES (:name, :value)", name, value);
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
  std::unique_ptr<Database> database_;
};

INSTANTIATE_TEST_SUITE_P(Store, EveryDatabase, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(EveryDatabase, KeepsWhatWasCommitted) {
  run("INSERT INTO counters VALUES (:name, :value, :note)", "a", 7, "ghi chú");
  reopen();
  const auto row = database_->in_read([](Transaction& tx) {
    return tx.first<std::string, std::int64_t, std::string>("SELECT name, value, note FROM counters");
  });
  EXPECT_EQ(row, (std::tuple{std::string{"a"}, std::int64_t{7}, std::string{"ghi chú"}}));
}

TEST_P(EveryDatabase, ForgetsWhatWasDoneBeforeAThrow) {
  EXPECT_THROW(database_->transaction([&](Transaction& tx) {
    insert(tx, "a");
    throw EndedByWork{};
  }),
               EndedByWork);
  EXPECT_EQ(value_of("a"), -1);
}

TEST_P(EveryDatabase, TellsAUniqueViolationFromOtherFailures) {
  run("INSERT INTO counters (name, value) VALUES ('a', 1)");
  EXPECT_THROW(run("INSERT INTO counters (name, value) VALUES (:name, 2)", "a"), Conflict);
  EXPECT_THROW(run("INSERT INTO nowhere VALUES (1)"), std::runtime_error);
  try {
    run("INSERT INTO counters (name) VALUES (:name)", "Nguyễn Thị Bí Mật");
    FAIL() << "a NOT NULL column was left out";
  } catch (const Conflict&) {
    FAIL() << "NOT NULL is no conflict";
  } catch (const std::runtime_error& failure) {
    EXPECT_EQ(std::string{failure.what()}.find("Bí Mật"), std::string::npos) << "a bound value shows";
  }
  EXPECT_EQ(value_of("a"), 1);
}

TEST_P(EveryDatabase, NamesTheConstraintAndNotTheValueInAConflict) {
  run("INSERT INTO counters (name, value) VALUES (:name, 1)", "Bí Mật");
  try {
    run("INSERT INTO counters (name, value) VALUES (:name, 1)", "Bí Mật");
    FAIL();
  } catch (const Conflict& conflict) {
    EXPECT_NE(std::string{conflict.what()}.find("counters"), std::string::npos);
    EXPECT_EQ(std::string{conflict.what()}.find("Bí Mật"), std::string::npos);
  }
}

TEST_P(EveryDatabase, EndsATransactionWithItsFirstFailedStatementEvenIfItIsCaught) {
  run("INSERT INTO counters (name, value) VALUES ('a', 1)");
  EXPECT_THROW(database_->transaction([&](Transaction& tx) {
    insert(tx, "b");
    try {
      insert(tx, "a");
    } catch (const Conflict&) {
      // as if nothing had happened
    }
  }),
               Conflict);
  EXPECT_EQ(value_of("b"), -1);
}

TEST_P(EveryDatabase, LosesNoIncrementOfManyThreads) {
  run("INSERT INTO counters (name, value) VALUES ('a', 0)");
  constexpr int each = 50;
  std::vector<std::jthread> threads;
  threads.reserve(16);
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      for (int time = 0; time < each; ++time) {
        database_->transaction([&](Transaction& tx) {
          const auto [value] =
              *tx.first<std::int64_t>("SELECT value FROM counters WHERE name = 'a'" + std::string{tx.for_update()});
          tx.run("UPDATE counters SET value = :value WHERE name = :name", value + 1, "a");
        });
      }
    });
  }
  threads.clear();
  EXPECT_EQ(value_of("a"), 8 * each);
}

TEST_P(EveryDatabase, LetsTheOthersOfAGroupSurviveOneThatFails) {
  std::atomic<int> refused = 0;
  std::barrier together{16};
  std::vector<std::jthread> threads;
  threads.reserve(16);
  for (int thread = 0; thread < 16; ++thread) {
    threads.emplace_back([&, thread] {
      for (int time = 0; time < 20; ++time) {
        together.arrive_and_wait();
        try {
          database_->transaction([&](Transaction& tx) {
            insert(tx, std::to_string(thread) + "/" + std::to_string(time));
            if (thread % 3 == 0) throw EndedByWork{};
            if (thread % 3 == 1) insert(tx, std::to_string(thread) + "/" + std::to_string(time));
          });
        } catch (const EndedByWork&) {
          ++refused;
        } catch (const Conflict&) {
          ++refused;
        }
      }
    });
  }
  threads.clear();
  EXPECT_EQ(refused, 11 * 20);
  const auto kept =
      database_->in_read([](Transaction& tx) { return tx.query<std::string>("SELECT name FROM counters"); });
  EXPECT_EQ(kept.size(), 5U * 20U);
  for (const auto& [name] : kept) EXPECT_EQ(std::stoi(name) % 3, 2) << name;
}

TEST_P(EveryDatabase, CommitsNothingTwiceWhenWorkRunsAgain) {
  // Two rows taken in opposite orders: PostgreSQL ends one with a deadlock, which is then run again.
  run("INSERT INTO counters (name, value) VALUES ('a', 0), ('b', 0)");
  std::vector<std::jthread> threads;
  threads.reserve(16);
  for (const std::string first : {"a", "b"}) {
    threads.emplace_back([&, first] {
      for (int time = 0; time < 5; ++time) {
        database_->transaction([&](Transaction& tx) {
          const auto* add = "UPDATE counters SET value = value + 1 WHERE name = :name";
          tx.run(add, first);
          std::this_thread::sleep_for(std::chrono::milliseconds{20});
          tx.run(add, first == "a" ? "b" : "a");
        });
      }
    });
  }
  threads.clear();
  EXPECT_EQ(value_of("a"), 10);
  EXPECT_EQ(value_of("b"), 10);
}

TEST_P(EveryDatabase, GivesBackNullTextsNumbersAndMoments) {
  run("CREATE TABLE kinds (id INTEGER PRIMARY KEY, words TEXT, whole BIGINT, moment BIGINT, day INTEGER)");
  const auto moment = core::vietnam_instant(*core::parse_date("2020-12-15"), std::chrono::hours{17});
  const auto day = *core::parse_date("1969-07-20");
  const auto* insert = "INSERT INTO kinds VALUES (:id, :words, :whole, :moment, :day)";
  run(insert, 1, std::nullopt, std::optional<int>{}, moment, day);
  run(insert, 2, "", INT64_MIN, std::optional<core::Instant>{}, std::optional{day});
  run(insert, 3, std::optional<std::string>{"it's :not a ? placeholder"}, INT64_MAX, moment, std::nullopt);
  const auto rows = database_->in_read([](Transaction& tx) {
    return tx.query<int, std::optional<std::string>, std::optional<std::int64_t>, std::optional<core::Instant>,
                    std::optional<core::Date>>("SELECT id, words, whole, moment, day FROM kinds ORDER BY id");
  });
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0], (std::tuple{1, std::optional<std::string>{}, std::optional<std::int64_t>{}, std::optional{moment},
                                 std::optional{day}}));
  EXPECT_EQ(std::get<1>(rows[1]), "");
  EXPECT_EQ(std::get<2>(rows[1]), INT64_MIN);
  EXPECT_EQ(std::get<3>(rows[1]), std::nullopt);
  EXPECT_EQ(std::get<1>(rows[2]), "it's :not a ? placeholder");
  EXPECT_EQ(std::get<2>(rows[2]), INT64_MAX);
}

TEST_P(EveryDatabase, RefusesNullWhereAValueIsAskedFor) {
  run("INSERT INTO counters VALUES ('a', 1, :note)", std::nullopt);
  EXPECT_THROW(database_->read([](Transaction& tx) { tx.query<std::string>("SELECT note FROM counters"); }),
               std::runtime_error);
  EXPECT_EQ(value_of("a"), 1);
}

TEST_P(EveryDatabase, TellsANumberFromATextThatLooksLikeOne) {
  run("INSERT INTO counters VALUES (:name, 1, '2')", "007");
  const auto found = database_->in_read([](Transaction& tx) {
    return tx.query<std::string, bool>(
        "SELECT name, value > :one FROM counters WHERE value + :one = 2 AND name = :name LIMIT :most", 1, 1, "007", 10);
  });
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0], (std::tuple{std::string{"007"}, false}));
}

TEST_P(EveryDatabase, KeepsLargeTexts) {
  std::string large;
  for (int line = 0; line < 100'000; ++line) large += "Hồ sơ số " + std::to_string(line) + "\n";
  run("INSERT INTO counters VALUES ('a', 1, :note)", large);
  const auto found =
      database_->in_read([](Transaction& tx) { return tx.first<std::string>("SELECT note FROM counters"); });
  EXPECT_TRUE(found && std::get<0>(*found) == large);
}

TEST_P(EveryDatabase, RefusesATextWithAZeroByteWhole) {
  EXPECT_THROW(run("INSERT INTO counters VALUES (:name, 1, NULL)", std::string{"a\0b", 3}), std::invalid_argument);
  EXPECT_EQ(value_of("a"), -1);
}

TEST_P(EveryDatabase, CountsTheRowsThatAStatementChanged) {
  database_->transaction([&](Transaction& tx) {
    insert(tx, "a");
    insert(tx, "b");
    EXPECT_EQ(tx.run("UPDATE counters SET value = 5"), 2);
    EXPECT_EQ(tx.run("UPDATE counters SET value = 5 WHERE name = :name", "c"), 0);
    EXPECT_EQ(tx.run("INSERT INTO counters (name, value) VALUES (:name, 1) ON CONFLICT DO NOTHING", "a"), 0);
    EXPECT_EQ(tx.run("DELETE FROM counters WHERE name = :name", "a"), 1);
    EXPECT_EQ((tx.query<std::int64_t>("UPDATE counters SET value = value + 1 RETURNING value")),
              (std::vector{std::tuple{std::int64_t{6}}}));
  });
  EXPECT_EQ(value_of("b"), 6);
}

TEST_P(EveryDatabase, RefusesAWrongNumberOfValuesOrColumns) {
  EXPECT_THROW(run("INSERT INTO counters (name, value) VALUES (:name, :value)", "a"), std::logic_error);
  EXPECT_THROW(database_->transaction([&](Transaction& tx) {
    insert(tx, "a");
    tx.query<std::string, std::string>("SELECT name FROM counters");
  }),
               std::logic_error);
  EXPECT_EQ(value_of("a"), -1);
}

TEST_P(EveryDatabase, ReadsOneSnapshotHoweverLongItTakes) {
  run("INSERT INTO counters (name, value) VALUES ('a', 1)");
  database_->read([&](Transaction& tx) {
    const auto* sql = "SELECT value FROM counters WHERE name = 'a'";
    EXPECT_EQ(std::get<0>(*tx.first<std::int64_t>(sql)), 1);
    std::jthread{[&] { run("UPDATE counters SET value = 2"); }}.join();
    EXPECT_EQ(std::get<0>(*tx.first<std::int64_t>(sql)), 1);
  });
  EXPECT_EQ(value_of("a"), 2);
}

TEST_P(EveryDatabase, ReadsWhatHasJustBeenAcknowledged) {
  run("INSERT INTO counters (name, value) VALUES ('a', 0)");
  for (int time = 1; time <= 100; ++time) {
    run("UPDATE counters SET value = :value", time);
    ASSERT_EQ(value_of("a"), time);
  }
}

TEST_P(EveryDatabase, ChangesNothingInARead) {
  EXPECT_THROW(database_->read([&](Transaction& tx) { insert(tx, "a"); }), std::runtime_error);
  EXPECT_EQ(value_of("a"), -1);
}

TEST_P(EveryDatabase, ReadsWithOneStatementWhatHasJustBeenAcknowledged) {
  run("INSERT INTO counters (name, value) VALUES ('a', 0)");
  for (int time = 1; time <= 100; ++time) {
    run("UPDATE counters SET value = :value", time);
    const auto value = database_->in_read_one(
        [](Transaction& tx) { return tx.first<std::int64_t>("SELECT value FROM counters WHERE name = :name", "a"); });
    ASSERT_EQ(value, std::tuple{std::int64_t{time}});
  }
}

TEST_P(EveryDatabase, ReadsWithoutATransactionByOneSelectOnly) {
  const auto* sql = "SELECT value FROM counters";
  EXPECT_THROW(database_->read_one([&](Transaction& tx) {
    tx.query<std::int64_t>(sql);
    tx.query<std::int64_t>(sql);
  }),
               std::logic_error);
  EXPECT_THROW(database_->read_one([&](Transaction& tx) { insert(tx, "a"); }), std::logic_error);
  EXPECT_THROW(database_->read_one([](Transaction& tx) { tx.take_your_time(); }), std::logic_error);
  EXPECT_EQ(value_of("a"), -1);
}

TEST_P(EveryDatabase, TellsOfAFailedStatementThoughItsCallerCaughtIt) {
  const auto look = [](Transaction& tx) {
    try {
      tx.query<std::int64_t>("SELECT 1 FROM nowhere");
    } catch (const std::runtime_error&) {
      // as if nothing had happened
    }
  };
  EXPECT_THROW(database_->read_one(look), std::runtime_error);
  EXPECT_THROW(database_->write_one(look), std::runtime_error);
  EXPECT_EQ(value_of("a"), -1) << "the connection goes on";
}

TEST_P(EveryDatabase, KeepsWhatOneStatementWrote) {
  database_->write_one([&](Transaction& tx) { insert(tx, "a", 1); });
  EXPECT_THROW(database_->write_one([&](Transaction& tx) { insert(tx, "a", 2); }), Conflict);
  reopen();
  EXPECT_EQ(value_of("a"), 1);
  EXPECT_NE(metrics_.text().find("motcua_store_transactions_total{outcome=\"conflict\"} 1"), std::string::npos);
}

TEST_P(EveryDatabase, KeepsWorkingWithMoreStatementsThanItKeepsPrepared) {
  database_->transaction([&](Transaction& tx) { insert(tx, "a", 1); });
  for (int round = 0; round < 2; ++round) {
    database_->transaction([&](Transaction& tx) {
      for (int number = 0; number < 400; ++number) {
        const auto sql = "SELECT value + " + std::to_string(number) + " FROM counters WHERE name = :name";
        ASSERT_EQ(std::get<0>(*tx.first<std::int64_t>(sql, "a")), number + 1);
      }
    });
  }
}

TEST_P(EveryDatabase, SeesTheTableAsItIsAfterItsShapeHasChanged) {
  run("INSERT INTO counters (name, value) VALUES ('a', 1)");
  EXPECT_EQ(value_of("a"), 1);
  run("ALTER TABLE counters ADD COLUMN more TEXT");
  EXPECT_EQ(value_of("a"), 1);
  run("UPDATE counters SET more = :more", "x");
  run("DROP TABLE counters");
  EXPECT_THROW(value_of("a"), std::runtime_error);
  run("CREATE TABLE counters (value BIGINT, name TEXT)");
  EXPECT_EQ(value_of("a"), -1);
}

TEST_P(EveryDatabase, Answers) {
  EXPECT_TRUE(database_->answers());
  EXPECT_EQ(database_->dialect(), GetParam() == "sqlite" ? Dialect::sqlite : Dialect::postgresql);
}

TEST_P(EveryDatabase, CountsTransactionsByTheirEnd) {
  run("INSERT INTO counters (name, value) VALUES ('a', 1)");
  EXPECT_THROW(run("INSERT INTO counters (name, value) VALUES ('a', 1)"), Conflict);
  EXPECT_THROW(database_->transaction([](Transaction&) { throw EndedByWork{}; }), EndedByWork);
  const auto text = metrics_.text();
  EXPECT_NE(text.find("motcua_store_transactions_total{outcome=\"committed\"} 2"), std::string::npos) << text;
  EXPECT_NE(text.find("motcua_store_transactions_total{outcome=\"conflict\"} 1"), std::string::npos);
  EXPECT_NE(text.find("motcua_store_transactions_total{outcome=\"rolled_back\"} 1"), std::string::npos);
}

TEST(ADatabasesAddress, ThatIsWrongIsNotRepeated) {
  metrics::Registry metrics{"store_test"};
  for (const std::string url : {"", "sqlite:", "postgresql://user:secret@host/db", "mysql:host=x password=secret"}) {
    try {
      Database::open({.url = url}, metrics);
      FAIL() << url;
    } catch (const std::runtime_error& refused) {
      EXPECT_EQ(std::string{refused.what()}.find("secret"), std::string::npos);
    }
  }
}

TEST_P(EveryDatabase, CanBeReadBesideTheProcessThatHasIt) {
  run("INSERT INTO counters (name, value) VALUES ('a', 1)");
  const auto onlooker = Database::open_to_read(temporary_.settings(), metrics_);
  const auto seen = [](Transaction& tx) {
    return std::get<0>(tx.first<std::int64_t>("SELECT value FROM counters").value());
  };
  onlooker->read([&](Transaction& tx) {
    EXPECT_EQ(seen(tx), 1);
    run("UPDATE counters SET value = 2");
    EXPECT_EQ(seen(tx), 1) << "one snapshot";
  });
  EXPECT_EQ(onlooker->in_read(seen), 2);
}

TEST_P(EveryDatabase, IsNotChangedByWhoOpenedItToRead) {
  run("INSERT INTO counters (name, value) VALUES ('a', 1)");
  const auto onlooker = Database::open_to_read(temporary_.settings(), metrics_);
  const auto change = [](Transaction& tx) { tx.run("UPDATE counters SET value = 2"); };
  EXPECT_THROW(onlooker->transaction(change), std::logic_error);
  EXPECT_ANY_THROW(onlooker->read(change));
  EXPECT_EQ(value_of("a"), 1);
}

TEST(AFileOpenedToRead, IsNotMadeWhenThereIsNone) {
  const testing::TemporaryFolder folder;
  metrics::Registry metrics{"store_test"};
  const std::string file = folder.path() + "/none.db";
  EXPECT_THROW(Database::open_to_read({.url = "sqlite:" + file}, metrics), std::runtime_error);
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(AFileOpenedToRead, IsReadWhenNobodyElseHasIt) {
  const testing::TemporaryFolder folder;
  metrics::Registry metrics{"store_test"};
  const Settings settings{.url = "sqlite:" + folder.path() + "/left.db"};
  Database::open(settings, metrics)->transaction([](Transaction& tx) {
    tx.run("CREATE TABLE counters (value BIGINT)");
  });
  const auto onlooker = Database::open_to_read(settings, metrics);
  EXPECT_TRUE(onlooker->answers());
  EXPECT_EQ(onlooker->in_read([](Transaction& tx) { return tx.first<std::int64_t>("SELECT COUNT(*) FROM counters"); }),
            std::tuple{std::int64_t{0}});
  EXPECT_NO_THROW(Database::open(settings, metrics)) << "it holds no lock";
}

// What a killed process left in its log belongs to whoever starts next: an onlooker reads it and leaves it there.
TEST(AFileOpenedToRead, KeepsTheLogOfAProcessThatWasKilled) {
  const testing::TemporaryFolder folder;
  const testing::TemporaryFolder left;
  metrics::Registry metrics{"store_test"};
  const std::string file = left.path() + "/left.db";
  {
    const auto database = Database::open({.url = "sqlite:" + folder.path() + "/live.db"}, metrics);
    database->transaction([](Transaction& tx) { tx.run("CREATE TABLE counters (value BIGINT NOT NULL)"); });
    database->transaction([](Transaction& tx) { tx.run("INSERT INTO counters VALUES (7)"); });
    for (const char* part : {"", "-wal"}) std::filesystem::copy(folder.path() + "/live.db" + part, file + part);
  }
  const auto size = std::filesystem::file_size(file + "-wal");
  {
    const auto onlooker = Database::open_to_read({.url = "sqlite:" + file}, metrics);
    EXPECT_EQ(onlooker->in_read([](Transaction& tx) { return tx.first<std::int64_t>("SELECT value FROM counters"); }),
              std::tuple{std::int64_t{7}});
  }
  EXPECT_EQ(std::filesystem::file_size(file + "-wal"), size);
}

}  // namespace
}  // namespace motcua::store
