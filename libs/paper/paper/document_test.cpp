#include "paper/document.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "paper/examples.hpp"

namespace motcua::paper {
namespace {

using examples::fonts;

std::string a_paper(std::string_view text) {
  Document document{fonts(), Format::upright, "H24.101-261130-0001"};
  document.add_page();
  document.text({72, 90}, {Face::bold, 14}, text);
  document.line({72, 95}, {200, 95});
  document.qr({300, 100}, 80, qr_of("H24.101-261130-0001"));
  return document.bytes();
}

TEST(ADocument, IsAPdfWithTheSameBytesForTheSameText) {
  const std::string first = a_paper("Giấy tiếp nhận hồ sơ");
  EXPECT_TRUE(first.starts_with("%PDF-"));
  EXPECT_EQ(first, a_paper("Giấy tiếp nhận hồ sơ"));
  EXPECT_NE(first, a_paper("Giấy tiếp nhận hồ sợ"));
}

TEST(ADocument, SaysNothingAboutItselfButItsSubject) {
  const std::string bytes = a_paper("Nguyễn Thị Thử Nghiệm");
  EXPECT_NE(bytes.find("(H24.101-261130-0001)"), std::string::npos);
  for (const char* word : {"CreationDate", "ModDate", "/Author", "/Keywords", "/Creator"})
    EXPECT_EQ(bytes.find(word), std::string::npos) << word;
}

TEST(ADocument, DrawsWhatTheFontLacksAsASquareAndGoesOn) {
  const std::string squares = a_paper("tên: □□");
  EXPECT_EQ(a_paper("tên: 中文"), squares);
  EXPECT_EQ(a_paper("tên: \U0001F600\U0001F600"), squares);
  EXPECT_EQ(a_paper("tên: 中\n").size() > 1000, true);
}

TEST(ADocument, DrawsMarksApartAsTheLetterTheyMake) { EXPECT_EQ(a_paper("Nguye\u0302\u0303n"), a_paper("Nguyễn")); }

TEST(ADocument, KnowsWhichLettersAFontHas) {
  Document document{fonts(), Format::upright, ""};
  EXPECT_TRUE(document.has_all("ặỗỰ", Face::italic));
  EXPECT_FALSE(document.has_all("中", Face::italic));
}

TEST(ADocument, MeasuresWithTheLettersOfTheFace) {
  Document document{fonts(), Format::upright, ""};
  const double regular = document.width_of("Hồ sơ", {Face::regular, 10});
  EXPECT_GT(regular, 20);
  EXPECT_LT(regular, 30);
  EXPECT_GT(document.width_of("Hồ sơ", {Face::bold, 10}), regular);
  EXPECT_DOUBLE_EQ(document.width_of("Hồ sơ", {Face::regular, 20}), 2 * regular);
  EXPECT_DOUBLE_EQ(document.width_of("Ho\u0302\u0300 so\u031b", {Face::regular, 10}), regular);
}

TEST(ADocument, HasThePagesThatWereAdded) {
  Document document{fonts(), Format::sideways, ""};
  for (int page = 0; page < 3; ++page) document.add_page();
  document.turn_to(0);
  document.text({10, 10}, {}, "một");
  EXPECT_EQ(document.pages(), 3U);
  EXPECT_THROW(document.turn_to(3), std::out_of_range);
  EXPECT_EQ(examples::count(document.bytes(), "/Type /Page\n"), 3);
}

TEST(AFontThatIsNotThere, IsNamed) {
  Document document{{"/nowhere/none.ttf", "", ""}, Format::upright, ""};
  document.add_page();
  try {
    document.text({10, 10}, {}, "một");
    FAIL() << "no failure";
  } catch (const std::runtime_error& failure) {
    EXPECT_NE(std::string{failure.what()}.find("/nowhere/none.ttf"), std::string::npos) << failure.what();
  }
}

}  // namespace
}  // namespace motcua::paper
