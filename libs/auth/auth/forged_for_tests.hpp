#pragma once

#include <string>
#include <vector>

#include "auth/forge_for_tests.hpp"
#include "core/time.hpp"

namespace motcua::auth {

/// The moment at which the claims below are good, and what the verifier must be set to for them.
inline const core::Instant forging_time = core::instant_from(1'800'000'000'000);
inline const std::string forging_issuer = "https://issuer.example";
inline const std::string forging_audience = "motcua";

/// A header as an issuer of ours would write it for this key, with these further members.
std::string header_of(const ForgeKey& key, const std::string& further = "");

/// Claims that are good as they stand; each member is JSON text.
struct Claim {
  std::string iss = R"("https://issuer.example")";
  std::string aud = R"("motcua")";
  std::string exp = "1800000600";
  std::string further =
      R"(,"sub":"u1","client_id":"c1","unit":"u0307","roles":["officer","handler","of another system"])";
  std::string text() const { return R"({"iss":)" + iss + R"(,"aud":)" + aud + R"(,"exp":)" + exp + further + "}"; }
};

struct Forged {
  const char* name;
  std::string authorization;  ///< the header's value
  const char* reason;         ///< the word of Rejected
};

/// Every way to come in without a token of the issuer's, whose keys are these two.
std::vector<Forged> forged(const ForgeKey& ec, const ForgeKey& rsa);

}  // namespace motcua::auth
