#include "store/answers.hpp"

#include "store/digest.hpp"

namespace motcua::store {
namespace {

/// Each part with its length before it, so that no two keys read the same.
std::string digest_of(const RequestKey& key) {
  std::string parts;
  for (const auto* part : {&key.issuer, &key.subject, &key.method, &key.route, &key.idempotency_key}) {
    parts += std::to_string(part->size()) + ":" + *part;
  }
  return sha256_hex(parts);
}

std::string secret_of(const RequestKey& key) {
  return std::to_string(key.idempotency_key.size()) + ":" + key.idempotency_key + key.subject;
}

}  // namespace

Answering::Answering(const RequestKey& key, std::string fingerprint)
    : digest_{digest_of(key)}, secret_{secret_of(key)}, fingerprint_{std::move(fingerprint)} {}

std::variant<NotYetAsked, DifferentRequest, ErasedAnswer, StoredAnswer> Answering::known(Transaction& tx) const {
  using Text = std::optional<std::string>;
  const auto found = tx.first<std::string, int, Text, Text>(
      "SELECT fingerprint, status, headers, body FROM answers WHERE key_digest = :digest", digest_);
  if (!found) return NotYetAsked{};
  const auto& [first_fingerprint, status, headers, body] = *found;
  if (!headers || !body) return ErasedAnswer{};
  if (first_fingerprint != fingerprint_) return DifferentRequest{};
  return StoredAnswer{status, *headers, unseal(secret_, *body)};
}

void Answering::keep(Transaction& tx, const StoredAnswer& answer, std::string_view record, core::Instant now) const {
  tx.send(
      "INSERT INTO answers (key_digest, fingerprint, status, headers, body, record, created_at) VALUES (:digest, "
      ":fingerprint, :status, :headers, :body, :record, :now)",
      digest_, fingerprint_, answer.status, answer.headers, seal(secret_, answer.body), record, now);
}

std::int64_t prune_answers(Transaction& tx, core::Instant oldest, std::int64_t at_most) {
  // Two instances do not wait for each other: what one is removing the other passes over.
  const std::string_view passing = tx.dialect() == Dialect::postgresql ? " FOR UPDATE SKIP LOCKED" : "";
  return tx.run(
      "DELETE FROM answers WHERE key_digest IN (SELECT key_digest FROM answers WHERE created_at < :oldest "
      "ORDER BY created_at LIMIT :at_most" +
          std::string{passing} + ")",
      oldest, at_most);
}

std::int64_t erase_answers(Transaction& tx, std::string_view record) {
  return tx.run("UPDATE answers SET fingerprint = '', headers = NULL, body = NULL WHERE record = :record", record);
}

}  // namespace motcua::store
