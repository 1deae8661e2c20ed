#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "auth/auth.hpp"

namespace motcua::auth {
namespace {

class DevelopmentTokens : public testing::Test {
 protected:
  DevelopmentTokens()
      : folder_{(std::filesystem::temp_directory_path() / ("motcua-keys-" + std::to_string(getpid()))).string()} {
    std::filesystem::remove_all(folder_);
  }
  ~DevelopmentTokens() override { std::filesystem::remove_all(folder_); }
  DevelopmentTokens(const DevelopmentTokens&) = delete;
  DevelopmentTokens& operator=(const DevelopmentTokens&) = delete;

  std::string folder_;
  const core::Instant now_ = core::instant_from(1'800'000'000'123);
  const Actor actor_{.issuer = "https://dev.motcua.local",
                     .subject = "dev-officer-307",
                     .client = "dev-officer",
                     .unit = core::UnitId{"u0307"},
                     .roles = {Role::officer, Role::city_reader}};
};

TEST_F(DevelopmentTokens, AreTakenByTheVerifierUntilTheyExpire) {
  const auto token = DevelopmentIssuer::in(folder_).token(actor_, "motcua", now_, std::chrono::hours{12});
  metrics::Registry metrics{"test"};
  auto clock = now_;
  Verifier verifier{{.jwks = folder_ + "/jwks.json", .issuer = "https://dev.motcua.local", .audience = "motcua"},
                    [&] { return clock; },
                    metrics};

  const auto actor = verifier.verify("Bearer " + token);
  ASSERT_TRUE(actor) << actor.error().reason;
  EXPECT_EQ(actor->subject, actor_.subject);
  EXPECT_EQ(actor->client, actor_.client);
  EXPECT_EQ(actor->unit, actor_.unit);
  EXPECT_EQ(actor->roles, actor_.roles);
  clock += std::chrono::hours{13};
  EXPECT_FALSE(verifier.verify("Bearer " + token));
}

TEST_F(DevelopmentTokens, ComeFromOneKeyHoweverManyProgramsStartAtOnce) {
  std::vector<std::string> seen(4);
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (auto& jwks : seen) threads.emplace_back([&] { jwks = DevelopmentIssuer::in(folder_).jwks(); });
  }
  for (const auto& jwks : seen) EXPECT_EQ(jwks, seen.front());
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& file : std::filesystem::directory_iterator{folder_}) ++files;
  EXPECT_EQ(files, 2U) << "nothing else is left behind";
}

TEST_F(DevelopmentTokens, KeepThePrivateHalfToThemselves) {
  const auto jwks = DevelopmentIssuer::in(folder_).jwks();
  EXPECT_EQ(jwks.find("\"d\""), std::string::npos);
  struct stat found {};
  ASSERT_EQ(stat((folder_ + "/development-key.json").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  std::ifstream file{folder_ + "/jwks.json"};
  EXPECT_EQ((std::string{std::istreambuf_iterator<char>{file}, {}}), jwks);
}

}  // namespace
}  // namespace motcua::auth
