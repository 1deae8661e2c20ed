#include "dossiers/http/catalogue_routes.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "http/json.hpp"

namespace motcua::dossiers {
namespace {

using nlohmann::json;

json procedure_on(const std::string& code, const std::string& day) {
  const catalogue::Source source{CATALOGUE_FOLDER};
  const auto routes = catalogue_routes(source, [] { return core::Instant{}; });
  const http::Response answer = routes.front().handler({.path = "/v1/procedures", .query = {{"on", day}}});
  EXPECT_EQ(answer.status, 200) << answer.body;
  const json items = http::read_json(answer.body)["items"];
  for (const json& one : items) {
    if (one["code"] == code) return one;
  }
  ADD_FAILURE() << code << " is not in force on " << day;
  return {};
}

TEST(ALinkedProcedure, IsAnsweredWithItsSteps) {
  const json steps = procedure_on("1.004227.H24", "2021-04-19")["steps"];
  ASSERT_EQ(steps.size(), 4U);
  const json& tax = steps[2];
  EXPECT_EQ(tax["code"], "tax");
  EXPECT_EQ(tax["agency"], (json{{"code", "tax"}, {"name", "Chi cục Thuế"}}));
  EXPECT_EQ(tax["limit"], 5);
  EXPECT_EQ(tax["mode"], "DAY");
  EXPECT_EQ(tax["counted"], false);
  EXPECT_EQ(tax["knowledge"], "memory");
  EXPECT_FALSE(tax["source"].get<std::string>().empty());
}

TEST(AProcedureOfOneAgency, IsAnsweredWithoutSteps) {
  EXPECT_EQ(procedure_on("1.004227.H24", "2020-12-31")["steps"], json::array());
  EXPECT_EQ(procedure_on("1.001193.H24", "2021-04-19")["steps"], json::array());
}

}  // namespace
}  // namespace motcua::dossiers
