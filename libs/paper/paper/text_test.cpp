#include "paper/text.hpp"

#include <gtest/gtest.h>

namespace motcua::paper {
namespace {

TEST(Composing, MakesOneCharacterOfALetterAndItsMarks) {
  EXPECT_EQ(composed("Nguye\u0302\u0303n Thi\u0323 Thu\u031b\u0309"), "Nguyễn Thị Thử");
  EXPECT_EQ(composed("Nguyễn Thị Thử"), "Nguyễn Thị Thử");
}

TEST(Composing, TakesMarksInWhateverOrderTheyCome) {
  EXPECT_EQ(composed("e\u0323\u0302"), "ệ");
  EXPECT_EQ(composed("e\u0302\u0323"), "ệ");
}

TEST(Composing, LeavesMarksThatNoCharacterHas) { EXPECT_EQ(composed("x\u0302"), "x\u0302"); }

TEST(Composing, PutsABlankForWhatCannotBeDrawn) {
  EXPECT_EQ(composed("một\nhai\u2028ba\tbốn"), "một hai ba bốn");
  EXPECT_EQ(composed("\xff\xfe"), "");
  EXPECT_EQ(composed(""), "");
}

TEST(Capitals, KeepTheMarksOfVietnamese) {
  EXPECT_EQ(capitals("Phường Phù Liễn, Đặc khu"), "PHƯỜNG PHÙ LIỄN, ĐẶC KHU");
  EXPECT_EQ(capitals("ằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựỳỷỹỵ"), "ẰẲẴẶẤẦẨẪẬẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰỲỶỸỴ");
}

TEST(Letters, KeepTheirMarks) {
  const std::vector<std::string_view> expected{"x\u0302", "ệ", "a"};
  EXPECT_EQ(letters("x\u0302ệa"), expected);
  EXPECT_TRUE(letters("").empty());
}

}  // namespace
}  // namespace motcua::paper
