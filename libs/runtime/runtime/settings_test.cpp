#include "runtime/settings.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

namespace motcua::runtime {
namespace {

config::Values values(std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{"--database=sqlite:/x.db", "--catalogue=/c", "--jwks=/j", "--issuer=i"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Defaults defaults{
      .service = "kiosks", .http_port = 8199, .http_workers = 3, .admin_port = 9199, .database_connections = 5};
  auto read = config::read("kiosks", common_settings(defaults), arguments, {});
  if (!read) throw std::runtime_error{read.error().front()};
  return std::move(read).value();
}

TEST(TheCommonSettings, AreAServicesOwnUnlessToldOtherwise) {
  const CommonSettings told{values()};
  EXPECT_EQ(told.http.port, 8199);
  EXPECT_EQ(told.http.workers, 3);
  EXPECT_EQ(told.admin.port, 9199);
  EXPECT_EQ(told.database.connections, 5);
  EXPECT_EQ(told.instance, "kiosks-1");
  EXPECT_EQ(told.kafka.client_id, "kiosks-1");
  EXPECT_TRUE(told.http.trusted_proxies.empty());
}

TEST(TheCommonSettings, TakeProxiesWithCommasBetween) {
  const CommonSettings told{values({"--trusted-proxies=10.0.0.1, 10.1.0.0/16,"})};
  EXPECT_EQ(told.http.trusted_proxies, (std::vector<std::string>{"10.0.0.1", "10.1.0.0/16"}));
}

TEST(ASecret, IsLongEnoughOrNamedWithItsFile) {
  const std::string file = testing::TempDir() + "motcua-secret";
  std::ofstream{file} << "0123456789abcdef0123456789abcdef\n";
  EXPECT_EQ(secret_from("lookup_key_file", file), "0123456789abcdef0123456789abcdef");
  std::ofstream{file} << "short\n";
  try {
    secret_from("lookup_key_file", file);
    ADD_FAILURE() << "a short secret was taken";
  } catch (const std::runtime_error& refused) {
    EXPECT_NE(std::string{refused.what()}.find("lookup_key_file: " + file), std::string::npos);
  }
  std::remove(file.c_str());
}

}  // namespace
}  // namespace motcua::runtime
