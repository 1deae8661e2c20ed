#include <gtest/gtest.h>

#include "catalogue/examples.hpp"

namespace motcua::catalogue {
namespace {

using examples::name_of;
using examples::on;
using examples::SmallFolder;

TEST(ALimit, IsReadInItsOwnUnit) {
  const std::pair<const char*, calendar::Allowance> limits[] = {
      {R"("limit_working_days": 0, "mode": "DAY")", {calendar::Mode::day, 0}},
      {R"("limit_hours": 2920, "mode": "HOUR")", {calendar::Mode::hour, 2920 * 60}},
      {R"("limit_days": 45, "mode": "CALENDAR")", {calendar::Mode::calendar, 45}}};
  for (const auto& [text, limit] : limits) {
    const SmallFolder folder;
    folder.change("procedures.json", R"("limit_working_days": 30, "mode": "DAY")", text);
    const auto loaded = load(folder.path());
    ASSERT_TRUE(loaded) << examples::all_of(loaded.error());
    EXPECT_EQ((*loaded)->procedures.find("1.000948.H24", "a")->limit, limit) << text;
  }
}

TEST(AVersion, HasItsFeesQuestionsAndPapers) {
  const auto loaded = load(SmallFolder{}.path());
  ASSERT_TRUE(loaded) << examples::all_of(loaded.error());
  const Procedure& version = *(*loaded)->procedures.find("1.000948.H24", "b");
  ASSERT_EQ(version.fees.size(), 1U);
  EXPECT_EQ(version.fees[0].amount, 25'000);
  EXPECT_EQ(version.questions.size(), 2U);
  ASSERT_EQ(version.components.size(), 2U);
  EXPECT_EQ(version.components[0].copies, 2);
  EXPECT_TRUE(version.components[0].digitise);
  EXPECT_FALSE(version.components[0].when);
  EXPECT_EQ(version.components[1].kind, PaperKind::copy);
  EXPECT_EQ(version.components[1].when, "proxy");
  EXPECT_EQ(version.components[1].origin.knowledge, Knowledge::memory);
}

// What is changed in procedures.json, and the one and only mistake.
struct Case {
  const char* name;
  const char* before;
  const char* after;
  const char* mistake;
};

class AMistakeInTheProcedures : public testing::TestWithParam<Case> {};

TEST_P(AMistakeInTheProcedures, IsToldWithFileAndLineAndIsTheOnlyOne) {
  const Case& one = GetParam();
  EXPECT_EQ(examples::told_of({one.name, "procedures.json", one.before, one.after, one.mistake}),
            std::string{"procedures.json:"} + one.mistake + "\n");
}

std::string name_of_case(const testing::TestParamInfo<Case>& one) { return one.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Versions, AMistakeInTheProcedures,
    testing::Values(
        Case{"NotJson", "\"procedures\": [", "procedures: [", "9: is not JSON"},
        Case{"AnArray", R"({"fields": {"land": "Đất đai"},)", R"({"fields": [],)",
             "1: must hold an object fields and the lists switches and procedures"},
        Case{"AFieldWithoutName", R"({"land": "Đất đai"})", R"({"land": "Đất đai", "sea": 1})",
             "1: fields: sea is missing"},
        Case{"AProcedureThatIsNone", R"("procedures": [)", R"("procedures": [7, )",
             "9: procedure without code: must be an object"},
        Case{"AnotherShapeOfCode", "1.000948.H24", "1.000948", "10: 1.000948: code must look like 1.000948.H24"},
        Case{"UnknownField", R"("field": "land")", R"("field": "sea")", "10: 1.000948.H24: unknown field sea"},
        Case{"Overlap", R"("valid_from": "2025-07-01")", R"("valid_from": "2025-06-30")",
             "10: 1.000948.H24: a and b are both in force from 2025-06-30"},
        Case{"Gap", R"("valid_from": "2025-07-01")", R"("valid_from": "2025-08-01")",
             "10: 1.000948.H24: between a and b no version is in force, from 2025-07-01 to 2025-07-31"},
        Case{"TwoWithoutABeginning", R"("valid_from": "2025-07-01")", R"("valid_from": null)",
             "10: 1.000948.H24: a and b are both in force from the beginning"},
        Case{"TheVersionTwice", R"("version": "b")", R"("version": "a")", "10: 1.000948.H24 a: is listed twice"},
        Case{"BadDate", R"("valid_to": "2025-07-01")", R"("valid_to": "2025-07-32")",
             "10: valid_to is not a date YYYY-MM-DD: 2025-07-32"},
        Case{"ADateThatIsANumber", R"("valid_to": "2025-07-01")", R"("valid_to": 2025)",
             "10: valid_to is not a date YYYY-MM-DD: (not a date)"},
        Case{"UnknownKey", R"("mode")", R"("colour": 1, "mode")", "10: 1.000948.H24 a: unknown key colour"},
        Case{"UnknownKnowledge", R"("knowledge": "memory", "source": "s"})", R"("knowledge": "sure", "source": "s"})",
             "10: 1.000948.H24 a: knowledge must be verified, memory or invented"},
        Case{"NoSource", R"("source": "s")", R"("source": " ")", "10: 1.000948.H24 a: source is missing"}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    Limits, AMistakeInTheProcedures,
    testing::Values(
        Case{"Negative", "17", "-17", "10: 1.000948.H24 b: limit_working_days must be a whole number from 0 to 365"},
        Case{"NoWholeNumber", "17", "17.5",
             "10: 1.000948.H24 b: limit_working_days must be a whole number from 0 to 365"},
        Case{"AnUnknownMode", R"("DAY")", R"("WEEK")", "10: 1.000948.H24 a: mode must be DAY, HOUR or CALENDAR"},
        Case{"OfAnotherMode", R"("DAY")", R"("HOUR")",
             "10: 1.000948.H24 a: mode HOUR needs limit_hours and no other limit"},
        Case{"None", R"("limit_working_days": 30, )", "",
             "10: 1.000948.H24 a: mode DAY needs limit_working_days and no other limit"},
        Case{"Two", R"("limit_working_days": 30, )", R"("limit_working_days": 30, "limit_days": 45, )",
             "10: 1.000948.H24 a: mode DAY needs limit_working_days and no other limit"},
        Case{"TooManyHours", R"("limit_working_days": 30, "mode": "DAY")", R"("limit_hours": 2921, "mode": "HOUR")",
             "10: 1.000948.H24 a: limit_hours must be a whole number from 0 to 2920"},
        Case{"TooManyDays", R"("limit_working_days": 30, "mode": "DAY")", R"("limit_days": 366, "mode": "CALENDAR")",
             "10: 1.000948.H24 a: limit_days must be a whole number from 0 to 365"}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    DefaultSwitches, AMistakeInTheProcedures,
    testing::Values(
        Case{"None", R"("switches": [)", R"("switches": [], "others": [)",
             "1: unknown key others\n"
             "procedures.json:2: switches must list the defaults, each with valid_from"},
        Case{"BeginTooLate", R"("valid_from": null)", R"("valid_from": "2020-01-01")",
             "2: switches: the first begin on 2020-01-01, but 1.000948.H24 a is in force before"},
        Case{"TwoAtOnce", R"("valid_from": null)", R"("valid_from": "2024-01-01")",
             "2: switches 2024-01-01: valid_from must ascend, or two defaults hold at once\n"
             "procedures.json:2: switches: the first begin on 2024-01-01, but 1.000948.H24 a is in force before"},
        Case{"WithoutABeginning", R"("valid_from": "2024-01-01")", R"("valid_from": null)",
             "2: switches without valid_from: valid_from must ascend, or two defaults hold at once"},
        Case{"BadDate", R"("valid_from": "2024-01-01")", R"("valid_from": "2024")",
             "2: valid_from is not a date YYYY-MM-DD: 2024"},
        Case{"ASwitchLeftOut", R"("supplement_limit": 2, )", "", "2: switches 2024-01-01: supplement_limit is missing"},
        Case{"UnknownKey", R"("supplement_limit": 2)", R"("supplement_limit": 2, "valid_to": null)",
             "2: switches 2024-01-01: unknown key valid_to"},
        Case{"UnknownEffect", R"("RESTART")", R"("STOP")",
             "2: switches without valid_from: supplement_effect must be RESTART, PAUSE or NO_EFFECT"},
        Case{"UnknownStep", R"("COUNT")", R"("STOP")", "2: switches 2024-01-01: financial_step must be PAUSE or COUNT"},
        Case{"ANegativeLimit", R"("supplement_limit": 2)", R"("supplement_limit": -1)",
             "2: switches 2024-01-01: supplement_limit must be a whole number from 0 to 100"},
        Case{"NoReappointmentLimit", R"("reappointment_limit": 3)", R"("reappointment_limit": null)",
             "2: switches 2024-01-01: reappointment_limit must be a whole number from 0 to 100"},
        Case{"NoDaysToReply", R"("supplement_reply_limit": 20)", R"("supplement_reply_limit": 0)",
             "2: switches 2024-01-01: supplement_reply_limit must be a whole number from 1 to 365"},
        Case{"NoTimeOfDay", R"("16:30")", R"("16:60")",
             "2: switches 2024-01-01: receipt_cut_off must be HH:MM or null"},
        Case{"ATimeThatIsANumber", R"("11:30")", "11",
             "2: switches 2024-01-01: saturday_reception_until must be HH:MM or null"},
        Case{"NoSource", R"("source": "second")", R"("source": "")", "2: switches 2024-01-01: source is missing"}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    OwnSwitches, AMistakeInTheProcedures,
    testing::Values(
        Case{"NoObject",
             R"({"supplement_effect": "NO_EFFECT", "supplement_reply_limit": null, "receipt_cut_off": "15:00",
     "knowledge": "invented", "source": "own"})",
             "[]",
             "10: 1.000948.H24 b switches: must be an object\n"
             "procedures.json:10: 1.000948.H24 b switches: knowledge must be verified, memory or invented\n"
             "procedures.json:10: 1.000948.H24 b switches: source is missing"},
        Case{"UnknownKey", R"("receipt_cut_off": "15:00")", R"("valid_from": null)",
             "10: 1.000948.H24 b switches: unknown key valid_from"},
        Case{"UnknownEffect", R"("NO_EFFECT")", R"("NONE")",
             "10: 1.000948.H24 b switches: supplement_effect must be RESTART, PAUSE or NO_EFFECT"},
        Case{"NoKnowledge", R"("knowledge": "invented", "source": "own")", R"("source": "own")",
             "10: 1.000948.H24 b switches: knowledge must be verified, memory or invented"},
        Case{"NoSource", R"("source": "own")", R"("source": "")", "10: 1.000948.H24 b switches: source is missing"}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    Checklists, AMistakeInTheProcedures,
    testing::Values(
        Case{"FeesThatAreNoList", R"([{"name": "Lệ phí", "amount_vnd": 25000, "knowledge": "memory", "source": "f"}])",
             "0", "10: 1.000948.H24 b: fees must be a list"},
        Case{"ANegativeFee", "25000", "-1",
             "10: 1.000948.H24 b fee Lệ phí: amount_vnd must be a whole number from 0 to 1000000000"},
        Case{"AFeeOfParts", "25000", "0.5",
             "10: 1.000948.H24 b fee Lệ phí: amount_vnd must be a whole number from 0 to 1000000000"},
        Case{"AFeeWithoutSource", R"("source": "f")", R"("source": "")",
             "10: 1.000948.H24 b fee Lệ phí: source is missing"},
        Case{"AQuestionTwice", R"("code": "house")", R"("code": "proxy")",
             "10: 1.000948.H24 b question proxy: the code is listed twice"},
        Case{"AQuestionWithoutText", R"("Có nhà?")", "0", "10: 1.000948.H24 b question house: text is missing"},
        Case{"AnUnknownQuestion", R"({"when": "proxy"})", R"({"when": "boat"})",
             "10: 1.000948.H24 b component letter required: when: unknown question boat"},
        Case{"NeverRequired", R"("required": true)", R"("required": false)",
             "10: 1.000948.H24 b component form: required must be true or {\"when\": the code of a question}"},
        Case{"AComponentTwice", R"("code": "letter")", R"("code": "form")",
             "10: 1.000948.H24 b component form: the code is listed twice"},
        Case{"ACodeWithBlanks", R"("code": "letter")", R"("code": "a letter")",
             "10: 1.000948.H24 b component a letter: code must be 1 to 32 of a-z 0-9 - . _"},
        Case{"UnknownKind", R"("kind": "copy")", R"("kind": "scan")",
             "10: 1.000948.H24 b component letter: kind must be original, copy or electronic"},
        Case{"NoCopies", R"("copies": 1)", R"("copies": 0)",
             "10: 1.000948.H24 b component letter: copies must be a whole number from 1 to 20"},
        Case{"DigitisedPerhaps", R"("digitise": false)", R"("digitise": "no")",
             "10: 1.000948.H24 b component letter: digitise must be true or false"},
        Case{"AComponentWithoutName", R"("name": "Giấy ủy quyền", )", "",
             "10: 1.000948.H24 b component letter: name is missing"},
        Case{"UnknownKeyOfAComponent", R"("digitise": false)", R"("digitise": false, "colour": 1)",
             "10: 1.000948.H24 b component letter: unknown key colour"},
        Case{"UnknownKnowledge", R"("digitise": false, "knowledge": "memory")",
             R"("digitise": false, "knowledge": "heard")",
             "10: 1.000948.H24 b component letter: knowledge must be verified, memory or invented"}),
    name_of_case);

TEST(SeveralMistakes, InOneVersionAreToldAtOnce) {
  const SmallFolder folder;
  folder.change("procedures.json", R"("kind": "copy")", R"("kind": "scan")");
  folder.change("procedures.json", "25000", "-1");
  folder.change("procedures.json", "17", "400");
  folder.change("procedures.json", R"("valid_from": "2025-07-01")", R"("valid_from": "2025-08-01")");
  const auto loaded = load(folder.path());
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().size(), 4U) << examples::all_of(loaded.error());
}

}  // namespace
}  // namespace motcua::catalogue
