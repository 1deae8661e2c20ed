#include "store/many.hpp"

#include <gtest/gtest.h>

#include <map>

#include "testing/testing.hpp"

namespace motcua::store {
namespace {

const std::string odd = "a\"b\\c,{d} 'e'\t[é]\x1f:f NULL";

class ManyRows : public ::testing::TestWithParam<std::string> {
 protected:
  ManyRows() {
    database_->transaction([](Transaction& tx) {
      tx.run(
          "CREATE TABLE counted (name TEXT NOT NULL, day INTEGER NOT NULL, number BIGINT NOT NULL, PRIMARY KEY "
          "(name, day))");
    });
  }
  void add(const std::vector<Value>& values) {
    database_->transaction([&](Transaction& tx) {
      insert_many(tx, "INSERT INTO counted (name, day, number)", 3,
                  " ON CONFLICT (name, day) DO UPDATE SET number = counted.number + excluded.number", values);
    });
  }
  std::map<std::pair<std::string, int>, std::int64_t> rows_with(const std::string& column, const Keys& keys) {
    return database_->in_read([&](Transaction& tx) {
      std::map<std::pair<std::string, int>, std::int64_t> found;
      for (auto& [name, day, number] : tx.query<std::string, int, std::int64_t>(
               keys.select("name, day, number", "counted", column, " AND number <> :none"), keys.value(), 0))
        found[{name, day}] = number;
      return found;
    });
  }
  Keys keys(const std::vector<std::string>& texts) { return {database_->dialect(), texts}; }
  Keys keys(const std::vector<std::int64_t>& numbers) { return {database_->dialect(), numbers}; }

  testing::TemporaryDatabase temporary_{GetParam()};
  metrics::Registry metrics_{"many_test"};
  std::unique_ptr<Database> database_ = Database::open(temporary_.settings(), metrics_);
};

INSTANTIATE_TEST_SUITE_P(Store, ManyRows, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(ManyRows, AreWrittenHoweverManyThereAre) {
  std::int64_t expected = 0;
  for (const int count : {1, 2, 5, 37, 400}) {
    std::vector<Value> values;
    for (int day = 0; day < count; ++day) values.insert(values.end(), {"a", day, 1});
    add(values);
    expected += count;
    std::int64_t sum = 0;
    for (const auto& [key, number] : rows_with("name", keys({std::string{"a"}}))) sum += number;
    EXPECT_EQ(sum, expected) << count;
  }
  add({});
}

TEST_P(ManyRows, KeepEveryCharacterOfTheirTexts) {
  add({odd, 1, std::numeric_limits<std::int64_t>::min(), "", 2, std::numeric_limits<std::int64_t>::max()});
  const auto found = rows_with("name", keys({odd, std::string{}}));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found.at({odd, 1}), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(found.at({"", 2}), std::numeric_limits<std::int64_t>::max());
}

TEST_P(ManyRows, AreFoundByNumbers) {
  add({"a", 1, 10, "a", 2, 20, "b", -3, 30});
  EXPECT_EQ(rows_with("day", keys({1, -3, 99})).size(), 2U);
  EXPECT_EQ(rows_with("day", keys(std::vector<std::int64_t>{})).size(), 0U);
  EXPECT_EQ(rows_with("name", keys(std::vector<std::string>{})).size(), 0U);
}

TEST_P(ManyRows, AreFoundInAStatementOfAnyForm) {
  add({"a", 1, 10, "a", 2, 20, "b", 3, 30});
  const auto sum = [&](const std::string& column, const Keys& among) {
    return database_->in_read([&](Transaction& tx) {
      const std::string sql = "SELECT SUM(number) FROM counted WHERE " + column + std::string{among.among()};
      return std::get<0>(tx.first<std::int64_t>(sql, among.value()).value());
    });
  };
  EXPECT_EQ(sum("name", keys({std::string{"a"}, std::string{"a"}})), 30);
  EXPECT_EQ(sum("day", keys({2, 3})), 50);
}

TEST_P(ManyRows, AreRefusedWithAZeroByteOrWithHalfARow) {
  const std::string zero{"a\0b", 3};
  EXPECT_THROW(add({zero, 1, 1}), std::invalid_argument);
  EXPECT_THROW(rows_with("name", keys({zero})), std::invalid_argument);
  EXPECT_THROW(add({"a", 1}), std::invalid_argument);
}

}  // namespace
}  // namespace motcua::store
