#include "http/routes.hpp"

#include <gtest/gtest.h>

namespace motcua::http {
namespace {

Route route(Method method, const char* path, std::size_t limit = 10) {
  return {.method = method, .path = path, .handler = [](const Request&) { return Response{}; }, .body_limit = limit};
}

const Routes& routes() {
  static const Routes table{{route(Method::get, "/v1/dossiers/{id}"), route(Method::post, "/v1/dossiers/import", 99),
                             route(Method::get, "/v1/dossiers"), route(Method::post, "/v1/dossiers"),
                             route(Method::post, "/v1/dossiers/{id}/{command}"),
                             route(Method::get, "/v1/dossiers/{id}/history"), route(Method::get, "/")}};
  return table;
}

TEST(ARoute, IsFoundByMethodAndSegments) {
  const auto found = routes().find(Method::get, {"v1", "dossiers", "a/b"});
  ASSERT_NE(found.route, nullptr);
  EXPECT_EQ(*found.path, "/v1/dossiers/{id}");
  EXPECT_EQ(found.parameters.at("id"), "a/b");
  EXPECT_EQ(*routes().find(Method::get, {""}).path, "/");
}

TEST(ARoute, WithAFixedSegmentWinsOverAParameter) {
  EXPECT_EQ(*routes().find(Method::post, {"v1", "dossiers", "import"}).path, "/v1/dossiers/import");
  EXPECT_EQ(*routes().find(Method::get, {"v1", "dossiers", "7", "history"}).path, "/v1/dossiers/{id}/history");
  EXPECT_EQ(routes().find(Method::post, {"v1", "dossiers", "7", "accept"}).parameters.at("command"), "accept");
}

TEST(ARoute, OfGetServesHead) { EXPECT_NE(routes().find(Method::head, {"v1", "dossiers"}).route, nullptr); }

TEST(AKnownPath, NamesWhatIsAllowed) {
  const auto found = routes().find(Method::put, {"v1", "dossiers"});
  EXPECT_EQ(found.route, nullptr);
  ASSERT_NE(found.allow, nullptr);
  EXPECT_EQ(*found.allow, "GET, HEAD, POST, OPTIONS");
}

TEST(AnUnknownPath, HasNothing) {
  EXPECT_EQ(routes().find(Method::get, {"v1"}).allow, nullptr);
  EXPECT_EQ(routes().find(Method::get, {"v1", "dossiers", ""}).allow, nullptr) << "a parameter is never empty";
  EXPECT_EQ(routes().find(Method::get, {"v1", "Dossiers"}).allow, nullptr);
}

TEST(ARouteTable, KnowsItsLargestBody) { EXPECT_EQ(routes().largest_body(), 99U); }

TEST(ARouteTable, RefusesTheSameRouteTwice) {
  EXPECT_THROW(Routes({route(Method::get, "/a"), route(Method::get, "/a")}), std::logic_error);
  EXPECT_THROW(Routes({route(Method::get, "a")}), std::logic_error);
}

}  // namespace
}  // namespace motcua::http
