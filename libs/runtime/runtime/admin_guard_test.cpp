#include "runtime/admin_guard.hpp"

#include <gtest/gtest.h>

namespace motcua::runtime {
namespace {

int status(const std::string& host, bool changes = false, const std::string& command = {}) {
  const auto handler =
      guarded_admin([](const http::Request&) { return http::json(200, "{}"); }, changes, {"reporting-admin"});
  http::Request request{.method = changes ? http::Method::post : http::Method::get, .path = "/x"};
  if (!host.empty()) request.headers.emplace_back("host", host);
  if (!command.empty()) request.headers.emplace_back("motcua-command", command);
  return handler(request).status;
}

TEST(TheAdminPort, AnswersToAddressesAndNamesOfOurs) {
  for (const char* host : {"127.0.0.1", "127.0.0.1:9104", "10.1.2.3:9104", "[::1]:9104", "[fd00::1]", "localhost:9104",
                           "LOCALHOST", "reporting-admin:9104"})
    EXPECT_EQ(status(host), 200) << host;
}

TEST(TheAdminPort, AnswersToNoNameThatSomebodyLetsPointHere) {
  for (const char* host : {"", "attacker.example", "attacker.example:9104", "127.0.0.1.attacker.example", "localhost.",
                           "[attacker.example]", "reporting-admin.attacker.example", "["})
    EXPECT_EQ(status(host), 403) << host;
}

TEST(TheAdminPort, TakesNoCommandThatAFormCouldSend) {
  EXPECT_EQ(status("127.0.0.1", true), 403);
  EXPECT_EQ(status("127.0.0.1", true, "0"), 403);
  EXPECT_EQ(status("attacker.example", true, "1"), 403);
  EXPECT_EQ(status("127.0.0.1", true, "1"), 200);
}

}  // namespace
}  // namespace motcua::runtime
