#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::dossiers {

/// An identity number as people are found by it: without blanks, dots, hyphens and slashes, letters as capitals.
/// Nothing for what is none: digits alone are 9 (chứng minh nhân dân), 10 or 13 (mã số thuế of an enterprise, of its
/// branch) or 12 (số định danh cá nhân); with letters, as in passports and in numbers of household businesses, they are
/// 6 to 20 characters, at most 6 of them letters of A to Z.
std::optional<std::string> normalised_identity(std::string_view number);

/// HMAC-SHA-256 of a normalised identity number, and under which key.
struct IdentityHash {
  std::string key_id;  ///< 12 hex digits
  std::string hash;    ///< 64 hex digits
  bool operator==(const IdentityHash&) const = default;
};

/// The secrets that key the hashes of identity numbers. The first is the current one, under which new hashes are made;
/// whoever was hashed under another is found under that. A key's id is derived from it, so it cannot be mistyped and
/// one id never means two keys. Immutable.
class IdentityKeys {
 public:
  /// None: nobody is hashed, and nobody can be searched for.
  explicit IdentityKeys(std::vector<std::string> secrets = {});

  bool empty() const { return keys_.empty(); }
  /// The current key's first.
  std::vector<std::string> ids() const;
  /// Of a number as it was written, under the current key; nothing without a key or for what is no identity number.
  std::optional<IdentityHash> hash_of(const std::optional<std::string>& number) const;
  /// Under every key, the current one's first.
  std::vector<IdentityHash> hashes_of(const std::string& normalised) const;
  /// Of any text, under every key, each in a sense of its own: never what `hashes_of` gives.
  std::vector<std::string> digests_of(std::string_view sense, const std::string& text) const;

 private:
  struct Key {
    std::string id;
    std::string secret;
  };
  std::vector<Key> keys_;
};

/// The most keys that one file may hold.
inline constexpr std::size_t most_identity_keys = 16;

/// The keys in use, from a file that is read again when it has changed. Thread-safe; owned by main.
class IdentityKeyring {
 public:
  /// For tests and for a service without a file.
  explicit IdentityKeyring(IdentityKeys keys = IdentityKeys{});
  /// Throws std::runtime_error that names the setting and the file when it is not as it should be; an empty name is no
  /// file.
  IdentityKeyring(std::string setting, std::string file);

  std::shared_ptr<const IdentityKeys> current() const;
  void replace(IdentityKeys keys);
  /// Reads the file again. What is wrong with it, when the keys in use stay.
  std::optional<std::string> reload();

 private:
  std::string setting_;
  std::string file_;
  mutable std::mutex mutex_;
  std::shared_ptr<const IdentityKeys> keys_;
};

}  // namespace motcua::dossiers
