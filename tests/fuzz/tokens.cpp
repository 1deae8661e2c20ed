#include <cmath>

#include "auth/claims.hpp"
#include "auth/keys.hpp"
#include "core/text.hpp"
#include "targets.hpp"

namespace motcua::fuzz {
namespace {

// The example of RFC 7517 A.1; nobody here has its private half.
const char* const published =
    R"({"keys":[{"kty":"EC","crv":"P-256","kid":"1","use":"sig",
  "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]})";

const auth::Keys& keys() {
  static const auth::Keys known{published};
  return known;
}

void check_name(const std::string& name) {
  must(!name.empty() && name.size() <= 255 && core::is_utf8(name) && !core::has_control_characters(name),
       "a name that was not checked");
}

void check_claims(std::string_view text) {
  const auto claims = auth::read_claims(text, "issuer", "motcua");
  if (!claims) return;
  check_name(claims->actor.subject);
  check_name(claims->actor.client);
  check_name(claims->actor.unit.str());
  must(core::stored(claims->expires) >= 0 && core::stored(claims->not_before) >= 0, "a moment before time");
}

}  // namespace

void tokens(std::string_view bytes) {
  const auto line = bytes.find('\n');
  const std::string_view head = bytes.substr(0, line);
  const std::string_view body = line == std::string_view::npos ? std::string_view{} : bytes.substr(line + 1);
  check_claims(body);
  auto header = auth::read_header(head);
  if (!header)
    header = auth::Header{.algorithm = "ES256", .key = "1"};
  else
    check_name(header->key);
  // The same texts as a token: whatever the signature says, it is not the
  // key's.
  const std::string token = core::base64url(head) + "." + core::base64url(body) + ".";
  must(keys().fault(*header, token + core::base64url(std::string(64, 'a'))) != nullptr, "a forged token is good");
  must(keys().fault(*header, bytes) != nullptr, "a text that is no token is good");
}

}  // namespace motcua::fuzz
