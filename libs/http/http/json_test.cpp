#include "http/json.hpp"

#include <gtest/gtest.h>

#include "http/members.hpp"

namespace motcua::http {
namespace {

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
}

TEST(Json, IsReadAsItStands) {
  const auto value = parse_json(
      R"( {"a":[1,-2,3.5,{"b":null}],"ữ":"\u1eef","t":true,"max":18446744073709551615,"min":-9223372036854775808} )");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->dump(),
            R"({"a":[1,-2,3.5,{"b":null}],"max":18446744073709551615,"min":-9223372036854775808,"t":true,"ữ":"ữ"})");
}

TEST(AMemberNobodyAskedFor, IsNamedByAnEscapedPointer) {
  const auto value = parse_json(R"({"a":{"x/y~z":1}})");
  ASSERT_TRUE(value);
  std::vector<Fault> faults;
  Members outer{*value, "", faults};
  Members inner{*outer.object("a"), outer.pointer_to("a"), faults};
  inner.finish();
  outer.finish();
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].pointer, "/a/x~1y~0z");
}

TEST(Json, MayBeAnyValue) {
  EXPECT_EQ(parse_json("7").value(), 7);
  EXPECT_EQ(parse_json("\"a\"").value(), "a");
  EXPECT_EQ(parse_json("[]").value(), nlohmann::json::array());
}

TEST(Json, MayNestThirtyTwoLevels) {
  EXPECT_TRUE(parse_json(nested(32)));
  EXPECT_FALSE(parse_json(nested(33)));
  EXPECT_FALSE(parse_json(nested(1000000)));
}

TEST(Json, MayUseANameAgainInAnotherObject) { EXPECT_TRUE(parse_json(R"({"a":{"a":1},"b":[{"a":1},{"a":2}]})")); }

class JsonThatIsRefused : public testing::TestWithParam<const char*> {};

TEST_P(JsonThatIsRefused, GivesA400WithoutEcho) {
  const auto value = parse_json(GetParam());
  ASSERT_FALSE(value) << GetParam();
  EXPECT_EQ(value.error().status, 400);
  ASSERT_EQ(value.error().errors.size(), 1U);
  EXPECT_EQ(value.error().errors[0].detail.en.find("secret"), std::string::npos);
  EXPECT_NE(value.error().errors[0].detail.en.find("At byte"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Json, JsonThatIsRefused,
                         testing::Values("", " ", "{", "[1,]", "{\"a\":1,}", "{'a':1}", "{a:1}", "nul", "NaN",
                                         "Infinity", "01", "+1", ".5", "1.", "0x1", "1 2", "{} x", "[] []", "\"a",
                                         "\"\\x\"", "\"\\ud800\"", "\"secret\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"",
                                         "\"\t\"", "// a\n1", "{\"secret\":1,\"secret\":2}",
                                         "{\"x\":{\"a\":1,\"\\u0061\":2}}", "18446744073709551616",
                                         "-9223372036854775809", "1e400", "-1e400", "[1e999]", "\"\\u0000\"",
                                         "{\"\\u0000\":1}"));

TEST(AnError, SaysWhere) {
  EXPECT_NE(parse_json(R"({"a":1,"a":2})").error().errors[0].detail.vi.find("byte 10"), std::string::npos);
}

}  // namespace
}  // namespace motcua::http
