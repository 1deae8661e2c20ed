#include "paper/press.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include "paper/examples.hpp"

namespace motcua::paper {
namespace {

std::string failure_of(const Fonts& fonts) {
  try {
    const Press press{fonts};
  } catch (const std::runtime_error& failure) {
    return failure.what();
  }
  return "none";
}

TEST(APress, DoesNotStartWithoutAFont) {
  Fonts fonts = examples::fonts();
  fonts.italic = "/nowhere/italic.ttf";
  EXPECT_NE(failure_of(fonts).find("the font /nowhere/italic.ttf cannot be read"), std::string::npos)
      << failure_of(fonts);
}

TEST(APress, DoesNotStartWithWhatIsNoFont) {
  Fonts fonts = examples::fonts();
  fonts.bold = "/etc/passwd";
  EXPECT_NE(failure_of(fonts).find("the font /etc/passwd cannot be read"), std::string::npos) << failure_of(fonts);
}

TEST(APress, PrintsForSeveralAtOnce) {
  Press press{examples::fonts()};
  const auto print = [&] {
    return press.print(press.turn().value(), Format::upright, "", [](Document& document) {
      document.add_page();
      document.text({50, 50}, {}, "Phiếu xin lỗi");
    });
  };
  const std::string expected = print();
  std::vector<std::string> printed(4);
  std::vector<std::jthread> threads;
  threads.reserve(printed.size());
  for (std::string& one : printed) threads.emplace_back([&] { one = print(); });
  threads.clear();
  for (const std::string& one : printed) EXPECT_EQ(one, expected);
}

TEST(APress, LetsNoMoreThanAFewWait) {
  Press press{examples::fonts()};
  std::atomic<int> sent_away = 0;
  {
    auto mine = press.turn();
    std::vector<std::jthread> others;
    others.reserve(9);
    for (int other = 0; other < 9; ++other) others.emplace_back([&] { sent_away += press.turn() ? 0 : 1; });
    // All but those that may wait come back; only then do we let go, and the others get their turns.
    while (sent_away < 9 - 4) std::this_thread::yield();
    mine.reset();
  }
  EXPECT_EQ(sent_away, 9 - 4);
  EXPECT_TRUE(press.turn());
}

}  // namespace
}  // namespace motcua::paper
