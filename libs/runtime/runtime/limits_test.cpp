#include "runtime/limits.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace motcua::runtime {
namespace {

class LimitsOfAService : public testing::Test {
 protected:
  static LimitSettings settings() {
    LimitSettings settings{.token = {60, 1}, .address = {60, 4}};
    read_allowances(" role:importer=60/3  client:district-307=60/5 address:10.1.0.0/16=60/40 ", settings);
    return settings;
  }

  int allowed(const auth::Actor& actor, const std::string& address) {
    http::Request request{};
    request.client = address;
    int count = 0;
    while (count < 1000 && !limits_.refuse(request, actor)) ++count;
    return count;
  }
  static auth::Actor actor(const std::string& subject, const std::string& client, auth::Role role) {
    return {.issuer = "i", .subject = subject, .client = client, .unit = core::UnitId{"u"}, .roles = {role}};
  }

  metrics::Registry metrics_{"test"};
  Limits limits_{settings(), [] { return core::instant_from(1'800'000'000'000); }, metrics_};
};

TEST_F(LimitsOfAService, GiveEachSubjectAndEachAddressItsOwn) {
  EXPECT_EQ(allowed(actor("a", "web", auth::Role::officer), "192.0.2.1"), 1);
  EXPECT_EQ(allowed(actor("a", "web", auth::Role::officer), "192.0.2.2"), 0);
  EXPECT_EQ(allowed(actor("b", "web", auth::Role::officer), "192.0.2.1"), 1);
  EXPECT_EQ(allowed(actor("a", "kiosk", auth::Role::officer), "192.0.2.1"), 1);
}

TEST_F(LimitsOfAService, GiveMoreToRolesAndClientsThatTheSettingsName) {
  EXPECT_EQ(allowed(actor("a", "web", auth::Role::importer), "10.1.2.3"), 3);
  EXPECT_EQ(allowed(actor("b", "district-307", auth::Role::importer), "10.1.2.3"), 5);
}

TEST_F(LimitsOfAService, HoldAnAddressWhoeverAsksFromIt) {
  EXPECT_EQ(allowed(actor("a", "district-307", auth::Role::officer), "192.0.2.1"), 4);
  EXPECT_EQ(allowed(actor("b", "web", auth::Role::officer), "192.0.2.1"), 0);
  EXPECT_EQ(allowed(actor("c", "web", auth::Role::officer), "2001:db8::/64"), 1);
}

TEST_F(LimitsOfAService, HoldRoutesThatAskForNoToken) {
  auto routes =
      open_to_all(limits_, {{.method = http::Method::get, .path = "/v1/units", .handler = [](const http::Request&) {
                               return http::json(200, "{}");
                             }}});
  http::Request request{};
  request.client = "192.0.2.7";
  for (int i = 0; i < 4; ++i) EXPECT_EQ(routes.front().handler(request).status, 200);
  EXPECT_EQ(routes.front().handler(request).status, 429);
  request.client = "192.0.2.8";
  EXPECT_EQ(routes.front().handler(request).status, 200);
}

TEST(AnAllowance, AllowsASixthOfAMinuteAtOnceUnlessItSaysMore) {
  LimitSettings settings;
  read_allowances("client:a=60 client:b=3", settings);
  EXPECT_EQ(settings.clients.at("a").burst, 10);
  EXPECT_EQ(settings.clients.at("b").burst, 1);
}

TEST(AnAllowance, ThatCannotBeReadIsNamed) {
  for (const auto* text : {"importer=60", "role:importer", "role:nobody=60", "role:=60", "unit:u1=60", "client:a=0",
                           "client:a=many", "client:a=60/0", "client:a=60/", "address:ten=60"}) {
    LimitSettings settings;
    EXPECT_THROW(read_allowances(text, settings), std::runtime_error) << text;
  }
}

}  // namespace
}  // namespace motcua::runtime
