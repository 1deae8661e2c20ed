#include "core/text.hpp"

#include <gtest/gtest.h>

namespace motcua::core {
namespace {

TEST(Utf8, IsAcceptedInEveryLength) {
  for (const std::string_view text :
       {"", "abc", "Phù Liễn", "\xF0\x9F\x8F\xA0", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(is_utf8(text)) << text;
  }
}

struct Malformed {
  const char* name;
  std::string_view bytes;
};

class WhatIsNotUtf8 : public testing::TestWithParam<Malformed> {};

TEST_P(WhatIsNotUtf8, IsRefusedAloneAndInsideText) {
  const std::string bytes{GetParam().bytes};
  EXPECT_FALSE(is_utf8(bytes));
  EXPECT_FALSE(is_utf8("a" + bytes + "z"));
}

INSTANTIATE_TEST_SUITE_P(
    Utf8, WhatIsNotUtf8,
    testing::Values(Malformed{"LoneContinuation", "\x80"}, Malformed{"OverlongTwo", "\xC0\xAF"},
                    Malformed{"OverlongTwoHigh", "\xC1\xBF"}, Malformed{"OverlongThree", "\xE0\x80\xAF"},
                    Malformed{"OverlongFour", "\xF0\x80\x80\xAF"}, Malformed{"Surrogate", "\xED\xA0\x80"},
                    Malformed{"AboveTheLast", "\xF4\x90\x80\x80"}, Malformed{"FiveBytes", "\xF8\x88\x80\x80\x80"},
                    Malformed{"Latin1", "Ph\xF9"}, Malformed{"CutOffTwo", "\xC4"}, Malformed{"CutOffThree", "\xE1\xBB"},
                    Malformed{"CutOffFour", "\xF0\x9F\x8F"}, Malformed{"NeverUsed", "\xFF"}),
    [](const auto& one) { return std::string{one.param.name}; });

TEST(Utf8, IsMeasuredInCodePoints) {
  EXPECT_EQ(utf8_length(""), 0U);
  EXPECT_EQ(utf8_length("Phù Liễn"), 8U);
  EXPECT_EQ(utf8_length("\xF0\x9F\x8F\xA0"), 1U);
}

TEST(ControlCharacters, AreFoundInBothBlocksAndNotInVietnamese) {
  for (const std::string_view text : {"a\nb", "\t", "\x7F", "\xC2\x80", "x\xC2\x9F"})
    EXPECT_TRUE(has_control_characters(text));
  EXPECT_TRUE(has_control_characters(std::string_view{"a\0b", 3}));
  for (const std::string_view text : {"", "Trần Thành Ngọ", "\xC2\xA0", "Đồ Sơn"})
    EXPECT_FALSE(has_control_characters(text)) << text;
}

TEST(Splitting, GivesOnePartMoreThanThereAreSeparators) {
  EXPECT_EQ(split("a,b,,c", ','), (std::vector<std::string_view>{"a", "b", "", "c"}));
  EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
  EXPECT_EQ(split(",", ','), (std::vector<std::string_view>{"", ""}));
}

TEST(Trimming, TakesBlanksFromBothEndsOnly) {
  EXPECT_EQ(trim(" \t a b\r\n"), "a b");
  EXPECT_EQ(trim(" \n "), "");
}

TEST(LoweringText, ConcernsAsciiOnly) { EXPECT_EQ(lower("Content-TYPE Đ"), "content-type Đ"); }

TEST(ANumber, IsTheWholeTextInDigits) {
  EXPECT_EQ(parse_number("0"), 0);
  EXPECT_EQ(parse_number("007"), 7);
  EXPECT_EQ(parse_number("9223372036854775807"), INT64_MAX);
  for (const std::string_view text : {"", "-1", "+1", " 1", "1 ", "1.0", "0x1", "9223372036854775808", "2.763", "١"}) {
    EXPECT_FALSE(parse_number(text)) << text;
  }
}

TEST(ComparingInConstantTime, AgreesWithPlainComparison) {
  EXPECT_TRUE(equal_in_constant_time("", ""));
  EXPECT_TRUE(equal_in_constant_time("K7PX", "K7PX"));
  EXPECT_FALSE(equal_in_constant_time("K7PX", "K7PY"));
  EXPECT_FALSE(equal_in_constant_time("K7PX", "K7P"));
}

}  // namespace
}  // namespace motcua::core
