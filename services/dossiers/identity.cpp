#include "dossiers/identity.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "config/config.hpp"
#include "store/digest.hpp"

namespace motcua::dossiers {
namespace {

constexpr std::size_t shortest_secret = 32;
constexpr std::size_t id_digits = 12;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool sets_apart(char c) { return c == ' ' || c == '.' || c == '-' || c == '/'; }

/// A line end cannot stand in a normalised number, so what is keyed in another sense is never one.
std::string digest_in(std::string_view sense, const std::string& secret, const std::string& text) {
  return store::hmac_sha256_hex(secret, std::string{sense} + '\n' + text);
}

std::vector<std::string> secrets_of(const std::string& setting, const std::string& file) {
  if (file.empty()) return {};
  return config::secrets_in(setting, file, shortest_secret, most_identity_keys);
}

}  // namespace

std::optional<std::string> normalised_identity(std::string_view number) {
  std::string form;
  for (const char c : number) {
    if (sets_apart(c)) continue;
    form += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  const auto digits = static_cast<std::size_t>(std::ranges::count_if(form, is_digit));
  const auto letters = static_cast<std::size_t>(std::ranges::count_if(form, is_capital));
  if (digits + letters != form.size() || digits == 0) return std::nullopt;
  const bool of_digits = letters == 0 && (digits == 9 || digits == 10 || digits == 12 || digits == 13);
  const bool with_letters = letters > 0 && letters <= 6 && form.size() >= 6 && form.size() <= 20;
  return of_digits || with_letters ? std::optional{std::move(form)} : std::nullopt;
}

IdentityKeys::IdentityKeys(std::vector<std::string> secrets) {
  for (std::string& secret : secrets) {
    std::string id = digest_in("key id", secret, "").substr(0, id_digits);
    keys_.push_back({std::move(id), std::move(secret)});
  }
}

std::vector<std::string> IdentityKeys::ids() const {
  std::vector<std::string> all;
  for (const Key& key : keys_) all.push_back(key.id);
  return all;
}

std::optional<IdentityHash> IdentityKeys::hash_of(const std::optional<std::string>& number) const {
  const auto form = number ? normalised_identity(*number) : std::nullopt;
  if (!form || keys_.empty()) return std::nullopt;
  return IdentityHash{keys_.front().id, store::hmac_sha256_hex(keys_.front().secret, *form)};
}

std::vector<IdentityHash> IdentityKeys::hashes_of(const std::string& normalised) const {
  std::vector<IdentityHash> all;
  for (const Key& key : keys_) all.push_back({key.id, store::hmac_sha256_hex(key.secret, normalised)});
  return all;
}

std::vector<std::string> IdentityKeys::digests_of(std::string_view sense, const std::string& text) const {
  std::vector<std::string> all;
  for (const Key& key : keys_) all.push_back(digest_in(sense, key.secret, text));
  return all;
}

IdentityKeyring::IdentityKeyring(IdentityKeys keys) : keys_{std::make_shared<const IdentityKeys>(std::move(keys))} {}

IdentityKeyring::IdentityKeyring(std::string setting, std::string file)
    : setting_{std::move(setting)},
      file_{std::move(file)},
      keys_{std::make_shared<const IdentityKeys>(secrets_of(setting_, file_))} {}

std::shared_ptr<const IdentityKeys> IdentityKeyring::current() const {
  const std::lock_guard lock{mutex_};
  return keys_;
}

void IdentityKeyring::replace(IdentityKeys keys) {
  auto fresh = std::make_shared<const IdentityKeys>(std::move(keys));
  const std::lock_guard lock{mutex_};
  keys_ = std::move(fresh);
}

std::optional<std::string> IdentityKeyring::reload() {
  try {
    replace(IdentityKeys{secrets_of(setting_, file_)});
    return std::nullopt;
  } catch (const std::runtime_error& wrong) {
    return wrong.what();
  }
}

}  // namespace motcua::dossiers
