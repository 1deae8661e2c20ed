#include "store/sql_text.hpp"

#include <gtest/gtest.h>

namespace motcua::store {
namespace {

TEST(Placeholders, AreBoundInOrderOfAppearanceOnBothDialects) {
  const auto* sql = "UPDATE t SET a = :a, b = :b WHERE a = :a";
  EXPECT_EQ(place(sql, Dialect::sqlite).sql, "UPDATE t SET a = ?, b = ? WHERE a = ?");
  EXPECT_EQ(place(sql, Dialect::postgresql).sql, "UPDATE t SET a = :v1, b = :v2 WHERE a = :v3");
  EXPECT_EQ(place(sql, Dialect::sqlite).placeholders, 3U);
}

TEST(Placeholders, AreNotSeenInTextsCommentsOrCasts) {
  const auto placed =
      place("SELECT '07:00 :no', \"a:b\", x::text /* :no */, $tag$ :no $tag$, :yes -- :no", Dialect::postgresql);
  EXPECT_EQ(placed.sql, "SELECT '07:00 :no', \"a:b\", x::text , $tag$ :no $tag$, :v1 ");
  EXPECT_EQ(placed.placeholders, 1U);
}

TEST(AStatement, StandsAlone) {
  EXPECT_THROW(place("DELETE FROM a; DELETE FROM b", Dialect::sqlite), std::logic_error);
  EXPECT_NO_THROW(place("DELETE FROM a;\n", Dialect::sqlite));
  EXPECT_NO_THROW(place("INSERT INTO a VALUES ('x; y')", Dialect::sqlite));
  EXPECT_NO_THROW(place("CREATE TRIGGER t BEFORE DELETE ON a BEGIN SELECT 1; SELECT 2; END", Dialect::sqlite));
  EXPECT_THROW(place("CREATE TRIGGER t BEFORE DELETE ON a BEGIN SELECT 1; END; DELETE FROM a", Dialect::sqlite),
               std::logic_error);
}

TEST(AMigration, IsSplitAtSemicolonsThatEndALine) {
  const auto statements = statements_of(
      "-- it's a comment; really\n"
      "CREATE TABLE a (\n  x TEXT, -- with; a note\n  y TEXT DEFAULT ';\n'\n); -- done\n"
      "CREATE INDEX i ON a (x);\n",
      Dialect::sqlite);
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_EQ(statements[0], "CREATE TABLE a (\n  x TEXT, \n  y TEXT DEFAULT ';\n'\n)");
  EXPECT_EQ(statements[1], "CREATE INDEX i ON a (x)");
}

TEST(AMigration, GivesEachDialectItsOwnBlocks) {
  const auto* text =
      "CREATE TABLE a (x TEXT);\n"
      "-- only: postgresql\nCREATE FUNCTION f() RETURNS void AS $$\nBEGIN\n  NULL;\nEND;\n$$ LANGUAGE plpgsql;\n-- "
      "end\n"
      "-- only: sqlite\nCREATE INDEX s ON a (x);\n-- end\n"
      "CREATE INDEX i ON a (x);\n";
  EXPECT_EQ(
      statements_of(text, Dialect::sqlite),
      (std::vector<std::string>{"CREATE TABLE a (x TEXT)", "CREATE INDEX s ON a (x)", "CREATE INDEX i ON a (x)"}));
  const auto postgresql = statements_of(text, Dialect::postgresql);
  ASSERT_EQ(postgresql.size(), 3U);
  EXPECT_EQ(postgresql[1], "CREATE FUNCTION f() RETURNS void AS $$\nBEGIN\n  NULL;\nEND;\n$$ LANGUAGE plpgsql");
}

TEST(AMigration, ThatIsCutOffIsRefused) {
  EXPECT_THROW(statements_of("CREATE TABLE a (x TEXT)\n", Dialect::sqlite), std::runtime_error);
  EXPECT_THROW(statements_of("-- only: sqlite\nCREATE TABLE a (x TEXT);\n", Dialect::sqlite), std::runtime_error);
  EXPECT_THROW(statements_of("-- only: oracle\n-- end\n", Dialect::sqlite), std::runtime_error);
  EXPECT_THROW(statements_of("-- end\n", Dialect::sqlite), std::runtime_error);
}

}  // namespace
}  // namespace motcua::store
