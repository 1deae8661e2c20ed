#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "bus/bus.hpp"

namespace motcua::bus {
namespace {

class SettingsOfKafka : public testing::Test {
 protected:
  SettingsOfKafka() { std::filesystem::create_directory(folder_); }
  ~SettingsOfKafka() override { std::filesystem::remove_all(folder_); }
  SettingsOfKafka(const SettingsOfKafka&) = delete;
  SettingsOfKafka& operator=(const SettingsOfKafka&) = delete;

  std::string file(const char* name, const std::string& text) const {
    std::ofstream{folder_ / name} << text;
    return (folder_ / name).string();
  }
  static Security with(const std::vector<std::string>& arguments) {
    return security_from(config::read("t", security_settings(), arguments, {}).value());
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("motcua-bus-" + std::to_string(getpid()));
};

TEST_F(SettingsOfKafka, TakeThePasswordFromAFile) {
  const auto security =
      with({"--kafka-protocol=sasl_ssl", "--kafka-user=motcua", "--kafka-password-file=" + file("password", "secret\n"),
            "--kafka-ca-file=" + file("ca", "")});
  EXPECT_EQ(security.protocol, "sasl_ssl");
  EXPECT_EQ(security.mechanism, "SCRAM-SHA-512");
  EXPECT_EQ(security.user, "motcua");
  EXPECT_EQ(security.password, "secret");
  EXPECT_EQ(with({}).protocol, "plaintext");
}

TEST_F(SettingsOfKafka, AreRefusedWhenTheyDoNotGoTogether) {
  const auto password = "--kafka-password-file=" + file("password", "secret");
  const std::vector<std::vector<std::string>> wrong{
      {"--kafka-protocol=sasl_plaintext"},
      {"--kafka-protocol=sasl_plaintext", "--kafka-user=motcua"},
      {"--kafka-protocol=sasl_plaintext", password},
      {"--kafka-user=motcua", password},
      {"--kafka-protocol=sasl_plaintext", "--kafka-user=motcua", "--kafka-password-file=/nowhere"},
      {"--kafka-protocol=sasl_plaintext", "--kafka-user=motcua", "--kafka-password-file=" + file("empty", "\n")},
      {"--kafka-protocol=ssl", "--kafka-ca-file=/nowhere"},
      {"--kafka-ca-file=" + file("ca", "")}};
  for (const auto& arguments : wrong) EXPECT_THROW(with(arguments), std::runtime_error) << arguments.front();
}

TEST_F(SettingsOfKafka, ReachTheClient) {
  const Settings plain{.brokers = "127.0.0.1:1", .client_id = "t"};
  for (const auto* mechanism : {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"}) {
    Settings settings = plain;
    settings.security = {.protocol = "sasl_ssl", .mechanism = mechanism, .user = "motcua", .password = "secret"};
    EXPECT_NO_THROW(Producer(settings, [](const Delivery&) {})) << mechanism;
  }
  Settings wrong = plain;
  wrong.security = {.protocol = "ssl", .ca_file = file("ca", "no certificate")};
  EXPECT_THROW(Producer(wrong, [](const Delivery&) {}), std::runtime_error);
}

}  // namespace
}  // namespace motcua::bus
