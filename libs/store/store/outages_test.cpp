#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "testing/testing.hpp"

namespace motcua::store {
namespace {

TEST(AnSqliteFile, BelongsToOneProcess) {
  testing::TemporaryDatabase temporary{"sqlite"};
  int begin[2], said[2];
  ASSERT_EQ(::pipe(begin), 0);
  ASSERT_EQ(::pipe(said), 0);
  const auto child = ::fork();  // before there are threads in this process
  if (child == 0) {
    char go = 0;
    std::string words = "opened";
    if (::read(begin[0], &go, 1) == 1) {
      try {
        metrics::Registry metrics{"store_test"};
        Database::open(temporary.settings(), metrics);
      } catch (const std::runtime_error& refused) {
        words = refused.what();
      }
    }
    _exit(::write(said[1], words.data(), words.size()) > 0 ? 0 : 1);
  }
  metrics::Registry metrics{"store_test"};
  const auto database = Database::open(temporary.settings(), metrics);
  ASSERT_EQ(::write(begin[1], "!", 1), 1);
  char words[1000];
  const auto length = ::read(said[0], words, sizeof words);
  ASSERT_GT(length, 0);
  EXPECT_NE((std::string{words, static_cast<std::size_t>(length)}.find("is open in another process")),
            std::string::npos);
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  for (const int end : {begin[0], begin[1], said[0], said[1]}) ::close(end);
}

TEST(AnSqliteFile, MayBeOpenedAgainOnceItIsClosed) {
  testing::TemporaryDatabase temporary{"sqlite"};
  metrics::Registry metrics{"store_test"};
  auto database = Database::open(temporary.settings(), metrics);
  EXPECT_THROW(Database::open(temporary.settings(), metrics), std::runtime_error);
  database.reset();
  EXPECT_NO_THROW(Database::open(temporary.settings(), metrics));
}

TEST(AnSqliteFile, MayHaveBlanksInItsPath) {
  const testing::TemporaryFolder folder;
  metrics::Registry metrics{"store_test"};
  const auto file = folder.path() + "/hồ sơ của tôi.db";
  const auto database = Database::open({.url = "sqlite:" + file}, metrics);
  database->transaction([](Transaction& tx) { tx.run("CREATE TABLE a (x TEXT)"); });
  EXPECT_TRUE(database->answers());
  EXPECT_EQ(::access(file.c_str(), R_OK), 0);
}

TEST(AnSqliteWriter, RefusesACallerWhoWaitedTooLongAndServesTheNext) {
  testing::TemporaryDatabase temporary{"sqlite"};
  metrics::Registry metrics{"store_test"};
  auto settings = temporary.settings();
  settings.patience = std::chrono::milliseconds{50};
  const auto database = Database::open(settings, metrics);
  std::atomic<bool> busy = false, done = false;
  std::jthread slow{[&] {
    database->transaction([&](Transaction&) {
      busy = true;
      while (!done) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    });
  }};
  while (!busy) std::this_thread::yield();
  EXPECT_THROW(database->transaction([](Transaction&) {}), Unavailable);
  done = true;
  slow.join();
  EXPECT_NO_THROW(database->transaction([](Transaction&) {}));
}

TEST(AnSqliteWriter, RefusesATransactionInsideATransaction) {
  testing::TemporaryDatabase temporary{"sqlite"};
  metrics::Registry metrics{"store_test"};
  const auto database = Database::open(temporary.settings(), metrics);
  EXPECT_THROW(database->transaction([&](Transaction&) { database->transaction([](Transaction&) {}); }),
               std::logic_error);
}

/// Two callers whose transactions share a COMMIT: one does its work well, the next breaks the group.
class ABrokenGroup : public ::testing::Test {
 protected:
  ABrokenGroup() {
    database_->transaction([](Transaction& tx) { tx.run("CREATE TABLE a (x TEXT)"); });
  }

  /// Until both were in one group: the writer goes on without the second when it comes a moment late.
  template <class Break>
  void run(const Break& breaks) {
    bool together = false;
    while (!together) together = !kept_beside(breaks);
  }
  std::vector<std::string> rows() {
    std::vector<std::string> all;
    database_->read([&](Transaction& tx) {
      all.clear();
      for (auto& [x] : tx.query<std::string>("SELECT x FROM a")) all.push_back(std::move(x));
    });
    return all;
  }
  void insert(const std::string& text) {
    database_->transaction([&](Transaction& tx) { tx.run("INSERT INTO a VALUES (:x)", text); });
  }

 private:
  template <class Break>
  bool kept_beside(const Break& breaks) {
    database_->transaction([](Transaction& tx) { tx.run("DELETE FROM a"); });
    bool kept = true;
    std::jthread good{[&] {
      try {
        database_->transaction([&](Transaction& tx) {
          tx.run("INSERT INTO a VALUES ('good')");
          while (metrics_.text().find("motcua_store_waiting 2") == std::string::npos) std::this_thread::yield();
        });
      } catch (const Unavailable&) {
        kept = false;
      }
    }};
    while (metrics_.text().find("motcua_store_waiting 1") == std::string::npos) std::this_thread::yield();
    EXPECT_THROW(database_->transaction(breaks), std::runtime_error);
    good.join();
    EXPECT_EQ(rows(), kept ? std::vector<std::string>{"good"} : std::vector<std::string>{});
    return kept;
  }

  testing::TemporaryDatabase temporary_{"sqlite"};
  metrics::Registry metrics_{"store_test"};
  std::unique_ptr<Database> database_ = Database::open(temporary_.settings(), metrics_);
};

TEST_F(ABrokenGroup, IsUnavailableToEveryMemberWhenItsTransactionIsGone) {
  // What a full disk does to the group, done by hand.
  run([](Transaction& tx) { tx.run("ROLLBACK"); });
  insert("next");
  EXPECT_EQ(rows(), std::vector<std::string>{"next"});
}

TEST_F(ABrokenGroup, IsUnavailableToEveryMemberWhenOneCannotBeRolledBack) {
  run([](Transaction& tx) {
    tx.run("INSERT INTO a VALUES ('bad')");
    tx.run("RELEASE member");
    throw std::runtime_error{"refused"};
  });
  insert("next");
  EXPECT_EQ(rows(), std::vector<std::string>{"next"});
}

/// None of these tests exists where there is no server.
std::vector<std::string> server_kinds() {
  auto kinds = testing::database_kinds();
  std::erase(kinds, "sqlite");
  return kinds;
}

class Postgresql : public ::testing::TestWithParam<std::string> {
 protected:
  Postgresql() {
    settings_ = temporary_.settings();
    settings_.patience = std::chrono::milliseconds{500};
    settings_.connections = 4;
    database_ = Database::open(settings_, metrics_);
    run("CREATE TABLE a (x TEXT PRIMARY KEY)");
  }
  void run(const std::string& sql) {
    database_->transaction([&](Transaction& tx) { tx.run(sql); });
  }
  std::size_t rows() {
    return database_->in_read([](Transaction& tx) { return tx.query<std::string>("SELECT x FROM a"); }).size();
  }
  /// Ends every other connection to the test's database, as a restart of the server does.
  static void end_others(Transaction& tx) {
    tx.query<bool>(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
        "pg_backend_pid() "
        "AND backend_type = 'client backend'");
  }
  std::unique_ptr<Database> outsider() {
    auto settings = settings_;
    settings.url = settings.url.substr(0, settings.url.rfind(" dbname=")) + " dbname=postgres";
    return Database::open(settings, metrics_);
  }
  std::string name() const { return settings_.url.substr(settings_.url.rfind('=') + 1); }

  testing::TemporaryDatabase temporary_{GetParam()};
  metrics::Registry metrics_{"store_test"};
  Settings settings_;
  std::unique_ptr<Database> database_;
};

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Postgresql);
INSTANTIATE_TEST_SUITE_P(Store, Postgresql, ::testing::ValuesIn(server_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(Postgresql, ThatDoesNotAnswerIsUnavailableAtTheStart) {
  settings_.url = "postgresql:host=127.0.0.1 port=1 dbname=none user=none";
  EXPECT_THROW(Database::open(settings_, metrics_), Unavailable);
}

TEST_P(Postgresql, IsUnavailableToATransactionWhoseConnectionDies) {
  EXPECT_THROW(database_->transaction([&](Transaction& tx) {
    tx.run("INSERT INTO a VALUES ('lost')");
    std::jthread{[&] { database_->transaction(end_others); }}.join();
    tx.run("INSERT INTO a VALUES ('too')");
  }),
               Unavailable);
  EXPECT_EQ(rows(), 0U);
}

TEST_P(Postgresql, IsReconnectedWithoutAnErrorAfterARestart) {
  std::vector<std::jthread> threads;
  threads.reserve(16);
  for (int thread = 0; thread < 4; ++thread) threads.emplace_back([&] { rows(); });
  threads.clear();
  const auto other = Database::open(settings_, metrics_);
  other->transaction(end_others);
  for (int time = 0; time < 4; ++time) run("INSERT INTO a VALUES ('" + std::to_string(time) + "')");
  EXPECT_EQ(rows(), 4U);
}

TEST_P(Postgresql, IsReconnectedForWhatWasOnlySentAndKeepsItOnce) {
  rows();
  const auto other = Database::open(settings_, metrics_);
  other->transaction(end_others);
  database_->transaction([](Transaction& tx) { tx.send("INSERT INTO a VALUES ('x')"); });
  EXPECT_EQ(rows(), 1U);
}

TEST_P(Postgresql, IsUnavailableWhenItDiesBeforeTheCommitOfWhatWasSent) {
  EXPECT_THROW(database_->transaction([&](Transaction& tx) {
    tx.query<std::int64_t>("SELECT COUNT(*) FROM a");
    tx.send("INSERT INTO a VALUES ('lost')");
    std::jthread{[&] { database_->transaction(end_others); }}.join();
  }),
               Unavailable);
  EXPECT_EQ(rows(), 0U);
}

TEST_P(Postgresql, IsReconnectedByALoneStatementWithoutAnErrorAfterARestart) {
  std::vector<std::jthread> threads;
  threads.reserve(16);
  for (int thread = 0; thread < 4; ++thread) threads.emplace_back([&] { rows(); });
  threads.clear();
  const auto other = Database::open(settings_, metrics_);
  const auto count = [&] {
    return database_->in_read_one([](Transaction& tx) { return tx.query<std::string>("SELECT x FROM a"); }).size();
  };
  other->transaction(end_others);
  EXPECT_EQ(count(), 0U);
  other->transaction(end_others);
  database_->write_one([](Transaction& tx) { tx.run("INSERT INTO a VALUES ('x')"); });
  EXPECT_EQ(count(), 1U);
}

TEST_P(Postgresql, LosesNoReadThatWasUnderWayWhenItRestarted) {
  EXPECT_EQ(rows(), 0U);
  const auto other = Database::open(settings_, metrics_);
  std::jthread restart{[&] {
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
    other->transaction(end_others);
  }};
  EXPECT_NO_THROW(
      database_->read_one([](Transaction& tx) { tx.query<std::string>("SELECT CAST(pg_sleep(0.2) AS TEXT)"); }));
}

TEST_P(Postgresql, IsUnavailableWhileItIsGoneAndThenAnswersAgain) {
  run("INSERT INTO a VALUES ('before')");
  const auto outside = outsider();
  outside->transaction([&](Transaction& tx) { tx.run("ALTER DATABASE " + name() + " ALLOW_CONNECTIONS false"); });
  outside->transaction([&](Transaction& tx) {
    tx.query<bool>("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name", name());
  });
  EXPECT_THROW(run("INSERT INTO a VALUES ('during')"), Unavailable);
  EXPECT_THROW(rows(), Unavailable);
  EXPECT_FALSE(database_->answers());
  outside->transaction([&](Transaction& tx) { tx.run("ALTER DATABASE " + name() + " ALLOW_CONNECTIONS true"); });
  EXPECT_TRUE(database_->answers());
  run("INSERT INTO a VALUES ('after')");
  EXPECT_EQ(rows(), 2U);
}

TEST_P(Postgresql, IsUnavailableToOneWhoWaitsTooLongForALock) {
  run("INSERT INTO a VALUES ('x')");
  database_->transaction([&](Transaction& tx) {
    tx.run("UPDATE a SET x = 'y'");
    std::jthread{[&] { EXPECT_THROW(run("UPDATE a SET x = 'z'"), Unavailable); }}.join();
  });
  EXPECT_EQ(rows(), 1U);
}

TEST_P(Postgresql, IsUnavailableToOneWhoWaitsTooLongForAConnection) {
  std::atomic<int> inside = 0;
  std::atomic<bool> done = false;
  std::vector<std::jthread> threads;
  threads.reserve(16);
  for (int thread = 0; thread < settings_.connections; ++thread) {
    threads.emplace_back([&] {
      database_->read([&](Transaction&) {
        ++inside;
        while (!done) std::this_thread::sleep_for(std::chrono::milliseconds{1});
      });
    });
  }
  while (inside < settings_.connections) std::this_thread::sleep_for(std::chrono::milliseconds{1});
  EXPECT_THROW(rows(), Unavailable);
  done = true;
  threads.clear();
  EXPECT_EQ(rows(), 0U);
}

TEST_P(Postgresql, CommitsDurably) {
  const auto setting = database_->in_read(
      [](Transaction& tx) { return tx.first<std::string>("SELECT current_setting('synchronous_commit')"); });
  EXPECT_EQ(setting, std::tuple{std::string{"on"}});
}

TEST_P(Postgresql, HasOneLeaderAtATime) {
  auto first = Leadership::of(settings_, "relay");
  auto second = Leadership::of(settings_, "relay");
  const auto other = Leadership::of(settings_, "another");
  EXPECT_TRUE(first->held());
  EXPECT_TRUE(first->held());
  EXPECT_FALSE(second->held());
  EXPECT_TRUE(other->held());
  first.reset();
  while (!second->held())
    std::this_thread::sleep_for(std::chrono::milliseconds{10});  // the server notices the end by itself
  first = Leadership::of(settings_, "relay");
  EXPECT_FALSE(first->held());
}

TEST_P(Postgresql, TakesTheLeadFromOneWhoseConnectionDied) {
  const auto leader = Leadership::of(settings_, "relay");
  ASSERT_TRUE(leader->held());
  database_->transaction(end_others);
  EXPECT_FALSE(leader->held());
  const auto next = Leadership::of(settings_, "relay");
  while (!next->held()) std::this_thread::sleep_for(std::chrono::milliseconds{10});
  EXPECT_FALSE(leader->held());
}

TEST(SqliteLeadership, IsAlwaysHeldBecauseTheFileHasOneProcess) {
  EXPECT_TRUE(Leadership::of({.url = "sqlite:/nowhere/at.all"}, "relay")->held());
}

}  // namespace
}  // namespace motcua::store
