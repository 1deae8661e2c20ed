#include "dossiers/http/requests.hpp"

#include <gtest/gtest.h>

namespace motcua::dossiers {
namespace {

core::Result<std::optional<std::int64_t>, http::Problem> expected(const std::string& if_match) {
  return expected_from({.headers = {{"if-match", if_match}}});
}

TEST(IfMatch, TakesTheVersionOutOfEveryETagThatWeGive) {
  EXPECT_EQ(expected("\"3\"").value(), 3);
  EXPECT_EQ(expected("\"3-w-0123456789ab\"").value(), 3);
  EXPECT_EQ(expected("\"12-m-0123456789ab\"").value(), 12);
  EXPECT_EQ(expected("*").value(), std::nullopt);
  EXPECT_EQ(expected_from({}).value(), std::nullopt);
}

TEST(IfMatch, RefusesWhatWeNeverGave) {
  for (const char* wrong :
       {"3", "\"\"", "\"-3\"", "\"-m-0123456789ab\"", "\"x\"", "W/\"3\"", "\"3\", \"4\"", "\"3x-m\""})
    EXPECT_EQ(expected(wrong).error().status, 400) << wrong;
}

TEST(AStaffId, IsNoMailAddress) {
  const auto assigned_to = [](const std::string& officer) {
    return order_from({.body = R"({"unit_code":"11443","officer":")" + officer + "\"}"}, "assign");
  };
  EXPECT_TRUE(assigned_to("cb.0042-a_b"));
  for (const char* wrong : {"an@motcua.vn", "Nguyễn", "cb 42"}) {
    const auto refused = assigned_to(wrong);
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().status, 400);
    EXPECT_EQ(refused.error().errors.front().pointer, "/officer");
  }
}

}  // namespace
}  // namespace motcua::dossiers
