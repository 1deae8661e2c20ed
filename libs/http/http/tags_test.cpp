#include "http/tags.hpp"

#include <gtest/gtest.h>

namespace motcua::http {
namespace {

core::Result<std::optional<std::int64_t>, Problem> expected(const std::string& if_match) {
  return expected_version({.headers = {{"if-match", if_match}}});
}

TEST(IfMatch, TakesTheVersionOutOfEveryETagThatWeGive) {
  EXPECT_EQ(expected("\"3\"").value(), 3);
  EXPECT_EQ(expected("\"3-w-0123456789ab\"").value(), 3);
  EXPECT_EQ(expected("\"12-m-0123456789ab\"").value(), 12);
  EXPECT_EQ(expected("*").value(), std::nullopt);
  EXPECT_EQ(expected_version({}).value(), std::nullopt);
}

TEST(IfMatch, RefusesWhatWeNeverGave) {
  for (const char* wrong :
       {"3", "\"\"", "\"-3\"", "\"-m-0123456789ab\"", "\"x\"", "W/\"3\"", "\"3\", \"4\"", "\"3x-m\""})
    EXPECT_EQ(expected(wrong).error().status, 400) << wrong;
}

TEST(AnETag, IsFoundInIfNoneMatch) {
  EXPECT_TRUE(names_tag("\"abc\"", "abc"));
  EXPECT_TRUE(names_tag("\"x\", W/\"abc\"", "abc"));
  EXPECT_TRUE(names_tag("*", "abc"));
  EXPECT_FALSE(names_tag("abc", "abc"));
  EXPECT_FALSE(names_tag("", "abc"));
  EXPECT_FALSE(names_tag("\"abcd\"", "abc"));
}

}  // namespace
}  // namespace motcua::http
