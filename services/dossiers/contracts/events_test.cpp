#include "dossiers/contracts/events.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace motcua::dossiers::contracts {
namespace {

namespace files = std::filesystem;

std::string text_of(const files::path& path) {
  std::ifstream in{path, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<files::path> golden_files() {
  std::vector<files::path> found;
  for (const auto& entry : files::directory_iterator{GOLDEN_FOLDER}) {
    if (entry.path().extension() == ".json") found.push_back(entry.path());
  }
  return found;
}

TEST(GoldenEvents, AreReadAndWrittenAgainWithTheSameBytes) {
  for (const auto& path : golden_files()) {
    const std::string type = path.stem().string();
    const std::string data = text_of(path);
    const auto event = parse(type, data);
    ASSERT_TRUE(event.ok()) << type << ": " << event.error();
    EXPECT_EQ(type_of(*event), type);
    EXPECT_EQ(write(*event), data) << type;
  }
}

TEST(GoldenEvents, ExistForEveryType) {
  std::set<std::string> types;
  for (const auto& path : golden_files()) types.insert(path.stem().string());
  EXPECT_EQ(types.size(), std::variant_size_v<Event>);
}

TEST(ReadingAnEvent, PassesOverMembersThatCameLater) {
  const std::string data = text_of(files::path{GOLDEN_FOLDER} / "dossier.returned.v1.json");
  const std::string extended = R"({"later":[{"a":1}],)" + data.substr(1);
  ASSERT_TRUE(parse(Returned::type, extended).ok());
  EXPECT_EQ(*parse(Returned::type, extended), *parse(Returned::type, data));
}

TEST(AResolution, TellsWhatTheClockCounted) {
  const auto with = [](const std::string& used) {
    std::string data = text_of(files::path{GOLDEN_FOLDER} / "dossier.resolved.v1.json");
    data.insert(data.size() - 1, R"(,"used":)" + used);
    return parse(Resolved::type, data);
  };
  // In hours that no count of anything else comes to: a dossier that lay for ten years.
  const auto read = with(R"({"mode":"HOUR","amount":1200000})");
  ASSERT_TRUE(read.ok()) << read.error();
  EXPECT_EQ(std::get<Resolved>(*read).used, (Used{"HOUR", 1'200'000}));
  EXPECT_EQ(*parse(Resolved::type, write(*read)), *read);
  EXPECT_FALSE(with(R"({"mode":"HOUR","amount":-1})").ok());
  EXPECT_FALSE(with(R"({"mode":"WEEK","amount":1})").ok());
}

TEST(AnEventOfBefore, HasTheChannelOfItsDossier) {
  const auto trip = [](const char* type, const std::string& added) {
    std::string data = text_of(files::path{GOLDEN_FOLDER} / (std::string{type} + ".json"));
    data.insert(1, added);
    return trip_in(*parse(type, data));
  };
  EXPECT_EQ(trip("dossier.returned.v1", ""), "collection");
  EXPECT_EQ(trip("dossier.returned.v1", R"("channel":"postal",)"), std::nullopt);
  EXPECT_EQ(trip("dossier.supplement_received.v1", R"("channel":"direct",)"), "supplement");
  EXPECT_EQ(trip("dossier.payment_confirmed.v1", R"("channel":"online",)"), std::nullopt);
  EXPECT_EQ(trip("dossier.stopped.v1", ""), std::nullopt);
}

TEST(ReadingAnEvent, ReadsTheChannelThatCameLater) {
  const std::string data = text_of(files::path{GOLDEN_FOLDER} / "dossier.returned.v1.json");
  auto returned = std::get<Returned>(*parse(Returned::type, data));
  returned.channel = "online";
  EXPECT_EQ(std::get<Returned>(*parse(Returned::type, write(returned))), returned);
}

TEST(ReadingAnEvent, NamesTheMemberThatIsMissingAndNoData) {
  const auto event = parse(Returned::type, R"({"about":{"receiving_unit_id":"secret"}})");
  ASSERT_FALSE(event.ok());
  EXPECT_EQ(event.error(), "missing member: procedure");
}

struct Broken {
  const char* name;
  const char* type;
  const char* data;
};

class WhatIsNoEvent : public testing::TestWithParam<Broken> {};

TEST_P(WhatIsNoEvent, IsAnError) { EXPECT_FALSE(parse(GetParam().type, GetParam().data).ok()); }

constexpr const char* about_block =
    R"("about":{"receiving_unit_id":"u1","procedure":{"code":"1","version":"1","field":"f"},"channel":"direct"})";
const std::string wrong_moment = std::string{"{"} + about_block + R"(,"returned_at":"2020-02-30T08:00:00+07:00"})";
const std::string wrong_type = std::string{"{"} + about_block + R"(,"returned_at":5})";
const std::string due_without_acceptance =
    std::string{"{"} + about_block +
    R"(,"after_acceptance":false,"due_date":"2020-01-01","withdrawn_at":"2020-01-01T08:00:00+07:00"})";

INSTANTIATE_TEST_SUITE_P(
    Events, WhatIsNoEvent,
    testing::Values(Broken{"UnknownType", "dossier.burnt.v1", "{}"}, Broken{"NoJson", "dossier.returned.v1", "{"},
                    Broken{"AList", "dossier.returned.v1", "[]"}, Broken{"Nothing", "dossier.returned.v1", ""},
                    Broken{"ADayThatIsNone", "dossier.returned.v1", wrong_moment.c_str()},
                    Broken{"AWrongType", "dossier.returned.v1", wrong_type.c_str()},
                    Broken{"ADueWithoutAcceptance", "dossier.withdrawn.v1", due_without_acceptance.c_str()}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace motcua::dossiers::contracts
