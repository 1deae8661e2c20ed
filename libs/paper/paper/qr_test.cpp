#include "paper/qr.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace motcua::paper {
namespace {

TEST(AQrCode, IsASquareWithItsThreeCorners) {
  const Qr qr = qr_of("H24.101-261130-0001\nhttps://motcua.vn/tra-cuu");
  ASSERT_EQ(qr.dark.size(), qr.side * qr.side);
  for (const auto& [row, column] : {std::pair{0UL, 0UL}, {0UL, qr.side - 7}, {qr.side - 7, 0UL}}) {
    for (std::size_t at = 0; at < 7; ++at) EXPECT_TRUE(qr.is_dark(row, column + at)) << row << " " << column;
    EXPECT_FALSE(qr.is_dark(row + 1, column + 1));
    EXPECT_TRUE(qr.is_dark(row + 3, column + 3));
  }
}

TEST(AQrCode, OfOtherBytesIsAnother) {
  EXPECT_EQ(qr_of("0001").dark, qr_of("0001").dark);
  EXPECT_NE(qr_of("0001").dark, qr_of("0002").dark);
}

TEST(AQrCode, HoldsNoTextThatItCannotGiveBack) {
  EXPECT_THROW(qr_of(""), std::invalid_argument);
  EXPECT_THROW(qr_of(std::string("a\0b", 3)), std::invalid_argument);
  EXPECT_THROW(qr_of(std::string(4000, 'a')), std::invalid_argument);
}

}  // namespace
}  // namespace motcua::paper
