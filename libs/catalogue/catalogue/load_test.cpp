#include <gtest/gtest.h>

#include "catalogue/examples.hpp"

namespace motcua::catalogue {
namespace {

using examples::all_of;
using examples::name_of;
using examples::on;
using examples::SmallFolder;
using examples::Spoiled;

TEST(ACorrectFolder, IsLoadedAsItStands) {
  const SmallFolder folder;
  const auto loaded = load(folder.path());
  ASSERT_TRUE(loaded) << all_of(loaded.error());
  const Catalogue& catalogue = **loaded;
  EXPECT_EQ(catalogue.version.size(), 12U);
  EXPECT_EQ(catalogue.calendar.version(), "small");
  EXPECT_EQ(catalogue.units.all().size(), 6U);
  EXPECT_EQ(catalogue.procedures.in_force("1.000948.H24", on("2025-06-30"))->limit.amount, 30);
  EXPECT_EQ(catalogue.procedures.in_force("1.000948.H24", on("2025-07-01"))->version, "b");
  EXPECT_EQ(catalogue.procedures.find("1.000948.H24", "b")->field_name, "Đất đai");
}

TEST(TheVersion, IsThatOfTheBytesOfEveryFile) {
  const SmallFolder one;
  const SmallFolder same;
  EXPECT_EQ((*load(one.path()))->version, (*load(same.path()))->version);
  same.change("successors.csv", "NQ 1669", "NQ 1670");
  EXPECT_NE((*load(one.path()))->version, (*load(same.path()))->version);
}

class AMistake : public testing::TestWithParam<Spoiled> {};

TEST_P(AMistake, IsToldWithFileAndLineAndIsTheOnlyOne) {
  EXPECT_EQ(examples::told_of(GetParam()), std::string{GetParam().mistake} + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    DatedRules, AMistake,
    testing::Values(
        Spoiled{"NoWeeklyRest", "calendar.json",
                " \"weekly_rest\": [{\"valid_from\": \"2020-01-01\", \"days\": "
                "[\"saturday\", \"sunday\"]}],\n",
                "", "calendar.json: weekly_rest must list at least one rule with valid_from and days"},
        Spoiled{"NoListOfDays", "calendar.json", "[\"saturday\", \"sunday\"]", "\"sunday\"",
                "calendar.json: weekly_rest needs a list of days"},
        Spoiled{"AnUnknownDay", "calendar.json", "saturday", "caturday",
                "calendar.json: weekly_rest: not a day of the week, as saturday: caturday"},
        Spoiled{"ADayTwice", "calendar.json", "saturday", "sunday", "calendar.json: weekly_rest names sunday twice"},
        Spoiled{"AGapBeforeTheFirstRest", "calendar.json", "[{\"valid_from\": \"2020-01-01\", \"days\"",
                "[{\"valid_from\": \"2020-01-02\", \"days\"",
                "calendar.json: weekly_rest: no rule holds from first_day until 2020-01-02"},
        Spoiled{"TwoRestsAtOnce", "calendar.json", "\"sunday\"]}",
                "\"sunday\"]}, {\"valid_from\": \"2020-01-01\", \"days\": []}",
                "calendar.json: weekly_rest: valid_from must ascend, or two rules hold at once: 2020-01-01"},
        Spoiled{"NoDateOfTheSessions", "calendar.json", "\"valid_from\": \"2020-01-01\", \"sessions\"",
                "\"valid_from\": \"January\", \"sessions\"",
                "calendar.json: sessions: valid_from must be a date YYYY-MM-DD"},
        Spoiled{"AnUnknownKeyOfARule", "calendar.json", "\"valid_from\": \"2020-01-01\", \"sessions\"",
                "\"valid_from\": \"2020-01-01\", \"colour\": 1, \"sessions\"",
                "calendar.json: sessions: unknown key colour"},
        Spoiled{"AGapBeforeTheFirstSessions", "calendar.json", "\"valid_from\": \"2020-01-01\", \"sessions\"",
                "\"valid_from\": \"2020-02-01\", \"sessions\"",
                "calendar.json: sessions: no rule holds from first_day until 2020-02-01"}),
    name_of);

TEST(AMakeupDay, IsADayOfTheRestThatHeldThen) {
  const SmallFolder folder;
  folder.change("calendar.json", "\"sunday\"]}",
                "\"sunday\"]}, {\"valid_from\": \"2025-04-01\", \"days\": [\"sunday\"]}");
  const auto loaded = load(folder.path());
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(all_of(loaded.error()), "calendar.csv:2: 2025-04-26 is worked anyway: not a makeup day\n");
}

INSTANTIATE_TEST_SUITE_P(
    Calendar, AMistake,
    testing::Values(
        Spoiled{"BadHeader", "calendar.csv", "date,kind", "day,kind",
                "calendar.csv:1: the header must be date,kind,reason,source"},
        Spoiled{"NoSuchDay", "calendar.csv", "2025-05-02", "2025-02-30",
                "calendar.csv:3: not a date YYYY-MM-DD: 2025-02-30"},
        Spoiled{"UnknownKind", "calendar.csv", "swap", "holiday",
                "calendar.csv:3: kind must be statutory, compensatory, swap or makeup: holiday"},
        Spoiled{"MakeupOnAWeekday", "calendar.csv", "2025-04-26", "2025-04-25",
                "calendar.csv:2: 2025-04-25 is worked anyway: not a makeup day"},
        Spoiled{"OffOnAWeekend", "calendar.csv", "2025-05-02", "2025-05-03",
                "calendar.csv:3: 2025-05-03 is a day of weekly rest, off anyway"},
        Spoiled{"OutsideTheCover", "calendar.csv", "2025-05-02", "2026-01-02",
                "calendar.csv:3: 2026-01-02 lies outside first_day and last_day of calendar.json"},
        Spoiled{"TheSameDayTwice", "calendar.csv", "off,verified\n", "off,verified\n2025-05-02,swap,off,verified\n",
                "calendar.csv:4: 2025-05-02 stands already in line 3"},
        Spoiled{"UnknownSource", "calendar.csv", "off,verified", "off,heard",
                "calendar.csv:3: source must be verified, computed, memory or provisional: heard"},
        Spoiled{"ProvisionalInSilence", "calendar.csv", "off,verified", "off,provisional",
                "calendar.csv:3: the reason of a provisional day must say provisional, for people read it"},
        Spoiled{"NoReason", "calendar.csv", "off,verified", ",verified", "calendar.csv:3: reason is missing"},
        Spoiled{"TooFewCells", "calendar.csv", ",off,verified", ",off", "calendar.csv:3: has 3 cells, the header 4"},
        Spoiled{"AnOpenQuote", "calendar.csv", "off", "\"off", "calendar.csv: a quote is left open"},
        Spoiled{"NotUtf8", "calendar.csv", "off", "\xff", "calendar.csv: is not UTF-8"},
        Spoiled{"NotJson", "calendar.json", "{\"opens\": \"13:00\",", "{opens", "calendar.json:5: is not JSON"},
        Spoiled{"UnknownKey", "calendar.json", "\"version\"", "\"colour\": 1, \"version\"",
                "calendar.json: unknown key colour"},
        Spoiled{"AKeyTwice", "calendar.json", "\"version\"", "\"version\": \"x\", \"version\"",
                "calendar.json: the key version stands twice in one object"},
        Spoiled{"NoVersion", "calendar.json", "\"small\"", "\"\"", "calendar.json: version must name this calendar"},
        Spoiled{"BadCover", "calendar.json", "2020-01-01", "1 January",
                "calendar.json: first_day must be a date YYYY-MM-DD"},
        Spoiled{"CoverBackwards", "calendar.json", "2020-01-01", "2026-01-01",
                "calendar.json: last_day comes before first_day"},
        Spoiled{"SessionsOutOfOrder", "calendar.json", "\"13:00\"", "\"11:59\"",
                "calendar.json: sessions must ascend and not overlap"},
        Spoiled{"ASessionBackwards", "calendar.json", "\"17:00\"", "\"12:30\"",
                "calendar.json: a session needs opens before closes, both as HH:MM: "
                "{\"closes\":\"12:30\",\"opens\":\"13:00\"}"}),
    name_of);

TEST(SeveralMistakes, InSeveralFilesAreToldAtOnce) {
  const SmallFolder folder;
  folder.change("calendar.csv", "swap", "holiday");
  folder.change("units.csv", "H24.07,", "H24.7,");
  folder.change("procedures.json", "\"DAY\"", "\"HOUR\"");
  const auto loaded = load(folder.path());
  ASSERT_FALSE(loaded.ok());
  const std::string all = all_of(loaded.error());
  for (const char* part :
       {"calendar.csv:3: kind", "units.csv:3: agency_code", "procedures.json:10: 1.000948.H24 a: mode"}) {
    EXPECT_NE(all.find(part), std::string::npos) << all;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Units, AMistake,
    testing::Values(
        Spoiled{"BadHeader", "units.csv", "id,code", "code,id",
                "units.csv:1: the header must be "
                "id,code,name,kind,level,parent_id,valid_from,valid_to,agency_code,agency_code_known,legal_basis"},
        Spoiled{"TwoUnitsWithACode", "units.csv", "u0006,11443", "u0006,11446",
                "units.csv:7: code 11446 is in force at the same time in line 6"},
        Spoiled{"AnAgencyCodeGivenAgain", "units.csv", "H24.101", "H24.07.01",
                "units.csv:6: agency_code H24.07.01 was given in line 4; it is never given twice"},
        Spoiled{"UnknownParent", "units.csv", "commune,u0002,,2025-07-01,H24.07.02",
                "commune,u0009,,2025-07-01,H24.07.02", "units.csv:5: unknown parent u0009"},
        Spoiled{"NoParent", "units.csv", "commune,u0002,,2025-07-01,H24.07.02", "commune,,,2025-07-01,H24.07.02",
                "units.csv:5: parent_id is missing"},
        Spoiled{"AWardUnderAWard", "units.csv", "commune,u0002,,2025-07-01,H24.07.02",
                "commune,u0003,,2025-07-01,H24.07.02", "units.csv:5: parent u0003 is not of a higher level"},
        Spoiled{"OutlivingItsParent", "units.csv", "u0005,11446,Phù Liễn,Phường,commune,u0001",
                "u0005,11446,Phù Liễn,Phường,commune,u0002",
                "units.csv:6: parent u0002 is not in force all the time that this unit is"},
        Spoiled{"ACityUnderSomething", "units.csv", "city,,", "city,u0002,", "units.csv:2: a city has no parent here"},
        Spoiled{"NothingEndsOnThatDay", "successors.csv", "u0004,u0005,whole,2025-07-01",
                "u0004,u0005,whole,2025-08-01", "successors.csv:4: u0004 does not end on 2025-08-01"},
        Spoiled{"ASuccessorNotYetThere", "units.csv", "u0006,11443,Kiến An,Phường,commune,u0001,2025-07-01",
                "u0006,11443,Kiến An,Phường,commune,u0001,2025-08-01",
                "successors.csv:3: u0006 is not in force on 2025-07-01"},
        Spoiled{"WholeAndPart", "successors.csv", "u0003,u0006,part", "u0003,u0006,whole",
                "successors.csv:3: u0003 cannot be continued as a whole and by another unit too"},
        Spoiled{"ThePairTwice", "successors.csv", "u0003,u0006,part", "u0003,u0005,part",
                "successors.csv:3: the same pair stands already in line 2"},
        Spoiled{"UnknownSuccessor", "successors.csv", "u0004,u0005", "u0004,u0099",
                "successors.csv:4: unknown unit u0099"},
        Spoiled{"BadExtent", "successors.csv", "whole", "half",
                "successors.csv:4: extent must be whole or part: half"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    UnitRows, AMistake,
    testing::Values(
        Spoiled{"TheSameIdTwice", "units.csv", "u0006,11443", "u0005,11443",
                "units.csv:7: id u0005 stands already in line 6\nsuccessors.csv:3: unknown unit u0006"},
        Spoiled{"BadDate", "units.csv", "u0001,2025-07-01,,H24.102", "u0001,01-07-2025,,H24.102",
                "units.csv:7: valid_from is not a date YYYY-MM-DD: 01-07-2025"},
        Spoiled{"EndingBeforeItBegins", "units.csv", "u0001,2025-07-01,,H24.102", "u0001,2025-07-01,2025-07-01,H24.102",
                "units.csv:7: valid_to must come after valid_from"},
        Spoiled{"UnknownLevel", "units.csv", "u0006,11443,Kiến An,Phường,commune", "u0006,11443,Kiến An,Phường,ward",
                "units.csv:7: level must be city, district or commune: ward"},
        Spoiled{"UnknownKind", "units.csv", "u0006,11443,Kiến An,Phường", "u0006,11443,Kiến An,Ward",
                "units.csv:7: unknown kind: Ward"},
        Spoiled{"AnIdOfAnotherShape", "units.csv", "u0006,11443", "6,11443",
                "units.csv:7: id must be u and at least four digits: 6\nsuccessors.csv:3: unknown unit u0006"}),
    name_of);

TEST(AFileWithoutACity, IsAMistake) {
  const SmallFolder folder;
  folder.write("units.csv",
               "id,code,name,kind,level,parent_id,valid_from,valid_to,agency_code,agency_code_known,legal_basis\n");
  folder.write("successors.csv", "from_id,to_id,extent,effective,legal_basis\n");
  const auto loaded = load(folder.path());
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(all_of(loaded.error()), "units.csv: holds no city\n");
}

TEST(AMissingFile, IsToldByNameForEveryOne) {
  const SmallFolder folder;
  folder.remove("calendar.json");
  folder.remove("units.csv");
  const auto loaded = load(folder.path());
  ASSERT_FALSE(loaded.ok());
  ASSERT_EQ(loaded.error().size(), 2U);
  EXPECT_EQ(loaded.error()[0].file, "calendar.json");
  EXPECT_EQ(loaded.error()[1].file, "units.csv");
  EXPECT_FALSE(load("/nowhere").ok());
}

}  // namespace
}  // namespace motcua::catalogue
