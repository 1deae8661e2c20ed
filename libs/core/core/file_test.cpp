#include "core/file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <system_error>

namespace motcua::core {
namespace {

class Folder : public testing::Test {
 protected:
  Folder() { std::filesystem::create_directories(path_); }
  ~Folder() override { std::filesystem::remove_all(path_); }

  std::string path_ = (std::filesystem::temp_directory_path() / ("files-" + std::to_string(::getpid()))).string();
};

TEST_F(Folder, HoldsNoNameOfAFileThatHasNone) {
  File file = nameless_file(path_);
  file.append("một ");
  file.append("cửa");
  EXPECT_EQ(file.size(), std::string_view{"một cửa"}.size());
  EXPECT_EQ(file.read(0, 100), "một cửa");
  EXPECT_EQ(file.read(file.size(), 100), "");
  EXPECT_TRUE(std::filesystem::is_empty(path_));
}

TEST_F(Folder, GivesAWholeFileAPieceAtATime) {
  File file = nameless_file(path_);
  const std::string bytes(700'000, 'x');
  file.append(bytes);
  std::string read;
  file.read_pieces([&](std::string_view piece) {
    read += piece;
    return true;
  });
  EXPECT_EQ(read, bytes);
  int pieces = 0;
  file.read_pieces([&](std::string_view) { return ++pieces < 2; });
  EXPECT_EQ(pieces, 2);
}

TEST_F(Folder, TellsAFileThatIsNotThereFromOneThatCannotBeRead) {
  EXPECT_FALSE(open_to_read(path_ + "/none"));
  std::ofstream{path_ + "/some"} << "giấy";
  EXPECT_EQ(open_to_read(path_ + "/some")->read(0, 100), "giấy");
  std::filesystem::create_symlink(path_ + "/some", path_ + "/link");
  EXPECT_THROW(open_to_read(path_ + "/link"), std::system_error);
  EXPECT_THROW(nameless_file(path_ + "/nowhere"), std::system_error);
}

}  // namespace
}  // namespace motcua::core
