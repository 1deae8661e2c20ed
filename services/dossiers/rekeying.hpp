#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dossiers/domain/dossier.hpp"
#include "dossiers/identity.hpp"
#include "store/database.hpp"

namespace motcua::dossiers {

/// How many people are hashed under a key.
struct KeyInUse {
  std::string key_id;
  enum class Use {
    current,
    former,
    unknown
  } use;  ///< unknown: the file does not hold it, and nobody under it is found
  std::int64_t people;
};

/// One page of hashing again.
struct RekeyedPage {
  std::int64_t looked_at = 0;
  std::int64_t rehashed = 0;      ///< were under another key or under none
  std::int64_t unsearchable = 0;  ///< what stands there as a number is none
  std::optional<PersonRef> next;  ///< nothing at the end, and only then the rest:
  std::vector<KeyInUse> keys;     ///< every key of the file, and every other that somebody is under
  std::int64_t unhashed = 0;      ///< people under no key; when all is done, those that are unsearchable
};

/// Hashes people again whose identity number is hashed under a former key or under none: after a key was changed, and
/// after the first one was set. What is done is found and left, so doing it twice is doing it once, and a pass that was
/// cut short is begun again or gone on with. Thread-safe; owned by main, called by the admin port.
class Rekeying {
 public:
  Rekeying(store::Database& database, const IdentityKeyring& keys);

  bool has_key() const { return !keys_.current()->empty(); }
  /// Tells what would be done and changes nothing.
  RekeyedPage rehearse(const std::optional<PersonRef>& after, std::int64_t limit);
  /// One transaction.
  RekeyedPage carry_out(const std::optional<PersonRef>& after, std::int64_t limit);

 private:
  /// The last page tells of the keys in use as well.
  RekeyedPage told(RekeyedPage page, const IdentityKeys& keys);

  store::Database& database_;
  const IdentityKeyring& keys_;
};

}  // namespace motcua::dossiers
