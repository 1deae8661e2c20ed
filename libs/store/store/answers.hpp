#pragma once

#include <span>
#include <string>
#include <variant>

#include "core/embedded.hpp"
#include "core/time.hpp"
#include "store/database.hpp"

namespace motcua::store {

/// Whose repeat of what this would be. Two requests with the same five parts are one request.
struct RequestKey {
  std::string issuer;
  std::string subject;
  std::string method;
  std::string route;            ///< the template, `/v1/dossiers/{id}/accept`
  std::string idempotency_key;  ///< as the client sent it; only its digest is stored
};

/// What makes a repeat a repeat. `fingerprint` is a digest of method, path, If-Match and body.
struct Once {
  RequestKey key;
  std::string fingerprint;
};

/// An answer that was given and is given again to a repeat, byte for byte.
struct StoredAnswer {
  int status;
  std::string headers;  ///< as the HTTP edge wrote them down
  std::string body;
};

struct NotYetAsked {};       ///< the request is new: do it, then `keep` the answer in the same transaction
struct ErasedAnswer {};      ///< the request was done; what was answered has been erased with the person in it
struct DifferentRequest {};  ///< the key was used with another fingerprint

/// One request that is answered once, whatever is sent how often. Made before the transaction, for what it computes.
/// Two rivals with the same key both find that it was not yet asked; the second one's answer is then a Conflict, all
/// that he did is rolled back with it, and when he runs again he finds the first one's.
class Answering {
 public:
  /// `fingerprint` is a digest of method, path, If-Match and body.
  Answering(const RequestKey& key, std::string fingerprint);

  std::variant<NotYetAsked, DifferentRequest, ErasedAnswer, StoredAnswer> known(Transaction& tx) const;
  /// Throws Conflict, now or later in the transaction, when a rival with the same key was first. Stored sealed with a
  /// key derived from the idempotency key, which the database does not have: slip codes and personal data in an answer
  /// cannot be read from the table. `record` is whose erasure erases the answer.
  void keep(Transaction& tx, const StoredAnswer& answer, std::string_view record, core::Instant now) const;

 private:
  std::string digest_;
  std::string secret_;
  std::string fingerprint_;
};

/// Removes at most `at_most` answers given before `oldest`; returns how many.
std::int64_t prune_answers(Transaction& tx, core::Instant oldest, std::int64_t at_most);

/// The answers about one record, when the person in it is erased, with the digests of the requests: those held the
/// person too. That the requests were done stays known until it is pruned, so a late repeat does nothing twice. Returns
/// how many.
std::int64_t erase_answers(Transaction& tx, std::string_view record);

/// Migrations of the table `answers`.
std::span<const core::EmbeddedFile> answers_migrations();

}  // namespace motcua::store
