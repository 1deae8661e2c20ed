#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "testing/testing.hpp"

namespace motcua::testing {

TemporaryFolder::TemporaryFolder() : path_{(std::filesystem::temp_directory_path() / "motcua-test-XXXXXX").string()} {
  if (::mkdtemp(path_.data()) == nullptr) throw std::system_error(errno, std::generic_category(), "mkdtemp");
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;  // what a test leaves open cannot spoil its verdict
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace motcua::testing
