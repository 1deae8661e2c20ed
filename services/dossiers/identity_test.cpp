#include "dossiers/identity.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "testing/testing.hpp"

namespace motcua::dossiers {
namespace {

const char* const first = "0123456789abcdef0123456789abcdef";
const char* const second = "fedcba9876543210fedcba9876543210";

struct Written {
  const char* text;
  const char* form;  ///< empty: it is no identity number
};

TEST(AnIdentityNumber, HasOneFormHoweverItIsWritten) {
  for (const auto& [text, form] : {Written{"031190001234", "031190001234"},
                                   Written{" 031 190 001 234 ", "031190001234"},
                                   Written{"031.190.001-234", "031190001234"},
                                   Written{"031234567", "031234567"},
                                   Written{"0201234567", "0201234567"},
                                   Written{"0201234567-001", "0201234567001"},
                                   Written{"b1234567", "B1234567"},
                                   Written{"02A8 000 123", "02A8000123"},
                                   Written{"C/123-456", "C123456"},
                                   Written{"", ""},
                                   Written{" . - ", ""},
                                   Written{"12345678", ""},
                                   Written{"03119000123", ""},
                                   Written{"0311900012345", "0311900012345"},
                                   Written{"03119000123456", ""},
                                   Written{"A1234", ""},
                                   Written{"ABCDEFG1", ""},
                                   Written{"ABCDEF", ""},
                                   Written{"A12345678901234567890", ""},
                                   Written{"Đ1234567", ""},
                                   Written{"031190001234;", ""},
                                   Written{"031\t190001234", ""}}) {
    EXPECT_EQ(normalised_identity(text).value_or(""), form) << '"' << text << '"';
  }
}

TEST(AHash, IsHmacSha256OfTheFormUnderTheCurrentKey) {
  const IdentityKeys keys{{first, second}};
  const IdentityHash expected{"5e9492cbd261", "af38cecfe2d5f8bb760d454e976d74d09652c6d82b17d13645f4ae946e1e62de"};
  EXPECT_EQ(keys.hash_of("031 190 001 234"), expected);
  EXPECT_EQ(keys.hash_of("12"), std::nullopt);
  EXPECT_EQ(keys.hash_of(std::nullopt), std::nullopt);
  EXPECT_EQ(IdentityKeys{}.hash_of("031190001234"), std::nullopt);

  const auto all = keys.hashes_of("031190001234");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0], expected);
  EXPECT_EQ(all[1], (IdentityHash{"60eacb8a0fb3", "0f290bac3f0db2409498ff227bbc4e174697bcff87af208bd42868f4097a0338"}));
  EXPECT_NE(keys.digests_of("cursor", "031190001234").front(), expected.hash) << "a cursor tells no hash";
}

TEST(AKeyring, ReadsItsFileAgainAndKeepsWhatItHasWhenThatIsWrong) {
  const testing::TemporaryFolder folder;
  const std::string file = folder.path() + "/identity.key";
  const auto write = [&](const std::string& text) { std::ofstream{file} << text; };
  EXPECT_THROW((IdentityKeyring{"identity_key_file", file}), std::runtime_error) << "there is no file";
  write(std::string{first} + "\n");
  IdentityKeyring keyring{"identity_key_file", file};
  EXPECT_EQ(keyring.current()->ids(), std::vector<std::string>{"5e9492cbd261"});

  write(std::string{second} + "\n\n  " + first + "  \n");
  EXPECT_EQ(keyring.reload(), std::nullopt);
  const std::vector<std::string> both{"60eacb8a0fb3", "5e9492cbd261"};
  EXPECT_EQ(keyring.current()->ids(), both);
  for (const std::string& wrong : {std::string{}, std::string{"short\n"}, std::string{first} + "\n" + first + "\n"}) {
    write(wrong);
    const auto told = keyring.reload();
    ASSERT_TRUE(told);
    EXPECT_NE(told->find("identity_key_file: " + file), std::string::npos) << *told;
    EXPECT_EQ(told->find(first), std::string::npos) << "no key is told";
    EXPECT_EQ(keyring.current()->ids(), both);
  }
  IdentityKeyring none{"identity_key_file", ""};
  EXPECT_TRUE(none.current()->empty());
  EXPECT_EQ(none.reload(), std::nullopt);
}

}  // namespace
}  // namespace motcua::dossiers
