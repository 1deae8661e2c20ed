#include "dossiers/http/requests.hpp"

#include <gtest/gtest.h>

namespace motcua::dossiers {
namespace {

TEST(AStaffId, IsNoMailAddress) {
  const auto assigned_to = [](const std::string& officer) {
    return order_from({.body = R"({"unit_code":"11443","officer":")" + officer + "\"}"}, "assign");
  };
  EXPECT_TRUE(assigned_to("cb.0042-a_b"));
  EXPECT_TRUE(assigned_to("20250042"));
  for (const char* wrong : {"an@motcua.vn", "Nguyễn", "cb 42", "031190001234", "0912.345.678", "012345678"}) {
    const auto refused = assigned_to(wrong);
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().status, 400);
    EXPECT_EQ(refused.error().errors.front().pointer, "/officer");
  }
}

}  // namespace
}  // namespace motcua::dossiers
