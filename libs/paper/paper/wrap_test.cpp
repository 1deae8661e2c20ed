#include "paper/wrap.hpp"

#include <gtest/gtest.h>

#include "paper/examples.hpp"

namespace motcua::paper {
namespace {

class Wrapping : public testing::Test {
 protected:
  std::vector<std::string> lines(const std::vector<paper::Run>& runs, const Measure& measure) const {
    std::vector<std::string> all;
    for (const Line& line : wrapped(document, runs, 10, measure)) {
      std::string text;
      for (const paper::Run& run : line) text += run.text;
      all.push_back(text);
    }
    return all;
  }

  Document document{examples::fonts(), Format::upright, ""};
};

TEST_F(Wrapping, BreaksAtBlanksAndLosesNothing) {
  const std::string text = "Cấp giấy chứng nhận quyền sử dụng đất lần đầu cho hộ gia đình, cá nhân";
  const auto broken = lines({{text}}, {100});
  EXPECT_GT(broken.size(), 2U);
  std::string again;
  for (const std::string& line : broken) {
    EXPECT_LE(document.width_of(line, {Face::regular, 10}), 100) << line;
    again += (again.empty() ? "" : " ") + line;
  }
  EXPECT_EQ(again, text);
}

TEST_F(Wrapping, CutsAWordThatNoLineCanHold) {
  const std::string word(60, 'm');
  const auto broken = lines({{"một " + word + " hai"}}, {100});
  ASSERT_GT(broken.size(), 4U);
  std::string again;
  for (const std::string& line : broken) {
    EXPECT_LE(document.width_of(line, {Face::regular, 10}), 100) << line;
    again += line;
  }
  EXPECT_NE(again.find(word), std::string::npos);
}

TEST_F(Wrapping, KeepsAMarkWithItsLetterWhereAWordIsCut) {
  std::string word;
  for (int at = 0; at < 40; ++at) word += "x\u0302";
  for (const std::string& line : lines({{word}}, {50})) EXPECT_TRUE(line.starts_with("x")) << line;
}

TEST_F(Wrapping, JoinsRunsAndKeepsTheirFaces) {
  const auto broken = wrapped(document, {{"Mã hồ sơ: "}, {"H24-0001", Face::bold}, {","}}, 10, {500});
  const std::vector<Line> expected{{{"Mã hồ sơ:"}, {" H24-0001", Face::bold}, {","}}};
  EXPECT_EQ(broken, expected);
}

TEST_F(Wrapping, DoesNotBreakBetweenRunsWithoutABlank) {
  const auto broken =
      lines({{"một hai ba"}, {"bốn", Face::bold}}, {document.width_of("một hai ba", {Face::regular, 10})});
  const std::vector<std::string> expected{"một hai", "babốn"};
  EXPECT_EQ(broken, expected);
}

TEST_F(Wrapping, IndentsTheFirstLineOrTheOthers) {
  const double two = document.width_of("một hai", {Face::regular, 10});
  const std::vector<std::string> first_shorter{"một", "hai ba"};
  EXPECT_EQ(lines({{"một hai ba"}}, {two, 5, 0}), first_shorter);
  const std::vector<std::string> others_shorter{"một hai", "một", "hai"};
  EXPECT_EQ(lines({{"một hai một hai"}}, {two, 0, 5}), others_shorter);
}

TEST_F(Wrapping, OfNothingIsOneEmptyLine) {
  EXPECT_EQ(lines({}, {100}), std::vector<std::string>{""});
  EXPECT_EQ(lines({{"  "}}, {100}), std::vector<std::string>{""});
}

TEST_F(Wrapping, KeepsWhatANonBreakingSpaceJoins) {
  const double two = document.width_of("một hai", {Face::regular, 10});
  const std::vector<std::string> expected{"một", "hai\u00a0ba"};
  EXPECT_EQ(lines({{"một hai\u00a0ba"}}, {two}), expected);
}

}  // namespace
}  // namespace motcua::paper
