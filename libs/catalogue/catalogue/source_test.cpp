#include <gtest/gtest.h>

#include <thread>

#include "catalogue/examples.hpp"

namespace motcua::catalogue {
namespace {

using examples::SmallFolder;

TEST(Reloading, TakesTheNewFilesAndLeavesWhatIsHeldAsItWas) {
  const SmallFolder folder;
  Source source{folder.path()};
  const auto before = source.current();
  folder.change("calendar.json", "small", "larger");

  EXPECT_TRUE(source.reload().empty());

  EXPECT_EQ(source.current()->calendar.version(), "larger");
  EXPECT_EQ(before->calendar.version(), "small");
  EXPECT_NE(before->version, source.current()->version);
}

TEST(Reloading, KeepsTheOldCatalogueWhenTheNewOneHasMistakes) {
  const SmallFolder folder;
  Source source{folder.path()};
  const auto before = source.current();
  folder.change("calendar.csv", "swap", "holiday");
  folder.change("units.csv", "H24.101", "H24.102");

  EXPECT_EQ(source.reload().size(), 2U);

  EXPECT_EQ(source.current(), before);
}

TEST(Reloading, GoesOnWhileOthersRead) {
  const SmallFolder folder;
  Source source{folder.path()};
  std::jthread reader{[&](const std::stop_token& stop) {
    while (!stop.stop_requested()) EXPECT_EQ(source.current()->units.all().size(), 6U);
  }};
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(source.reload().empty());
}

TEST(Starting, FailsWithEveryMistakeInTheMessage) {
  const SmallFolder folder;
  folder.change("calendar.csv", "swap", "holiday");
  folder.change("units.csv", "H24.101", "H24.102");
  try {
    const Source source{folder.path()};
    FAIL() << "a catalogue with mistakes was taken";
  } catch (const std::runtime_error& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("calendar.csv:3"), std::string::npos) << message;
    EXPECT_NE(message.find("units.csv:7"), std::string::npos) << message;
  }
}

}  // namespace
}  // namespace motcua::catalogue
