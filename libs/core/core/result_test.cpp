#include "core/result.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <unordered_set>

#include "core/strong.hpp"

namespace motcua::core {
namespace {

struct Reason {
  int code;
};

using Answer = Result<std::string, Reason>;

TEST(AResult, IsTheValueOrTheReason) {
  const Answer good = std::string{"yes"};
  const Answer bad = Reason{7};

  EXPECT_TRUE(good);
  EXPECT_EQ(*good, "yes");
  EXPECT_EQ(good->size(), 3U);
  EXPECT_FALSE(bad.ok());
  EXPECT_EQ(bad.error().code, 7);
}

TEST(AResult, ThrowsWhenAskedForTheHalfItHasNot) {
  const Answer good = std::string{"yes"};
  const Answer bad = Reason{7};
  EXPECT_THROW((void)good.error(), std::bad_variant_access);
  EXPECT_THROW((void)bad.value(), std::bad_variant_access);
}

TEST(AResult, HandsItsValueOverWithoutACopy) {
  Result<std::unique_ptr<int>, Reason> result = std::make_unique<int>(5);
  const std::unique_ptr<int> taken = std::move(result).value();
  EXPECT_EQ(*taken, 5);
}

TEST(AStrongText, ComparesOrdersAndHashesAsItsText) {
  const UnitId one{"u0001"};
  const UnitId two{"u0002"};
  EXPECT_LT(one, two);
  EXPECT_EQ(one, UnitId{"u0001"});
  EXPECT_TRUE(UnitId{}.empty());
  EXPECT_EQ((std::unordered_set<UnitId>{one, two, UnitId{"u0001"}}.size()), 2U);
  static_assert(!std::is_convertible_v<UnitId, std::string> && !std::is_convertible_v<std::string, UnitId>);
}

}  // namespace
}  // namespace motcua::core
