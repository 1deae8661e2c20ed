#include "store/digest.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "core/text.hpp"

namespace motcua::store {
namespace {

TEST(Digests, AreThoseOfTheStandards) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-4
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hmac_sha256_hex("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");  // RFC 4231, case 2
}

TEST(ASealedText, IsReadWithItsSecretOnly) {
  const std::string plain = "mã tra cứu: 7KQ2M9XA";
  const auto sealed = seal("secret", plain);
  EXPECT_EQ(sealed.find("7KQ2M9XA"), std::string::npos);
  EXPECT_EQ(unseal("secret", sealed), plain);
  EXPECT_THROW(unseal("another", sealed), std::runtime_error);
}

TEST(ASealedText, OfAnOlderVersionIsRead) {
  EXPECT_EQ(
      unseal("secret", "ATb-HjzLiPHA5UoliYad0VYEKKNfFu98hYoeD4CHtim_H7IS4aji8OxjD3nbUsk06nhwUMcbHtyw1gfgzwQD4gs72-Y"),
      "mã tra cứu: 7KQ2M9XA");
}

TEST(ASealedText, TakesLessThanItself) { EXPECT_LT(seal("secret", std::string(2'000, 'x')).size(), 200U); }

TEST(ASealedText, LooksDifferentEachTime) { EXPECT_NE(seal("secret", "same"), seal("secret", "same")); }

TEST(ASealedText, MayBeEmptyOrLarge) {
  EXPECT_EQ(unseal("secret", seal("secret", "")), "");
  const std::string large(1'000'000, 'x');
  EXPECT_EQ(unseal("secret", seal("secret", large)), large);
}

TEST(ASealedText, ThatWasChangedIsRefused) {
  auto sealed = seal("secret", "the first answer");
  for (const std::size_t at : {std::size_t{0}, std::size_t{10}, sealed.size() / 2, sealed.size() - 2}) {
    auto changed = sealed;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_THROW(unseal("secret", changed), std::runtime_error) << at;
  }
  auto as_if_older = *core::from_base64url(sealed);
  as_if_older.front() = 1;
  EXPECT_THROW(unseal("secret", core::base64url(as_if_older)), std::runtime_error);
  EXPECT_THROW(unseal("secret", ""), std::runtime_error);
  EXPECT_THROW(unseal("secret", "not base64!"), std::runtime_error);
}

}  // namespace
}  // namespace motcua::store
