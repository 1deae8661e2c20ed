#include <gtest/gtest.h>

#include "catalogue/examples.hpp"

namespace motcua::catalogue {
namespace {

using examples::name_of;
using examples::SmallFolder;
using examples::Spoiled;

constexpr calendar::Allowance days(int amount) { return {calendar::Mode::day, amount}; }

TEST(ALinkedVersion, HasItsStepsInTheirOrder) {
  const auto loaded = load(SmallFolder{}.path());
  ASSERT_TRUE(loaded) << examples::all_of(loaded.error());
  const Procedures& procedures = (*loaded)->procedures;
  const std::vector<Step>& steps = procedures.find("2.000002.H24", "l")->steps;
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[0].code, "look");
  EXPECT_EQ(steps[0].limit, days(3));
  EXPECT_TRUE(steps[0].counted);
  EXPECT_EQ(steps[1].name, "Tính thuế");
  EXPECT_EQ(steps[1].agency, "tax");
  EXPECT_FALSE(steps[1].counted);
  EXPECT_EQ(steps[1].origin.knowledge, Knowledge::invented);
  EXPECT_EQ(steps[2].limit, days(2));
  EXPECT_TRUE(procedures.find("1.000948.H24", "b")->steps.empty());
}

TEST(AnAgency, IsCalledByItsNameAndAnUnknownOneByNone) {
  const auto loaded = load(SmallFolder{}.path());
  ASSERT_TRUE(loaded) << examples::all_of(loaded.error());
  EXPECT_EQ((*loaded)->procedures.agency_name("tax"), "Chi cục Thuế");
  EXPECT_EQ((*loaded)->procedures.agency_name("court"), "");
}

TEST(Agencies, NeedNotBeNamedWhereNoProcedureIsLinked) {
  const SmallFolder folder;
  folder.change("procedures.json", R"(, "agencies": {"office": "Văn phòng", "tax": "Chi cục Thuế"})", "");
  const std::string text = folder.read("procedures.json");
  const std::size_t linked = text.find(",\n  {\"code\": \"2.000002.H24\"");
  folder.write("procedures.json", text.substr(0, linked) + "]}\n");
  const auto loaded = load(folder.path());
  EXPECT_TRUE(loaded) << examples::all_of(loaded.error());
}

// A linked procedure whose limits are these; what is told about it.
std::string told_of(const char* mode, const char* key, int limit, int look, int pay, int give) {
  const SmallFolder folder;
  const auto limit_of = [&](int amount) { return '"' + std::string{key} + "\": " + std::to_string(amount) + ','; };
  folder.change("procedures.json", R"("limit_working_days": 5, "mode": "DAY")",
                limit_of(limit) + " \"mode\": \"" + mode + '"');
  for (const auto& [before, after] :
       {std::pair{R"("limit_working_days": 3,)", look}, std::pair{R"("limit_working_days": 4,)", pay},
        std::pair{R"("limit_working_days": 2,)", give}}) {
    folder.change("procedures.json", before, limit_of(after));
  }
  const auto loaded = load(folder.path());
  return loaded ? "nothing" : examples::all_of(loaded.error());
}

TEST(StepsInEveryMode, AddUpToTheLimitWithoutTheUncounted) {
  EXPECT_EQ(told_of("DAY", "limit_working_days", 10, 8, 5, 2), "nothing");
  EXPECT_EQ(told_of("HOUR", "limit_hours", 16, 4, 40, 12), "nothing");
  EXPECT_EQ(told_of("CALENDAR", "limit_days", 2, 1, 365, 1), "nothing");
  EXPECT_EQ(told_of("HOUR", "limit_hours", 16, 4, 40, 11),
            "procedures.json:24: 2.000002.H24 l: steps: the counted ones add up to 15, but the limit is 16\n");
}

TEST(StepsOfWhichNoneIsCounted, AreAMistake) {
  const SmallFolder folder;
  for (int step = 0; step < 2; ++step) folder.change("procedures.json", R"("counted": true)", R"("counted": false)");
  const auto loaded = load(folder.path());
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(examples::all_of(loaded.error()), "procedures.json:24: 2.000002.H24 l: steps: none is counted\n");
}

TEST(AFirstStepThatIsNotCounted, IsAMistake) {
  const SmallFolder folder;
  folder.change("procedures.json", R"("counted": true)", R"("counted": false)");
  const auto loaded = load(folder.path());
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(examples::all_of(loaded.error()),
            "procedures.json:24: 2.000002.H24 l: steps: the first one must be counted: the dossier's clock starts with "
            "it\n");
}

class AMistakeInTheSteps : public testing::TestWithParam<Spoiled> {};

TEST_P(AMistakeInTheSteps, IsToldWithFileAndLineAndIsTheOnlyOne) {
  EXPECT_EQ(examples::told_of(GetParam()), std::string{"procedures.json:"} + GetParam().mistake + "\n");
}

Spoiled mistake(const char* name, const char* before, const char* after, const char* what) {
  return {name, "procedures.json", before, after, what};
}

INSTANTIATE_TEST_SUITE_P(
    Steps, AMistakeInTheSteps,
    testing::Values(
        mistake("ThatAreNoList", R"("steps": [)", R"("steps": {}, "x": [)",
                "24: 2.000002.H24 l: unknown key x\n"
                "procedures.json:24: 2.000002.H24 l: steps must be a list"),
        mistake("OfWhichThereAreNone", R"("steps": [)", R"("steps": [], "x": [)",
                "24: 2.000002.H24 l: unknown key x\n"
                "procedures.json:24: 2.000002.H24 l: steps must be two at least: one agency alone has none"),
        mistake("OfWhichThereIsOne", R"(,
     {"code": "pay", "name": "Tính thuế", "agency": "tax", "limit_working_days": 4, "counted": false,
      "knowledge": "invented", "source": "p"},
     {"code": "give", "name": "Cấp giấy", "agency": "office", "limit_working_days": 2, "counted": true,
      "knowledge": "memory", "source": "p"}])",
                "]", "24: 2.000002.H24 l: steps must be two at least: one agency alone has none"),
        mistake("AStepTwice", R"("code": "give")", R"("code": "look")",
                "24: 2.000002.H24 l step look: the code is listed twice"),
        mistake("ACodeWithBlanks", R"("code": "give")", R"("code": "to give")",
                "24: 2.000002.H24 l step to give: code must be 1 to 32 of a-z 0-9 - . _"),
        mistake("WithoutName", R"("name": "Tính thuế", )", "", "24: 2.000002.H24 l step pay: name is missing"),
        mistake("OfAnUnknownAgency", R"("agency": "tax")", R"("agency": "court")",
                "24: 2.000002.H24 l step pay: unknown agency court"),
        mistake("OfNoAgency", R"("agency": "tax", )", "", "24: 2.000002.H24 l step pay: unknown agency "),
        mistake("CountedPerhaps", R"("counted": false)", R"("counted": "no")",
                "24: 2.000002.H24 l step pay: counted must be true or false"),
        mistake("WithoutKnowledge", R"("knowledge": "invented", "source": "p")", R"("source": "p")",
                "24: 2.000002.H24 l step pay: knowledge must be verified, memory or invented"),
        mistake("WithoutSource", R"("source": "p")", R"("source": "")",
                "24: 2.000002.H24 l step look: source is missing"),
        mistake("UnknownKey", R"("counted": false)", R"("counted": false, "mode": "DAY")",
                "24: 2.000002.H24 l step pay: unknown key mode")),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Limits, AMistakeInTheSteps,
    testing::Values(mistake("OfNothing", R"("limit_working_days": 4,)", R"("limit_working_days": 0,)",
                            "24: 2.000002.H24 l step pay: limit_working_days must be a whole number from 1 to 365"),
                    mistake("OfAnotherMode", R"("limit_working_days": 3,)", R"("limit_hours": 24,)",
                            "24: 2.000002.H24 l step look: mode DAY needs limit_working_days and no other limit"),
                    mistake("Two", R"("limit_working_days": 3,)", R"("limit_working_days": 3, "limit_days": 4,)",
                            "24: 2.000002.H24 l step look: mode DAY needs limit_working_days and no other limit"),
                    mistake("None", R"("limit_working_days": 3, )", "",
                            "24: 2.000002.H24 l step look: mode DAY needs limit_working_days and no other limit"),
                    mistake("MoreThanTheVersions", R"("limit_working_days": 2,)", R"("limit_working_days": 3,)",
                            "24: 2.000002.H24 l: steps: the counted ones add up to 6, but the limit is 5"),
                    mistake("LessThanTheVersions", R"("limit_working_days": 5,)", R"("limit_working_days": 6,)",
                            "24: 2.000002.H24 l: steps: the counted ones add up to 5, but the limit is 6"),
                    mistake("WithTheUncounted", R"("counted": false)", R"("counted": true)",
                            "24: 2.000002.H24 l: steps: the counted ones add up to 9, but the limit is 5"),
                    mistake("OfAVersionWithoutAny", R"("limit_working_days": 5,)", R"("limit_working_days": 500,)",
                            "24: 2.000002.H24 l: limit_working_days must be a whole number from 0 to 365"),
                    mistake("OfAVersionWithoutMode", R"("limit_working_days": 5, "mode": "DAY")",
                            R"("limit_working_days": 5, "mode": "WEEK")",
                            "24: 2.000002.H24 l: mode must be DAY, HOUR or CALENDAR")),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Agencies, AMistakeInTheSteps,
    testing::Values(mistake("WithoutName", R"("tax": "Chi cục Thuế")", R"("tax": " ")", "1: agencies: tax is missing"),
                    mistake("ThatAreNoObject", R"({"office": "Văn phòng", "tax": "Chi cục Thuế"})", "[]",
                            "1: agencies: must be an object\n"
                            "procedures.json:24: 2.000002.H24 l step look: unknown agency office\n"
                            "procedures.json:24: 2.000002.H24 l step pay: unknown agency tax\n"
                            "procedures.json:24: 2.000002.H24 l step give: unknown agency office"),
                    mistake("ACodeWithBlanks", R"("tax": "Chi cục Thuế")",
                            R"("tax": "Chi cục Thuế", "The Court": "Tòa án")",
                            "1: agencies: code must be 1 to 32 of a-z 0-9 - . _: The Court")),
    name_of);

}  // namespace
}  // namespace motcua::catalogue
