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

struct Claimed {};           ///< the request is new: do it, then `keep` the answer in the same transaction
struct DifferentRequest {};  ///< the key was used with another fingerprint

/// First statement of a command's transaction. A rival with the same key waits here until the first one's transaction
/// ends. `fingerprint` is a digest of method, path, If-Match and body.
std::variant<Claimed, DifferentRequest, StoredAnswer> claim(Transaction& tx, const RequestKey& key,
                                                            std::string_view fingerprint, core::Instant now);
/// Stored sealed with a key derived from the idempotency key, which the database does not have: slip codes and personal
/// data in an answer cannot be read from the table. `record` is whose erasure erases the answer.
void keep(Transaction& tx, const RequestKey& key, const StoredAnswer& answer, std::string_view record);
/// The claim is given up: the same key may be tried again.
void release(Transaction& tx, const RequestKey& key);
/// Removes at most `at_most` answers older than 30 days; returns how many.
std::int64_t prune(Transaction& tx, core::Instant now, std::int64_t at_most);

/// The answers about one record, when the person in it is erased; returns how many.
std::int64_t erase_answers(Transaction& tx, std::string_view record);

/// Migrations of the table `answers`.
std::span<const core::EmbeddedFile> answers_migrations();

}  // namespace motcua::store
