#include "runtime/admin.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace motcua::runtime {
namespace {

TEST(Readiness, LastsFromTheOpeningOfTheRestPortToTheStop) {
  std::atomic<Phase> phase{Phase::starting};
  bool connected = true;
  metrics::Registry metrics{"test"};
  const auto routes = admin_routes({{"database", [&] { return connected; }}}, {}, {}, phase, metrics);
  const auto answer = [&] {
    const auto ready = std::ranges::find(routes, "/readyz", &http::Route::path);
    return ready->handler({.method = http::Method::get, .path = "/readyz", .headers = {{"host", "127.0.0.1"}}});
  };
  EXPECT_EQ(answer().status, 503);
  EXPECT_EQ(answer().body, "not ready: starting\n");
  phase = Phase::serving;
  EXPECT_EQ(answer().status, 200);
  connected = false;
  EXPECT_EQ(answer().body, "not ready: database\n");
  connected = true;
  phase = Phase::stopping;
  EXPECT_EQ(answer().status, 503);
  EXPECT_EQ(answer().body, "not ready: stopping\n");
}

}  // namespace
}  // namespace motcua::runtime
