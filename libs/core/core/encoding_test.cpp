#include <gtest/gtest.h>

#include <random>

#include "core/text.hpp"

namespace motcua::core {
namespace {

TEST(Hex, IsLowerCaseTwoDigitsAByte) { EXPECT_EQ(to_hex(std::string_view{"\x00\x0f\xff", 3}), "000fff"); }

TEST(Base64Url, KnowsTheVectorsOfRfc4648WithoutPadding) {
  const std::pair<std::string_view, std::string_view> vectors[] = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff", "-_8"},
  };
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(base64url(bytes), text);
    EXPECT_EQ(from_base64url(text), bytes);
  }
}

TEST(Base64Url, ReadsBackWhateverWasWritten) {
  std::mt19937 random{2020};
  for (std::size_t length = 0; length < 300; ++length) {
    std::string bytes(length, '\0');
    for (char& c : bytes) c = static_cast<char>(random() & 255U);
    EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
  }
}

TEST(Base64Url, IsRefusedWhenNotWrittenInTheOneRightWay) {
  for (const std::string_view text : {"Z", "Zm9vZ", "Zg==", "Zm9v ", "Zm+v", "Zm/v", "Zh", "Zm9", "Z\xc4\x91g"}) {
    EXPECT_FALSE(from_base64url(text)) << text;
  }
}

}  // namespace
}  // namespace motcua::core
