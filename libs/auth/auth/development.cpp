#include <cjose/cjose.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "auth/auth.hpp"
#include "core/random.hpp"

namespace motcua::auth {
namespace {

using nlohmann::json;

struct Release {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
  void operator()(cjose_jws_t* signed_text) const { cjose_jws_release(signed_text); }
  void operator()(cjose_header_t* header) const { cjose_header_release(header); }
  void operator()(char* text) const { std::free(text); }
};
template <class Thing>
using Owned = std::unique_ptr<Thing, Release>;

std::runtime_error failure(const std::string& what, const cjose_err& error) {
  return std::runtime_error{"the development key: " + what + ": " +
                            (error.message == nullptr ? "unknown" : error.message)};
}

Owned<cjose_jwk_t> import(const std::string& jwk) {
  cjose_err error{};
  Owned<cjose_jwk_t> key{cjose_jwk_import(jwk.data(), jwk.size(), &error)};
  if (!key) throw failure("it cannot be read; remove development-key.json and a new one will be made", error);
  return key;
}

json public_or_private(const cjose_jwk_t* key, bool with_private) {
  cjose_err error{};
  const Owned<char> text{cjose_jwk_to_json(key, with_private, &error)};
  if (!text) throw failure("it cannot be written", error);
  auto jwk = json::parse(text.get());
  jwk["alg"] = "ES256";
  jwk["use"] = "sig";
  return jwk;
}

std::string new_private_jwk() {
  cjose_err error{};
  const Owned<cjose_jwk_t> key{cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &error)};
  if (!key) throw failure("none can be made", error);
  const auto kid = "development-" + core::random_text(8, "abcdefghijkmnpqrstuvwxyz23456789");
  if (!cjose_jwk_set_kid(key.get(), kid.data(), kid.size(), &error)) throw failure("none can be made", error);
  return public_or_private(key.get(), true).dump(2) + "\n";
}

std::string read_file(const std::string& path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// The whole file or none of it, in a file beside; the caller gives it its name.
std::string write_beside(const std::string& path, const std::string& text, mode_t mode) {
  auto beside = path + "." + core::random_text(8, "abcdefghijklmnopqrstuvwxyz");
  const int file = open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  const bool written = file >= 0 && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool closed = file >= 0 && close(file) == 0;
  if (!written || !closed) throw std::runtime_error{"cannot write " + beside + ": " + std::strerror(errno)};
  return beside;
}

}  // namespace

DevelopmentIssuer DevelopmentIssuer::in(const std::string& folder) {
  std::filesystem::create_directories(folder);
  const auto key_path = folder + "/development-key.json";
  if (!std::filesystem::exists(key_path)) {
    // Two programs may start at once: link() lets only the first one's key be the key.
    const auto made = write_beside(key_path, new_private_jwk(), 0600);
    const bool first = link(made.c_str(), key_path.c_str()) == 0 || errno == EEXIST;
    std::filesystem::remove(made);
    if (!first) throw std::runtime_error{"cannot write " + key_path + ": " + std::strerror(errno)};
  }
  DevelopmentIssuer issuer{read_file(key_path)};
  const auto jwks_path = folder + "/jwks.json";
  const auto jwks = issuer.jwks();
  if (read_file(jwks_path) != jwks) std::filesystem::rename(write_beside(jwks_path, jwks, 0644), jwks_path);
  return issuer;
}

std::string DevelopmentIssuer::token(const Actor& actor, std::string_view audience, core::Instant now,
                                     std::chrono::seconds lifetime) const {
  const auto key = import(private_jwk_);
  cjose_err error{};
  const Owned<cjose_header_t> header{cjose_header_new(&error)};
  if (!header || !cjose_header_set(header.get(), "alg", "ES256", &error) ||
      !cjose_header_set(header.get(), "typ", "at+jwt", &error) ||
      !cjose_header_set(header.get(), "kid", cjose_jwk_get_kid(key.get(), &error), &error)) {
    throw failure("no header can be made", error);
  }
  auto roles = json::array();
  for (const auto role : actor.roles) roles.push_back(name_of(role));
  const auto issued = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch();
  const auto claims = json{{"iss", actor.issuer},     {"sub", actor.subject},     {"client_id", actor.client},
                           {"aud", audience},         {"iat", issued.count()},    {"exp", (issued + lifetime).count()},
                           {"jti", core::uuid7(now)}, {"unit", actor.unit.str()}, {"roles", roles}}
                          .dump();
  const Owned<cjose_jws_t> jws{cjose_jws_sign(
      key.get(), header.get(), reinterpret_cast<const std::uint8_t*>(claims.data()), claims.size(), &error)};
  const char* compact = nullptr;
  if (!jws || !cjose_jws_export(jws.get(), &compact, &error)) throw failure("it does not sign", error);
  return compact;
}

std::string DevelopmentIssuer::jwks() const {
  const auto key = import(private_jwk_);
  return json{{"keys", json::array({public_or_private(key.get(), false)})}}.dump(2) + "\n";
}

}  // namespace motcua::auth
