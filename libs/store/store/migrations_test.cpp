#include <gtest/gtest.h>

#include <thread>

#include "testing/testing.hpp"

namespace motcua::store {
namespace {

using Files = std::vector<core::EmbeddedFile>;

class MigratingEveryDatabase : public ::testing::TestWithParam<std::string> {
 protected:
  void migrate_to(const Files& files) { migrate(*database_, {Migrations{"things", files}}); }
  std::string refusal_of(const Files& files) {
    try {
      migrate_to(files);
    } catch (const std::runtime_error& refused) {
      return refused.what();
    }
    return {};
  }
  std::size_t applied() {
    return database_->in_read([](Transaction& tx) { return tx.query<int>("SELECT number FROM schema_migrations"); })
        .size();
  }

  testing::TemporaryDatabase temporary_{GetParam()};
  metrics::Registry metrics_{"store_test"};
  std::unique_ptr<Database> database_ = Database::open(temporary_.settings(), metrics_);
};

INSTANTIATE_TEST_SUITE_P(Store, MigratingEveryDatabase, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

const core::EmbeddedFile first{"0001_things.sql",
                               "-- Things; it's all of them.\nCREATE TABLE things (id TEXT PRIMARY KEY);\n"};
const core::EmbeddedFile second{
    "0002_more.sql", "ALTER TABLE things ADD COLUMN more TEXT;\nINSERT INTO things VALUES ('a', '07:00');\n"};

TEST_P(MigratingEveryDatabase, AppliesInOrderOfNumberAndOnce) {
  migrate_to({second, first});
  migrate_to({first, second});
  EXPECT_EQ(applied(), 2U);
  const auto rows = database_->in_read(
      [](Transaction& tx) { return tx.query<std::string, std::string>("SELECT id, more FROM things"); });
  EXPECT_EQ(rows, (std::vector{std::tuple{std::string{"a"}, std::string{"07:00"}}}));
}

TEST_P(MigratingEveryDatabase, AppliesWhatCameSinceTheLastRelease) {
  migrate_to({first});
  EXPECT_EQ(applied(), 1U);
  migrate_to({first, second});
  EXPECT_EQ(applied(), 2U);
}

TEST_P(MigratingEveryDatabase, RefusesOneThatWasChangedAfterwards) {
  migrate_to({first});
  EXPECT_NE(refusal_of({{first.name, "CREATE TABLE others (id TEXT);\n"}}).find("was changed"), std::string::npos);
}

TEST_P(MigratingEveryDatabase, RefusesADatabaseThatIsNewerThanTheProgram) {
  migrate_to({first, second});
  EXPECT_NE(refusal_of({first}).find("newer program"), std::string::npos);
}

TEST_P(MigratingEveryDatabase, RefusesOneThatWasAddedBehindAnother) {
  migrate_to({second.name.empty() ? first : core::EmbeddedFile{"0002_alone.sql", first.text}});
  EXPECT_NE(refusal_of({first, {"0002_alone.sql", first.text}}).find("added behind"), std::string::npos);
}

TEST_P(MigratingEveryDatabase, LeavesNothingOfOneThatFails) {
  const core::EmbeddedFile broken{"0002_broken.sql", "CREATE TABLE half (id TEXT);\nCREATE TABLE things (id TEXT);\n"};
  EXPECT_NE(refusal_of({first, broken}).find("0002_broken.sql"), std::string::npos);
  EXPECT_EQ(applied(), 1U);
  EXPECT_THROW(database_->read([](Transaction& tx) { tx.query<std::string>("SELECT id FROM half"); }),
               std::runtime_error);
  migrate_to({first, second});
  EXPECT_EQ(applied(), 2U);
}

TEST_P(MigratingEveryDatabase, KeepsComponentsApart) {
  const Files things{first};
  const Files others{{"0001_others.sql", "CREATE TABLE others (id TEXT);\n"}};
  migrate(*database_, {Migrations{"things", things}, Migrations{"others", others}});
  migrate(*database_, {Migrations{"others", others}, Migrations{"things", things}});
  EXPECT_EQ(applied(), 2U);
}

TEST_P(MigratingEveryDatabase, LetsInstancesThatStartTogetherTakeTurns) {
  std::vector<std::jthread> instances;
  instances.reserve(16);
  for (int instance = 0; instance < 4; ++instance) {
    instances.emplace_back([&] { EXPECT_NO_THROW(migrate_to({first, second})); });
  }
  instances.clear();
  EXPECT_EQ(applied(), 2U);
}

TEST_P(MigratingEveryDatabase, RefusesNamesWithoutANumber) {
  EXPECT_FALSE(refusal_of({{"things.sql", first.text}}).empty());
  EXPECT_FALSE(refusal_of({first, {"0001_again.sql", second.text}}).empty());
}

}  // namespace
}  // namespace motcua::store
