#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "runtime/runtime.hpp"

namespace motcua::runtime {
namespace {

class AHandlerWithAnActor : public testing::Test {
 protected:
  AHandlerWithAnActor()
      : folder_{(std::filesystem::temp_directory_path() / ("motcua-runtime-" + std::to_string(getpid()))).string()},
        issuer_{auth::DevelopmentIssuer::in(folder_)} {}
  ~AHandlerWithAnActor() override { std::filesystem::remove_all(folder_); }
  AHandlerWithAnActor(const AHandlerWithAnActor&) = delete;
  AHandlerWithAnActor& operator=(const AHandlerWithAnActor&) = delete;

  http::Response ask(const std::string& authorization) {
    http::Request request{.method = http::Method::get, .path = "/v1/x"};
    request.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    if (!authorization.empty()) request.headers.emplace_back("authorization", authorization);
    return handler_(request);
  }
  std::string token(const std::string& audience, auth::Role role = auth::Role::officer) const {
    return issuer_.token({.issuer = "https://dev.motcua.local",
                          .subject = "u1",
                          .client = "c1",
                          .unit = core::UnitId{"u0006"},
                          .roles = {role}},
                         audience, now_, std::chrono::hours{1});
  }

  std::string folder_;
  auth::DevelopmentIssuer issuer_;
  const core::Instant now_ = core::instant_from(1'800'000'000'000);
  metrics::Registry metrics_{"test"};
  auth::Verifier verifier_{{.jwks = folder_ + "/jwks.json", .issuer = "https://dev.motcua.local", .audience = "motcua"},
                           [this] { return now_; },
                           metrics_};
  Limits limits_{{.token = {60, 3}, .address = {60, 6}}, [this] { return now_; }, metrics_};
  http::Handler handler_ = with_actor(verifier_, limits_, [](const http::Request&, const auth::Actor& actor) {
    return http::json(200, "\"" + actor.subject + "\"");
  });
};

TEST_F(AHandlerWithAnActor, IsToldWhoAsks) {
  const auto answer = ask("Bearer " + token("motcua"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "\"u1\"");
}

TEST_F(AHandlerWithAnActor, IsTriedAgainWhileThereAreNoKeys) {
  auth::Verifier keyless{
      {.jwks = "http://127.0.0.1:1/jwks", .issuer = "https://dev.motcua.local", .audience = "motcua"},
      [this] { return now_; },
      metrics_};
  const auto handler =
      with_actor(keyless, limits_, [](const http::Request&, const auth::Actor&) { return http::json(200, "{}"); });
  http::Request request{.method = http::Method::get, .path = "/v1/x"};
  EXPECT_EQ(handler(request).status, 401);
  request.headers.emplace_back("authorization", "Bearer " + token("motcua"));
  const auto answer = handler(request);
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.body.find("keys-unavailable"), std::string::npos);
  EXPECT_NE(
      std::find(answer.headers.begin(), answer.headers.end(), std::pair<std::string, std::string>{"Retry-After", "10"}),
      answer.headers.end());
}

TEST_F(AHandlerWithAnActor, MayBeKnownBeforeTheBodyIs) {
  const auto admit = admit_actor(verifier_, limits_,
                                 [](const http::Request&, const auth::Actor& actor) -> std::optional<http::Problem> {
                                   if (actor.has(auth::Role::importer)) return std::nullopt;
                                   return http::Problem{403, "forbidden", {}};
                                 });
  http::Request request{.method = http::Method::post, .path = "/v1/x"};
  EXPECT_EQ(admit(request)->status, 401);
  request.headers.emplace_back("authorization", "Bearer " + token("motcua"));
  EXPECT_EQ(admit(request)->status, 403);
  request.headers.back().second = "Bearer " + token("motcua", auth::Role::importer);
  EXPECT_FALSE(admit(request));
}

TEST_F(AHandlerWithAnActor, IsNotAskedMoreThanATokenMay) {
  const auto one = "Bearer " + token("motcua");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask(one).status, 200);
  const auto refused = ask(one);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.content_type, "application/problem+json");
  EXPECT_NE(std::find(refused.headers.begin(), refused.headers.end(),
                      std::pair<std::string, std::string>{"Retry-After", "1"}),
            refused.headers.end());
  EXPECT_NE(metrics_.text().find(R"(motcua_limited_total{limit="token"} 1)"), std::string::npos);
}

TEST_F(AHandlerWithAnActor, IsNotAskedForAnAddressThatAsksTooMuch) {
  for (int i = 0; i < 6; ++i) EXPECT_EQ(ask("Bearer forged").status, 401);
  EXPECT_EQ(ask("Bearer forged").status, 429);
  EXPECT_EQ(ask("Bearer " + token("motcua")).status, 429);
  EXPECT_NE(metrics_.text().find(R"(motcua_limited_total{limit="address"} 2)"), std::string::npos);
  EXPECT_NE(metrics_.text().find(R"(motcua_auth_tokens_total{outcome="malformed"} 6)"), std::string::npos);
}

TEST_F(AHandlerWithAnActor, TakesNothingFromTheAddressForATokenThatIsRefused) {
  const auto one = "Bearer " + token("motcua");
  for (int i = 0; i < 100; ++i) ask(one);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask("").status, 401);
  EXPECT_EQ(ask("").status, 429);
}

TEST_F(AHandlerWithAnActor, IsNotWaitedForByABodyThatMayNotCome) {
  const auto admit =
      admit_actor(verifier_, limits_, [](const http::Request&, const auth::Actor&) { return std::nullopt; });
  http::Request request{.method = http::Method::post, .path = "/v1/x"};
  request.headers.emplace_back("authorization", "Bearer " + token("motcua"));
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(admit(request));  // the handler takes, and is asked next
  for (int i = 0; i < 3; ++i) EXPECT_EQ(handler_(request).status, 200);
  EXPECT_EQ(admit(request)->status, 429);
}

TEST_F(AHandlerWithAnActor, SaysTheSameToEverybodyElse) {
  const auto first = ask("");
  EXPECT_EQ(first.status, 401);
  EXPECT_EQ(first.content_type.rfind("application/problem+json", 0), 0U);
  EXPECT_NE(std::find(first.headers.begin(), first.headers.end(),
                      std::pair<std::string, std::string>{"WWW-Authenticate", "Bearer"}),
            first.headers.end());
  for (const auto& other : {std::string{"Basic x"}, std::string{"Bearer x"}, "Bearer " + token("another")}) {
    const auto answer = ask(other);
    EXPECT_EQ(answer.status, first.status);
    EXPECT_EQ(answer.body, first.body);
    EXPECT_EQ(answer.headers, first.headers);
  }
}

}  // namespace
}  // namespace motcua::runtime
