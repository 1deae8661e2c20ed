#include "store/deflate.hpp"

#include <gtest/gtest.h>

#include <random>
#include <stdexcept>

namespace motcua::store {
namespace {

std::string noise(std::size_t size) {
  std::mt19937 random{27};
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

TEST(Deflating, GivesBackWhateverItWasGiven) {
  for (const std::string& plain :
       {std::string{}, std::string{"{}"}, std::string{"Lê Thị Thử"}, std::string(3'000'000, 'x'), noise(1),
        noise(4'096), noise(100'000), std::string{"a\0b", 3}}) {
    EXPECT_TRUE(inflated(deflated(plain)) == plain) << plain.size();
  }
}

TEST(Deflating, TakesLessForWhatRepeatsItself) {
  std::string page;
  for (int i = 0; i < 20; ++i)
    page += R"({"unit":{"id":"u0353","code":"11443"},"due_at":"2026-12-01T17:00:00+07:00"},)";
  EXPECT_LT(deflated(page).size(), page.size() / 4);
  EXPECT_LT(deflated(noise(1'000)).size(), 1'050U);
}

TEST(Inflating, RefusesWhatWasNotDeflatedHere) {
  const std::string packed = deflated(std::string(1'000, 'x') + "the end");
  EXPECT_THROW(inflated(""), std::runtime_error);
  EXPECT_THROW(inflated("{\"id\":1}"), std::runtime_error);
  for (std::size_t size = 1; size < packed.size(); ++size) {
    EXPECT_THROW(inflated(std::string_view{packed}.substr(0, size)), std::runtime_error) << size;
  }
  std::string changed = packed;
  changed.back() = static_cast<char>(changed.back() ^ 1);  // its checksum
  EXPECT_THROW(inflated(changed), std::runtime_error);
}

}  // namespace
}  // namespace motcua::store
