#include "config/config.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace motcua::config {
namespace {

const std::vector<Setting>& settings() {
  static const std::vector<Setting> all{
      {.name = "http_port",
       .kind = Kind::number,
       .description = "REST port",
       .otherwise = "8101",
       .least = 0,
       .most = 65535},
      {.name = "budget", .kind = Kind::milliseconds, .description = "cache budget", .otherwise = "50ms", .least = 1},
      {.name = "verbose", .kind = Kind::flag, .description = "say more", .otherwise = "false"},
      {.name = "log_level",
       .kind = Kind::choice,
       .description = "least level",
       .otherwise = "info",
       .choices = {"debug", "info", "warn"}},
      {.name = "database",
       .kind = Kind::text,
       .description = "where the records are",
       .otherwise = std::nullopt,
       .secret = true},
      {.name = "redis", .kind = Kind::text, .description = "cache", .otherwise = "off"}};
  return all;
}

using Environment = std::map<std::string, std::string>;

Values good(const std::vector<std::string>& arguments, const Environment& environment = {}) {
  auto values = read("dossiers", settings(), arguments, environment);
  if (!values) throw std::runtime_error{values.error().front()};
  return *values;
}

/// A file that is gone when the test is over.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text)
      : path_{(std::filesystem::temp_directory_path() / ("motcua-config-" + std::to_string(getpid()))).string()} {
    std::ofstream{path_} << text;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST(ASetting, ComesFromTheCommandLineThenTheEnvironmentThenTheFileThenItsDefault) {
  const TemporaryFile file{
      "# remarks and blank lines are passed over\n\nhttp_port = 1\nbudget=2\nlog_level=warn\r\ndatabase=a=b\n"};
  const auto values = good({"--config=" + file.path(), "--http-port=3"},
                           {{"DOSSIERS_HTTP_PORT", "4"}, {"DOSSIERS_BUDGET", "5s"}, {"PATH", "/"}});

  EXPECT_EQ(values.number("http_port"), 3);
  EXPECT_EQ(values.milliseconds("budget"), std::chrono::seconds{5});
  EXPECT_EQ(values.text("log_level"), "warn");
  EXPECT_EQ(values.text("database"), "a=b");
  EXPECT_EQ(values.text("redis"), "off");
  EXPECT_FALSE(values.flag("verbose"));
}

TEST(ASetting, MayBeWrittenInTwoArgumentsAndAFlagAlone) {
  const auto values = good({"--database", "sqlite:x", "--verbose", "--budget", "2m"});
  EXPECT_EQ(values.text("database"), "sqlite:x");
  EXPECT_TRUE(values.flag("verbose"));
  EXPECT_EQ(values.milliseconds("budget"), std::chrono::minutes{2});
}

TEST(TheFile, MayBeNamedByTheEnvironment) {
  const TemporaryFile file{"database=sqlite:y\n"};
  EXPECT_EQ(good({}, {{"DOSSIERS_CONFIG", file.path()}}).text("database"), "sqlite:y");
}

struct Wrong {
  const char* name;
  std::vector<std::string> arguments;
  Environment environment;
  const char* words;
};

class AMistake : public testing::TestWithParam<Wrong> {};

TEST_P(AMistake, IsNamedWithWhatWouldDo) {
  const auto& wrong = GetParam();
  auto arguments = wrong.arguments;
  if (std::string{wrong.name} != "MissingSetting") arguments.emplace_back("--database=x");
  const auto values = read("dossiers", settings(), arguments, wrong.environment);
  ASSERT_FALSE(values);
  ASSERT_EQ(values.error().size(), 1U) << values.error()[1];
  EXPECT_NE(values.error()[0].find(wrong.words), std::string::npos) << values.error()[0];
}

INSTANTIATE_TEST_SUITE_P(
    Config, AMistake,
    testing::Values(
        Wrong{"MissingSetting",
              {},
              {},
              "database is missing (where the records are); give it as --database=… or as DOSSIERS_DATABASE=…"},
        Wrong{"UnknownFlag",
              {"--http-prot=1"},
              {},
              "--http-prot is not a setting of this program. Did you mean \"--http-port\"?"},
        Wrong{"UnknownVariable",
              {},
              {{"DOSSIERS_REDDIS", "x"}},
              "DOSSIERS_REDDIS is not a setting of this program. Did you mean \"DOSSIERS_REDIS\"?"},
        Wrong{"UnknownFarFromAll", {"--colour=red"}, {}, "--colour is not a setting of this program."},
        Wrong{"NotANumber", {"--http-port=80a"}, {}, "--http-port: \"80a\" is not a number from 0 to 65535."},
        Wrong{"TooLarge", {"--http-port=65536"}, {}, "is not a number from 0 to 65535."},
        Wrong{"BeyondSixtyFourBits", {"--http-port=99999999999999999999"}, {}, "is not a number"},
        Wrong{"TooSmall",
              {},
              {{"DOSSIERS_BUDGET", "0"}},
              "The variable DOSSIERS_BUDGET: \"0\" is not a time in milliseconds"},
        Wrong{"TimeOverflow", {"--budget=9223372036854775807m"}, {}, "is not a time"},
        Wrong{"NotAFlag", {"--verbose=maybe"}, {}, "\"maybe\" is not true or false."},
        Wrong{"NotAChoice", {"--log-level=loud"}, {}, "\"loud\" is not one of debug, info, warn."},
        Wrong{"NoValue", {"--redis"}, {}, "--redis has no value; write --redis=value."},
        Wrong{"NoFlag", {"redis=off"}, {}, "Argument 1 is not a setting"},
        Wrong{"Twice", {"--redis=a", "--redis=b"}, {}, "--redis is given twice"},
        Wrong{
            "NoSuchFile", {"--config=/nowhere/at/all"}, {}, "\"/nowhere/at/all\" that --config names cannot be read"}),
    [](const auto& one) { return one.param.name; });

TEST(AFile, IsRefusedLineByLine) {
  const TemporaryFile file{"nonsense\nhttp_prot=1\nredis=a\nredis=b\n"};
  const auto values = read("dossiers", settings(), {"--database=x", "--config=" + file.path()}, {});
  ASSERT_FALSE(values);
  ASSERT_EQ(values.error().size(), 3U);
  EXPECT_NE(values.error()[0].find("Line 1 of"), std::string::npos);
  EXPECT_NE(values.error()[1].find("Did you mean \"http_port\"?"), std::string::npos);
  EXPECT_NE(values.error()[2].find("redis is given twice"), std::string::npos);
}

TEST(AllMistakes, AreToldAtOnce) {
  const auto values = read("dossiers", settings(), {"--http-port=x", "--what"}, {{"DOSSIERS_NO", "1"}});
  ASSERT_FALSE(values);
  EXPECT_EQ(values.error().size(), 4U);
}

TEST(ASecret, IsNeverPrinted) {
  auto secret = settings();
  secret[5] = {.name = "pin", .kind = Kind::number, .description = "a pin", .otherwise = "4711", .secret = true};
  const auto values = read("dossiers", secret, {"--pin=hunter2", "--databse=hunter2", "hunter2", "--database="},
                           {{"DOSSIERS_DATABSE", "hunter2"}});
  ASSERT_FALSE(values);
  for (const auto& mistake : values.error()) EXPECT_EQ(mistake.find("hunter2"), std::string::npos) << mistake;
  EXPECT_EQ(help("dossiers", secret).find("4711"), std::string::npos);
}

TEST(Help, NamesEverySettingWithItsVariableRangeAndDefault) {
  const auto text = help("dossiers", settings());
  for (const auto* words : {"--http-port  (DOSSIERS_HTTP_PORT)", "a number from 0 to 65535; default: 8101",
                            "one of debug, info, warn", "must be given", "--config=FILE"}) {
    EXPECT_NE(text.find(words), std::string::npos) << words << " in\n" << text;
  }
}

TEST(AValue, IsOnlyGivenUnderItsNameAndKind) {
  const auto values = good({"--database=x"});
  EXPECT_THROW(values.text("htp_port"), std::logic_error);
  EXPECT_THROW(values.text("http_port"), std::logic_error);
  EXPECT_THROW(values.number("redis"), std::logic_error);
}

TEST(ADefault, ThatIsWrongIsOurOwnMistake) {
  EXPECT_THROW(static_cast<void>(read(
                   "dossiers", {{.name = "n", .kind = Kind::number, .description = "", .otherwise = "x"}}, {}, {})),
               std::logic_error);
}

TEST(VariablesThatKubernetesSets, AreNoMistakes) {
  EXPECT_NO_THROW(good({"--database=a"}, {{"DOSSIERS_SERVICE_HOST", "10.0.0.7"},
                                          {"DOSSIERS_SERVICE_PORT", "8101"},
                                          {"DOSSIERS_SERVICE_PORT_HTTP", "8101"},
                                          {"DOSSIERS_PORT", "tcp://10.0.0.7:8101"},
                                          {"DOSSIERS_PORT_8101_TCP", "tcp://10.0.0.7:8101"},
                                          {"DOSSIERS_PORT_8101_TCP_PROTO", "tcp"},
                                          {"DOSSIERS_PORT_8101_TCP_PORT", "8101"},
                                          {"DOSSIERS_PORT_8101_TCP_ADDR", "10.0.0.7"}}));
}

TEST(VariablesLikeThoseOfKubernetes, AreMistakes) {
  for (const auto& [name, value] : Environment{{"DOSSIERS_PORT", "8101"},
                                               {"DOSSIERS_PORT_HTTP", "8101"},
                                               {"DOSSIERS_SERVICE", "a"},
                                               {"DOSSIERS_SERVICE_HOSTS", "a"},
                                               {"DOSSIERS_SERVICE_PORT_", "a"},
                                               {"DOSSIERS_PORT_8101_TCP_NAME", "a"}}) {
    EXPECT_FALSE(read("dossiers", settings(), {"--database=a"}, {{name, value}})) << name;
  }
}

TEST(ASecret, IsLongEnoughOrNamedWithItsFile) {
  const std::string file = testing::TempDir() + "motcua-secret";
  std::ofstream{file} << "0123456789abcdef0123456789abcdef\n";
  EXPECT_EQ(secret_in("lookup_key_file", file, 32), "0123456789abcdef0123456789abcdef");
  std::ofstream{file} << "short\n";
  try {
    secret_in("lookup_key_file", file, 32);
    ADD_FAILURE() << "a short secret was taken";
  } catch (const std::runtime_error& refused) {
    EXPECT_NE(std::string{refused.what()}.find("lookup_key_file: " + file), std::string::npos);
  }
  std::remove(file.c_str());
}

TEST(SecretsOfAFile, StandOnLinesOfTheirOwnAndAreNeverTold) {
  const std::string file = testing::TempDir() + "motcua-secrets";
  const std::string one(32, 'a');
  const std::string two(32, 'b');
  std::ofstream{file} << one << "\n\n  " << two << " \n";
  EXPECT_EQ(secrets_in("identity_key_file", file, 32, 2), (std::vector{one, two}));
  for (const std::string& wrong : {std::string{}, std::string{"\n\n"}, one + "\nshort\n", one + "\n" + one + "\n",
                                   one + "\n" + two + "\n" + std::string(32, 'c') + "\n"}) {
    std::ofstream{file} << wrong;
    try {
      secrets_in("identity_key_file", file, 32, 2);
      ADD_FAILURE() << "taken: " << wrong;
    } catch (const std::runtime_error& refused) {
      const std::string told = refused.what();
      EXPECT_NE(told.find("identity_key_file: " + file), std::string::npos) << told;
      EXPECT_EQ(told.find(one), std::string::npos) << told;
    }
  }
  std::remove(file.c_str());
}

}  // namespace
}  // namespace motcua::config
