#include "dossiers/domain/refusal.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace motcua::dossiers {
namespace {

constexpr Rule last_rule = Rule::annulment_needs_same_procedure;

TEST(EveryRule, HasACodeOfItsOwnASourceAndASentenceInBothLanguages) {
  std::set<std::string> codes;
  for (int rule = 0; rule <= static_cast<int>(last_rule); ++rule) {
    const RuleText& text = text_of(static_cast<Rule>(rule));
    EXPECT_TRUE(codes.insert(text.code).second) << text.code;
    EXPECT_NE(std::string{text.source}, "");
    EXPECT_NE(std::string{text.vi}, "");
    EXPECT_NE(std::string{text.en}, "");
  }
}

TEST(EveryCode, ReadsBackToItself) {
  for (int code = 1; code <= 10; ++code)
    EXPECT_EQ(status_from(name_of(static_cast<Status>(code))), static_cast<Status>(code));
  for (int code = 1; code <= 3; ++code)
    EXPECT_EQ(channel_from(name_of(static_cast<Channel>(code))), static_cast<Channel>(code));
  for (int code = 0; code <= 2; ++code)
    EXPECT_EQ(applicant_kind_from(name_of(static_cast<ApplicantKind>(code))), static_cast<ApplicantKind>(code));
  for (int code = 0; code <= 2; ++code)
    EXPECT_EQ(paper_kind_from(name_of(static_cast<PaperKind>(code))), static_cast<PaperKind>(code));
  EXPECT_FALSE(status_from("closed"));
}

}  // namespace
}  // namespace motcua::dossiers
