#include "store/digest.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <array>
#include <memory>
#include <new>
#include <stdexcept>

#include "core/random.hpp"
#include "core/text.hpp"
#include "store/deflate.hpp"

namespace motcua::store {
namespace {

constexpr std::size_t digest_size = 32;
constexpr std::size_t salt_size = 16;
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
// The first byte of what is sealed says how; another way of sealing takes another number.
constexpr char sealed_as_it_is = 1;  // until 2026-12; such answers are kept for answers_kept_days
constexpr char sealed_deflated = 2;  // and the byte itself is sealed with it

using Key = std::array<unsigned char, 32>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// What OpenSSL is given here is right: only want of memory makes it fail, which it does not always say itself.
class Failed : public std::bad_alloc {
 public:
  explicit Failed(const char* what) : what_{what} {}
  const char* what() const noexcept override { return what_; }

 private:
  const char* what_;
};

void must(bool succeeded, const char* what) {
  if (!succeeded) throw Failed{what};
}

template <class Thing>
Thing* must_have(Thing* thing, const char* what) {
  must(thing != nullptr, what);
  return thing;
}

struct Free {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
  void operator()(EVP_CIPHER* cipher) const { EVP_CIPHER_free(cipher); }
  void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
  void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
  void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
};

// OpenSSL looks an algorithm up by its name, under locks, at every use; these are looked up once. What was not found is
// looked for again.

const EVP_MD* sha256() {
  static const std::unique_ptr<EVP_MD, Free> digest{
      must_have(EVP_MD_fetch(nullptr, "SHA256", nullptr), "OpenSSL failed: SHA-256")};
  return digest.get();
}

const EVP_CIPHER* aes_256_gcm() {
  static const std::unique_ptr<EVP_CIPHER, Free> cipher{
      must_have(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr), "OpenSSL failed: AES-256-GCM")};
  return cipher.get();
}

EVP_KDF* hkdf() {
  static const std::unique_ptr<EVP_KDF, Free> kdf{
      must_have(EVP_KDF_fetch(nullptr, "HKDF", nullptr), "OpenSSL failed: HKDF")};
  return kdf.get();
}

Key derived(std::string_view secret, std::string_view salt) {
  const std::unique_ptr<EVP_KDF_CTX, Free> context{must_have(EVP_KDF_CTX_new(hkdf()), "OpenSSL failed: HKDF")};
  std::string digest = "SHA256";
  std::string info = "motcua seal";
  std::string key_material{secret};
  std::string salt_bytes{salt};
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key_material.data(), key_material.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt_bytes.data(), salt_bytes.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()), OSSL_PARAM_construct_end()};
  Key key{};
  must(EVP_KDF_derive(context.get(), key.data(), key.size(), parameters) == 1, "OpenSSL failed: HKDF");
  return key;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  std::string digest(digest_size, '\0');
  must(EVP_Digest(bytes.data(), bytes.size(), bytes_of(digest), nullptr, sha256(), nullptr) == 1,
       "OpenSSL failed: SHA-256");
  return core::to_hex(digest);
}

std::string hmac_sha256_hex(std::string_view key, std::string_view bytes) {
  std::string digest(digest_size, '\0');
  unsigned length = 0;
  must(HMAC(sha256(), key.data(), static_cast<int>(key.size()), bytes_of(bytes), bytes.size(), bytes_of(digest),
            &length) != nullptr,
       "OpenSSL failed: HMAC");
  return core::to_hex(digest);
}

std::string seal(std::string_view secret, std::string_view text) {
  const std::string plain = deflated(text);
  const std::string salt = core::random_bytes(salt_size);
  const std::string nonce = core::random_bytes(nonce_size);
  const Key key = derived(secret, salt);
  const std::unique_ptr<EVP_CIPHER_CTX, Free> context{must_have(EVP_CIPHER_CTX_new(), "OpenSSL failed: AES-256-GCM")};
  std::string hidden(plain.size(), '\0');
  std::string tag(tag_size, '\0');
  int length = 0;
  must(
      EVP_EncryptInit_ex(context.get(), aes_256_gcm(), nullptr, key.data(), bytes_of(std::string_view{nonce})) == 1 &&
          EVP_EncryptUpdate(context.get(), nullptr, &length, bytes_of(std::string_view{&sealed_deflated, 1}), 1) == 1 &&
          EVP_EncryptUpdate(context.get(), bytes_of(hidden), &length, bytes_of(plain),
                            static_cast<int>(plain.size())) == 1 &&
          EVP_EncryptFinal_ex(context.get(), nullptr, &length) == 1 &&
          EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag_size), tag.data()) == 1,
      "OpenSSL failed: AES-256-GCM");
  return core::base64url(std::string(1, sealed_deflated) + salt + nonce + hidden + tag);
}

std::string unseal(std::string_view secret, std::string_view sealed) {
  const auto bytes = core::from_base64url(sealed);
  if (!bytes || bytes->size() < 1 + salt_size + nonce_size + tag_size ||
      (bytes->front() != sealed_as_it_is && bytes->front() != sealed_deflated)) {
    throw std::runtime_error("not something that was sealed here");
  }
  const bool is_deflated = bytes->front() == sealed_deflated;
  const std::string_view all{*bytes};
  const auto nonce = all.substr(1 + salt_size, nonce_size);
  const auto hidden = all.substr(1 + salt_size + nonce_size, all.size() - 1 - salt_size - nonce_size - tag_size);
  std::string tag{all.substr(all.size() - tag_size)};
  const Key key = derived(secret, all.substr(1, salt_size));
  const std::unique_ptr<EVP_CIPHER_CTX, Free> context{must_have(EVP_CIPHER_CTX_new(), "OpenSSL failed: AES-256-GCM")};
  std::string plain(hidden.size(), '\0');
  int length = 0;
  must(EVP_DecryptInit_ex(context.get(), aes_256_gcm(), nullptr, key.data(), bytes_of(nonce)) == 1 &&
           (!is_deflated || EVP_DecryptUpdate(context.get(), nullptr, &length, bytes_of(all), 1) == 1) &&
           EVP_DecryptUpdate(context.get(), bytes_of(plain), &length, bytes_of(hidden),
                             static_cast<int>(hidden.size())) == 1 &&
           EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tag_size), tag.data()) == 1,
       "OpenSSL failed: AES-256-GCM");
  if (EVP_DecryptFinal_ex(context.get(), nullptr, &length) != 1) {
    throw std::runtime_error("sealed with another secret, or changed since");
  }
  return is_deflated ? inflated(plain) : plain;
}

}  // namespace motcua::store
