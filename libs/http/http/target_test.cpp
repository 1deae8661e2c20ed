#include "http/target.hpp"

#include <gtest/gtest.h>

namespace motcua::http {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;
using Texts = std::vector<std::string>;

TEST(ATarget, IsCutAtSlashesBeforeItIsDecoded) {
  const auto target = parse_target("/v1/dossiers/a%2Fb%20c");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments, (Texts{"v1", "dossiers", "a/b c"}));
  EXPECT_EQ(target->path, "/v1/dossiers/a/b c");
}

TEST(ATarget, KeepsEmptySegments) {
  EXPECT_EQ(parse_target("/")->segments, (Texts{""}));
  EXPECT_EQ(parse_target("/v1/")->segments, (Texts{"v1", ""}));
  EXPECT_EQ(parse_target("//v1")->segments, (Texts{"", "v1"}));
}

TEST(ATarget, DecodesVietnamese) { EXPECT_EQ(parse_target("/h%E1%BB%93-s%C6%A1")->segments, (Texts{"hồ-sơ"})); }

TEST(AQuery, KeepsOrderAndRepeatsAndReadsPlusAsBlank) {
  const auto target = parse_target("/r?unit=307&by=unit&unit=a+b&empty&=x&&t=08%3A00%2B07:00&f[a]=1");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->query, (Pairs{{"unit", "307"},
                                  {"by", "unit"},
                                  {"unit", "a b"},
                                  {"empty", ""},
                                  {"", "x"},
                                  {"t", "08:00+07:00"},
                                  {"f[a]", "1"}}));
}

TEST(AQuery, IsBounded) {
  std::string text = "/r?";
  for (int count = 0; count < 100; ++count) text += "a=1&";
  EXPECT_TRUE(parse_target(text));
  EXPECT_FALSE(parse_target(text + "a=1"));
}

class ATargetThatIsRefused : public testing::TestWithParam<const char*> {};

TEST_P(ATargetThatIsRefused, GivesNothing) { EXPECT_FALSE(parse_target(GetParam())) << GetParam(); }

INSTANTIATE_TEST_SUITE_P(Target, ATargetThatIsRefused,
                         testing::Values("", "v1", "*", "http://host/v1", "host:80", "/%", "/%2", "/%zz", "/%00",
                                         "/a%0Ab", "/%FF", "/%C0%AF", "/%ED%A0%80", "/.", "/..", "/v1/../admin",
                                         "/v1/%2e%2E/x", "/a\\b", "/a#b", "/a\"b", "/a<b", "/a{b}", "/a|b", "/ký",
                                         "/a\tb", "/a\x7f", "/r?a=%", "/r?a=%00", "/r?a=%FF", "/r?a=b#c", "/r?%zz=1",
                                         "/r?a=\"b\""));

}  // namespace
}  // namespace motcua::http
