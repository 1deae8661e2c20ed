#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "targets.hpp"

namespace motcua::fuzz {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<std::filesystem::path> kept(const char* target) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator{std::filesystem::path{CORPUS_FOLDER} / target})
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// What the fuzzer starts from and what it has found, and each of them cut short
// anywhere.
void replay(const char* target, void (*run)(std::string_view)) {
  const auto files = kept(target);
  ASSERT_FALSE(files.empty());
  for (const auto& file : files) {
    SCOPED_TRACE(file.filename().string());
    const std::string bytes = text_of(file);
    for (std::size_t length = 0; length <= bytes.size(); ++length)
      ASSERT_NO_THROW(run(std::string_view{bytes}.substr(0, length))) << "the first " << length << " bytes";
  }
}

TEST(WhatTheFuzzerKept, Events) { replay("events", events); }
TEST(WhatTheFuzzerKept, Framing) { replay("framing", framing); }
TEST(WhatTheFuzzerKept, Json) { replay("json", json); }
TEST(WhatTheFuzzerKept, Queries) { replay("queries", queries); }
TEST(WhatTheFuzzerKept, Tokens) { replay("tokens", tokens); }
TEST(WhatTheFuzzerKept, Uploads) { replay("uploads", uploads); }

}  // namespace
}  // namespace motcua::fuzz
