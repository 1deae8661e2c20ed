#include "dossiers/checklist.hpp"

#include <gtest/gtest.h>

namespace motcua::dossiers {
namespace {

using catalogue::PaperKind;

catalogue::Procedure a_procedure() {
  catalogue::Procedure procedure;
  procedure.questions = {{"married", "Đã kết hôn?"}};
  procedure.components = {{"form", "Tờ khai", PaperKind::original, 1, std::nullopt, false, {}},
                          {"identity", "Bản sao căn cước", PaperKind::copy, 2, std::nullopt, true, {}},
                          {"certificate", "Giấy kết hôn", PaperKind::copy, 1, "married", true, {}}};
  return procedure;
}

TEST(WhatIsHandedIn, IsCompleteWhenEveryPaperIsThere) {
  const auto procedure = a_procedure();
  const auto result =
      compared(procedure, {{"form", PaperKind::original, 1}, {"identity", PaperKind::copy, 2}}, {{"married", false}});
  EXPECT_TRUE(result.complete());
}

TEST(WhatIsHandedIn, LacksWhatIsNotThereOrTooLittleOrOfTheWrongKind) {
  const auto procedure = a_procedure();
  const auto result =
      compared(procedure, {{"form", PaperKind::copy, 1}, {"identity", PaperKind::copy, 1}}, {{"married", true}});
  ASSERT_EQ(result.lacking.size(), 3U);
  EXPECT_EQ(result.lacking[0].component->code, "form");
  EXPECT_EQ(result.lacking[0].handed_in, 0);
  EXPECT_EQ(result.lacking[1].handed_in, 1);
  EXPECT_EQ(result.lacking[2].component->code, "certificate");
}

TEST(WhatIsHandedIn, MayBeAnOriginalWhereACopyIsAskedFor) {
  const auto procedure = a_procedure();
  const auto result = compared(
      procedure,
      {{"form", PaperKind::original, 1}, {"identity", PaperKind::original, 1}, {"identity", PaperKind::copy, 1}},
      {{"married", false}});
  EXPECT_TRUE(result.complete());
}

TEST(AQuestion, ThatIsNotAnsweredIsTold) {
  const auto procedure = a_procedure();
  const auto result = compared(procedure, {{"form", PaperKind::original, 1}, {"identity", PaperKind::copy, 2}}, {});
  EXPECT_FALSE(result.complete());
  EXPECT_TRUE(result.lacking.empty());
  ASSERT_EQ(result.unanswered.size(), 1U);
  EXPECT_EQ(result.unanswered[0]->code, "married");
}

TEST(ACode, ThatTheChecklistDoesNotHaveIsTold) {
  const auto procedure = a_procedure();
  const auto result = compared(procedure, {{"photo", PaperKind::copy, 1}}, {{"rich", true}});
  EXPECT_EQ(result.unknown, (std::set<std::string>{"photo", "rich"}));
}

}  // namespace
}  // namespace motcua::dossiers
