#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "auth/forged_for_tests.hpp"
#include "http/raw_client_for_tests.hpp"
#include "runtime/runtime.hpp"

namespace motcua::runtime {
namespace {

/// A server with one route that needs a token, and the issuer's two keys.
class ForgedTokens : public testing::Test {
 protected:
  ForgedTokens() : folder_{std::filesystem::temp_directory_path() / ("motcua-forged-" + std::to_string(getpid()))} {
    std::filesystem::create_directories(folder_);
    std::ofstream{folder_ / "jwks.json"} << auth::jwks(ec_.jwk() + "," + rsa_.jwk());
    verifier_ = std::make_unique<auth::Verifier>(
        auth::Settings{.jwks = (folder_ / "jwks.json").string(),
                       .issuer = auth::forging_issuer,
                       .audience = auth::forging_audience},
        [] { return auth::forging_time; }, metrics_);
    std::vector<http::Route> routes{
        {.method = http::Method::get,
         .path = "/v1/x",
         .handler = with_actor(*verifier_, limits_, [this](const http::Request&, const auto&) {
           ++let_in_;
           return http::json(200, "{}");
         })}};
    server_ = std::make_unique<http::Server>(http::Settings{.workers = 2}, std::move(routes), metrics_);
    server_->start();
  }
  ~ForgedTokens() override { std::filesystem::remove_all(folder_); }
  ForgedTokens(const ForgedTokens&) = delete;
  ForgedTokens& operator=(const ForgedTokens&) = delete;

  std::string good() const { return "Bearer " + ec_.sign(auth::header_of(ec_), auth::Claim{}.text()); }

  // The same trace each time, since a problem names it; and no Date, which is the clock's.
  http::RawAnswer ask(const std::vector<std::string>& authorizations) const {
    std::string request =
        "GET /v1/x HTTP/1.1\r\nHost: a\r\ntraceparent: 00-0123456789abcdef0123456789abcdef-0123456789abcdef-01\r\n";
    for (const std::string& one : authorizations) request += "Authorization: " + one + "\r\n";
    http::RawClient client{server_->port()};
    auto answer = client.ask(request + "\r\n");
    std::erase_if(answer.headers, [](const auto& field) { return field.first == "date"; });
    return answer;
  }

  const auth::ForgeKey ec_ = auth::ForgeKey::p256("ec-1");
  const auth::ForgeKey rsa_ = auth::ForgeKey::rsa("rsa-1");
  std::filesystem::path folder_;
  metrics::Registry metrics_{"test"};
  Limits limits_{
      {.token = {1'000'000'000, 1000}, .address = {1'000'000'000, 1000}}, [] { return auth::forging_time; }, metrics_};
  std::atomic<int> let_in_{0};
  std::unique_ptr<auth::Verifier> verifier_;
  std::unique_ptr<http::Server> server_;
};

TEST_F(ForgedTokens, AreAllRefusedInTheSameWords) {
  const auto refused = ask({});
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.header("www-authenticate"), "Bearer");
  EXPECT_EQ(http::problem_of(refused), "unauthorized");
  for (const auto& one : auth::forged(ec_, rsa_)) {
    const auto answer = one.authorization.empty() ? ask({}) : ask({one.authorization});
    EXPECT_EQ(answer.status, 401) << one.name;
    EXPECT_EQ(answer.headers, refused.headers) << one.name;
    EXPECT_EQ(answer.body, refused.body) << one.name;
  }
  EXPECT_EQ(let_in_, 0);
  EXPECT_EQ(ask({good()}).status, 200);
}

// RFC 6750 §3.1: a token given in more than one way is no request at all. The framing says so before any is looked at.
TEST_F(ForgedTokens, AreNoBetterBesideAGoodOne) {
  for (const auto& two : {std::vector{good(), good()}, std::vector{good(), std::string{"Bearer x"}},
                          std::vector{std::string{"Bearer x"}, good()}}) {
    EXPECT_EQ(ask(two).status, 400);
  }
  EXPECT_EQ(let_in_, 0);
}

}  // namespace
}  // namespace motcua::runtime
