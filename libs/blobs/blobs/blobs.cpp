#include "blobs/blobs.hpp"

#include <openssl/evp.h>

#include <algorithm>

#include "blobs/stores.hpp"
#include "core/text.hpp"

namespace motcua::blobs {
namespace {

constexpr std::string_view directory_kind = "directory:";
constexpr std::string_view s3_kind = "s3:";

}  // namespace

void check_key(const std::string& key) {
  constexpr std::size_t digits = 64;
  const bool good = key.size() == digits && std::all_of(key.begin(), key.end(), [](char c) {
                      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                    });
  if (!good) throw std::logic_error{"a content's key is 64 lower-case hex digits"};
}

std::vector<config::Setting> settings() {
  using config::Kind;
  return {
      {.name = "papers",
       .kind = Kind::text,
       .description = "where uploaded papers lie: directory:PATH or s3:BUCKET, for all instances the same",
       .otherwise = std::nullopt},
      {.name = "papers_s3_endpoint",
       .kind = Kind::text,
       .description = "address of the S3-compatible store, as https://s3.example.vn; the bucket must exist",
       .otherwise = ""},
      {.name = "papers_s3_region", .kind = Kind::text, .description = "its region", .otherwise = "us-east-1"},
      {.name = "papers_s3_key_id",
       .kind = Kind::text,
       .description = "access key id for that bucket alone",
       .otherwise = ""},
      {.name = "papers_s3_key_file",
       .kind = Kind::text,
       .description = "file with the secret access key that belongs to it",
       .otherwise = ""},
      {.name = "papers_folder",
       .kind = Kind::text,
       .description = "folder on this machine for papers while they come and go; it needs room for the largest paper "
                      "times papers_at_once, and what lies there has no name and is gone with the process",
       .otherwise = "/var/tmp"},
  };
}

Settings settings_from(const config::Values& values) {
  Settings settings{.place = values.text("papers"),
                    .folder = values.text("papers_folder"),
                    .endpoint = values.text("papers_s3_endpoint"),
                    .region = values.text("papers_s3_region"),
                    .key_id = values.text("papers_s3_key_id")};
  if (settings.place.starts_with(s3_kind)) {
    constexpr std::size_t shortest = 8;
    settings.secret = config::secret_in("papers_s3_key_file", values.text("papers_s3_key_file"), shortest);
  }
  return settings;
}

std::unique_ptr<Store> open(const Settings& settings) {
  const std::string_view place = settings.place;
  if (place.starts_with(directory_kind)) return directory(std::string{place.substr(directory_kind.size())});
  if (place.starts_with(s3_kind)) return s3(std::string{place.substr(s3_kind.size())}, settings);
  throw std::runtime_error{"papers must be directory:PATH or s3:BUCKET"};
}

std::string digest_of(const core::File& content) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  bool good = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
  content.read_pieces([&](std::string_view piece) {
    good = good && EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
    return good;
  });
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (!good || EVP_DigestFinal_ex(context.get(), digest, &size) != 1)
    throw std::runtime_error{"no SHA-256 in this OpenSSL"};
  return core::to_hex({reinterpret_cast<const char*>(digest), size});
}

}  // namespace motcua::blobs
