#include "runtime/settings.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

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

TEST(TheCommonSettings, BoundWhatOneClientMayAsk) {
  const CommonSettings usual{values()};
  EXPECT_EQ(usual.limits.token.per_minute, 1200);
  EXPECT_EQ(usual.limits.address.burst, 1000);
  EXPECT_EQ(usual.limits.roles.size(), 1U);
  EXPECT_EQ(usual.http.connections_of_an_address, 256);
  const CommonSettings told{values({"--requests-per-minute=60", "--request-allowances=client:a=600/100",
                                    "--http-connections-of-an-address=10", "--admin-hosts=ops, admin"})};
  EXPECT_EQ(told.limits.token.per_minute, 60);
  EXPECT_EQ(told.limits.clients.at("a").burst, 100);
  EXPECT_TRUE(told.limits.roles.empty());
  EXPECT_EQ(told.http.connections_of_an_address, 10);
  EXPECT_EQ(told.admin_hosts, (std::vector<std::string>{"ops", "admin"}));
  EXPECT_THROW(CommonSettings{values({"--request-allowances=client"})}, std::runtime_error);
}

}  // namespace
}  // namespace motcua::runtime
