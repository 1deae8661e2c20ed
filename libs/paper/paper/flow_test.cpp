#include "paper/flow.hpp"

#include <gtest/gtest.h>

#include "paper/examples.hpp"

namespace motcua::paper {
namespace {

class AFlow : public testing::Test {
 protected:
  Document document{examples::fonts(), Format::upright, ""};
  Flow flow{document, {.left = 50, .right = 50, .top = 40, .bottom = 40}};
};

TEST_F(AFlow, GoesDownThePage) {
  const double before = flow.y();
  flow.paragraph({{"một"}}, {.size = 10, .after = 4, .leading = 1.5});
  EXPECT_DOUBLE_EQ(flow.y(), before + 19);
  EXPECT_EQ(document.pages(), 1U);
}

TEST_F(AFlow, BeginsAPageWhereOneIsFull) {
  for (int line = 0; line < 100; ++line) flow.paragraph({{"Đơn đề nghị số " + std::to_string(line)}});
  EXPECT_GE(document.pages(), 2U);
  EXPECT_LT(flow.y(), document.height() - 40);
}

TEST_F(AFlow, KeepsTogetherWhatNeedsRoom) {
  flow.go_to(document.height() - 100);
  flow.need(50);
  EXPECT_EQ(document.pages(), 1U);
  flow.need(90);
  EXPECT_EQ(document.pages(), 2U);
  EXPECT_DOUBLE_EQ(flow.y(), 40);
}

TEST_F(AFlow, SetsATableOverSeveralPages) {
  Table table{.columns = {{"STT", 0.1}, {"Tên giấy tờ", 0.9}}, .rows = {}};
  for (int row = 1; row <= 120; ++row) table.rows.push_back({std::to_string(row), "Bản sao giấy chứng nhận"});
  flow.table(table);
  EXPECT_GE(document.pages(), 3U);
  EXPECT_LE(flow.y(), document.height() - 40);
}

TEST_F(AFlow, CutsARowThatNoPageCanHold) {
  std::string text;
  for (int word = 0; word < 3000; ++word) text += "giấy tờ ";
  flow.table({.columns = {{"STT", 0.1}, {"Tên", 0.9}}, .rows = {{"1", text}, {"2", "ngắn"}}});
  EXPECT_GE(document.pages(), 3U);
  EXPECT_LE(flow.y(), document.height() - 40);
}

TEST_F(AFlow, NumbersEachPageOnceItKnowsHowManyThereAre) {
  flow.need(10000);
  std::vector<std::string> said;
  flow.foot([&](std::size_t page, std::size_t pages) {
    said.push_back(std::to_string(page) + "/" + std::to_string(pages));
    return said.back();
  });
  EXPECT_EQ(said, (std::vector<std::string>{"1/2", "2/2"}));
}

}  // namespace
}  // namespace motcua::paper
