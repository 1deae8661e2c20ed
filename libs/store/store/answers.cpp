#include "store/answers.hpp"

#include "store/digest.hpp"

namespace motcua::store {
namespace {

constexpr std::chrono::days kept_for{30};

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

std::variant<Claimed, DifferentRequest, StoredAnswer> claim(Transaction& tx, const RequestKey& key,
                                                            std::string_view fingerprint, core::Instant now) {
  const std::string digest = digest_of(key);
  for (;;) {
    const auto claimed = tx.run(
        "INSERT INTO answers (key_digest, fingerprint, created_at) VALUES (:digest, :fingerprint, :now) ON CONFLICT DO "
        "NOTHING",
        digest, fingerprint, now);
    if (claimed == 1) return Claimed{};
    const auto found =
        tx.first<std::string, std::optional<int>, std::optional<std::string>, std::optional<std::string>>(
            "SELECT fingerprint, status, headers, body FROM answers WHERE key_digest = :digest", digest);
    if (!found) continue;  // given up or removed in between: it is free again
    const auto& [first_fingerprint, status, headers, body] = *found;
    if (first_fingerprint != fingerprint) return DifferentRequest{};
    if (!status || !headers || !body) throw std::logic_error("a request's key was claimed and its answer never kept");
    return StoredAnswer{*status, *headers, unseal(secret_of(key), *body)};
  }
}

void keep(Transaction& tx, const RequestKey& key, const StoredAnswer& answer, std::string_view record) {
  const auto kept = tx.run(
      "UPDATE answers SET status = :status, headers = :headers, body = :body, record = :record WHERE key_digest = "
      ":digest",
      answer.status, answer.headers, seal(secret_of(key), answer.body), record, digest_of(key));
  if (kept != 1) throw std::logic_error("an answer was kept for a key that was not claimed");
}

void release(Transaction& tx, const RequestKey& key) {
  tx.run("DELETE FROM answers WHERE key_digest = :digest", digest_of(key));
}

std::int64_t prune(Transaction& tx, core::Instant now, std::int64_t at_most) {
  return tx.run(
      "DELETE FROM answers WHERE key_digest IN "
      "(SELECT key_digest FROM answers WHERE created_at < :oldest ORDER BY created_at LIMIT :at_most)",
      core::Instant{now - kept_for}, at_most);
}

std::int64_t erase_answers(Transaction& tx, std::string_view record) {
  return tx.run("DELETE FROM answers WHERE record = :record", record);
}

}  // namespace motcua::store
