#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "auth/auth.hpp"
#include "auth/forged_for_tests.hpp"

namespace motcua::auth {
namespace {

const ForgeKey& ec_key() {
  static const auto key = ForgeKey::p256("ec-1");
  return key;
}
const ForgeKey& rsa_key() {
  static const auto key = ForgeKey::rsa("rsa-1");
  return key;
}
const ForgeKey& stranger() {
  static const auto key = ForgeKey::p256("ec-1");
  return key;
}

class Tokens : public testing::Test {
 protected:
  Tokens() : folder_{std::filesystem::temp_directory_path() / ("motcua-auth-" + std::to_string(getpid()))} {
    std::filesystem::create_directories(folder_);
    offer(jwks(ec_key().jwk() + "," + rsa_key().jwk(R"(,"use":"sig","alg":"RS256")")));
  }
  ~Tokens() override { std::filesystem::remove_all(folder_); }
  Tokens(const Tokens&) = delete;
  Tokens& operator=(const Tokens&) = delete;

  void offer(const std::string& text) const {
    std::ofstream{path() + ".new"} << text;
    std::filesystem::rename(path() + ".new", path());
  }
  std::string path() const { return (folder_ / "jwks.json").string(); }

  Verifier& verifier() {
    if (!verifier_) {
      verifier_ = std::make_unique<Verifier>(
          Settings{.jwks = path(), .issuer = "https://issuer.example", .audience = "motcua"},
          [this] { return core::instant_from(clock_); }, metrics_);
    }
    return *verifier_;
  }
  std::string outcome(const std::string& token) { return outcome_of_header("Bearer " + token); }
  std::string outcome_of_header(const std::string& authorization) {
    const auto result = verifier().verify(authorization);
    return result ? "accepted" : result.error().reason;
  }

  std::filesystem::path folder_;
  std::atomic<std::int64_t> clock_{core::stored(forging_time)};
  metrics::Registry metrics_{"test"};
  std::unique_ptr<Verifier> verifier_;
};

TEST_F(Tokens, OfBothAlgorithmsNameTheActor) {
  for (const auto* key : {&ec_key(), &rsa_key()}) {
    const auto actor = verifier().verify("Bearer " + key->sign(header_of(*key), Claim{}.text()));
    ASSERT_TRUE(actor) << actor.error().reason;
    EXPECT_EQ(actor->issuer, "https://issuer.example");
    EXPECT_EQ(actor->subject, "u1");
    EXPECT_EQ(actor->client, "c1");
    EXPECT_EQ(actor->unit, core::UnitId{"u0307"});
    EXPECT_EQ(actor->roles, (std::set{Role::officer, Role::handler}));
  }
}

TEST_F(Tokens, MayNameSeveralAudiencesAndTheFullMediaType) {
  Claim claim;
  claim.aud = R"(["other","motcua"])";
  EXPECT_EQ(outcome(ec_key().sign(R"({"alg":"ES256","typ":"application/AT+JWT","kid":"ec-1"})", claim.text())),
            "accepted");
}

TEST_F(Tokens, AreCountedByOutcome) {
  outcome(ec_key().sign(header_of(ec_key()), Claim{}.text()));
  outcome_of_header("");
  EXPECT_NE(metrics_.text().find("motcua_auth_tokens_total{outcome=\"accepted\"} 1"), std::string::npos);
  EXPECT_NE(metrics_.text().find("motcua_auth_tokens_total{outcome=\"missing\"} 1"), std::string::npos);
}

TEST_F(Tokens, AreReadFromABearerHeaderOnly) {
  const auto token = ec_key().sign(header_of(ec_key()), Claim{}.text());
  EXPECT_EQ(outcome_of_header("bearer  " + token), "accepted");
  EXPECT_EQ(outcome_of_header(""), "missing");
  EXPECT_EQ(outcome_of_header("Bearer"), "missing");
  EXPECT_EQ(outcome_of_header(token), "missing");
  EXPECT_EQ(outcome_of_header("Basic " + token), "missing");
  EXPECT_EQ(outcome_of_header("Bearer " + token + " x"), "malformed");
}

TEST_F(Tokens, ExpireAndBeginWithTheLeewayAlsoWhenRemembered) {
  Claim claim;
  claim.further += R"(,"nbf":1799999990.5)";
  const auto token = ec_key().sign(header_of(ec_key()), claim.text());
  clock_ = 1'799'999'960'000;
  EXPECT_EQ(outcome(token), "not_yet");
  clock_ = 1'799'999'961'000;
  EXPECT_EQ(outcome(token), "accepted");
  clock_ = 1'800'000'629'999;
  EXPECT_EQ(outcome(token), "accepted");
  clock_ = 1'800'000'630'000;
  EXPECT_EQ(outcome(token), "expired");
}

TEST_F(Tokens, ThatAreForgedAreRefusedEachForItsReason) {
  for (const auto& one : forged(ec_key(), rsa_key())) {
    EXPECT_EQ(outcome_of_header(one.authorization), one.reason) << one.name;
    EXPECT_EQ(outcome_of_header(one.authorization), one.reason) << one.name << ", the second time";
  }
}

TEST_F(Tokens, WithAnyByteAlteredAreRefused) {
  const auto good = ec_key().sign(header_of(ec_key()), Claim{}.text());
  ASSERT_EQ(outcome(good), "accepted");
  for (std::size_t at = 0; at < good.size(); ++at) {
    auto token = good;
    token[at] = token[at] == 'Q' ? 'R' : 'Q';
    if (token != good) {
      EXPECT_NE(outcome(token), "accepted") << at;
    }
  }
}

TEST_F(Tokens, OfANewKeyAreTakenAndOfAWithdrawnKeyRefusedOnceTheFileChanges) {
  const auto next = ForgeKey::p256("ec-next");
  const auto old_token = ec_key().sign(header_of(ec_key()), Claim{}.text());
  const auto new_token = next.sign(header_of(next), Claim{}.text());
  EXPECT_EQ(outcome(old_token), "accepted");
  EXPECT_EQ(outcome(new_token), "unknown_key");

  offer(jwks(ec_key().jwk() + "," + next.jwk()));
  EXPECT_EQ(outcome(new_token), "accepted");
  EXPECT_EQ(outcome(old_token), "accepted");

  offer(jwks(next.jwk()));
  clock_ += 1000;
  EXPECT_EQ(outcome(old_token), "unknown_key") << "although it was remembered";
  EXPECT_EQ(outcome(new_token), "accepted");
}

TEST_F(Tokens, OfOneKidAreRefusedWhenItsKeyIsReplaced) {
  const auto token = ec_key().sign(header_of(ec_key()), Claim{}.text());
  EXPECT_EQ(outcome(token), "accepted");
  offer(jwks(stranger().jwk()));
  clock_ += 1000;
  EXPECT_EQ(outcome(token), "signature");
}

TEST_F(Tokens, StayGoodWhileTheFileIsBrokenOrGone) {
  const auto token = ec_key().sign(header_of(ec_key()), Claim{}.text());
  const auto another = rsa_key().sign(header_of(rsa_key()), Claim{}.text());
  EXPECT_EQ(outcome(token), "accepted");
  offer("{");
  clock_ += 400'000;
  EXPECT_EQ(outcome(token), "accepted");
  std::filesystem::remove(path());
  clock_ += 100'000;
  EXPECT_EQ(outcome(another), "accepted");
}

TEST_F(Tokens, ArePassedOverKeysOfKindsThatWeDoNotTake) {
  const auto small = ForgeKey::rsa("small", 1024);
  const auto cipher = ForgeKey::p256("cipher");
  const auto other_alg = ForgeKey::rsa("pss");
  offer(jwks(R"({"kty":"oct","kid":"oct","k":"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"},{"kty":"EC"},7,)" + small.jwk() + "," +
             cipher.jwk(R"(,"use":"enc")") + "," + other_alg.jwk(R"(,"alg":"PS256")") + "," + ec_key().jwk()));
  for (const auto* key : {&small, &cipher, &other_alg}) {
    EXPECT_EQ(outcome(key->sign(header_of(*key), Claim{}.text())), "unknown_key") << key->kid();
  }
  EXPECT_EQ(
      outcome(sign_hs256(R"({"alg":"HS256","typ":"at+jwt","kid":"oct"})", Claim{}.text(), "secretsecretsecretsecret")),
      "algorithm");
  EXPECT_EQ(outcome(ec_key().sign(header_of(ec_key()), Claim{}.text())), "accepted");
}

TEST_F(Tokens, AreCheckedByManyThreadsWhileKeysChange) {
  std::vector<std::string> tokens;
  for (int i = 0; i < 20; ++i) {
    Claim claim;
    claim.further += ",\"jti\":\"" + std::to_string(i) + "\"";
    tokens.push_back(ec_key().sign(header_of(ec_key()), claim.text()));
  }
  static_cast<void>(verifier());
  std::vector<std::jthread> threads;
  threads.reserve(4);
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 300; ++i) {
        const auto result = verifier_->verify("Bearer " + tokens[static_cast<std::size_t>(i + thread) % tokens.size()]);
        EXPECT_TRUE(result) << result.error().reason;
      }
    });
  }
  for (int i = 0; i < 20; ++i) {
    offer(jwks(ec_key().jwk() + (i % 2 == 0 ? "" : "," + rsa_key().jwk())));
    clock_ += 1000;
  }
}

TEST_F(Tokens, CannotBeCheckedWithoutAFileOfKeys) {
  std::filesystem::remove(path());
  EXPECT_THROW(verifier(), std::runtime_error);
  offer(R"({"keys":[]})");
  EXPECT_THROW(verifier(), std::runtime_error);
}

}  // namespace
}  // namespace motcua::auth
