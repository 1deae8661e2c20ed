#include <gtest/gtest.h>

#include "core/text.hpp"

namespace motcua::core {
namespace {

using Rows = std::vector<std::vector<std::string>>;

TEST(ReadingCsv, KeepsQuotedCommasQuotesAndLineBreaks) {
  const auto rows = parse_csv("a,\"b, c\",\"say \"\"no\"\"\"\r\n\"two\nlines\",,\n");

  ASSERT_TRUE(rows);
  EXPECT_EQ(*rows, (Rows{{"a", "b, c", "say \"no\""}, {"two\nlines", "", ""}}));
}

TEST(ReadingCsv, NeedsNoLineBreakAtTheEnd) {
  EXPECT_EQ(parse_csv("a,b\nc,d"), (Rows{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(parse_csv("a,"), (Rows{{"a", ""}}));
}

TEST(ReadingCsv, OfNothingIsNoRowAndAnEmptyLineIsOneEmptyField) {
  EXPECT_EQ(parse_csv(""), Rows{});
  EXPECT_EQ(parse_csv("\n"), Rows{{""}});
}

TEST(ReadingCsv, IsRefusedWhenAQuoteIsLeftOpen) {
  EXPECT_FALSE(parse_csv("a,\"b\nc"));
  EXPECT_FALSE(parse_csv("\""));
  EXPECT_FALSE(parse_csv("\"a\"\""));
}

TEST(ReadingCsv, KeepsALoneCarriageReturnAsPartOfTheField) { EXPECT_EQ(parse_csv("a\rb,c"), (Rows{{"a\rb", "c"}})); }

}  // namespace
}  // namespace motcua::core
