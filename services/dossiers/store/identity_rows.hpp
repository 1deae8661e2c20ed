#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dossiers/domain/dossier.hpp"
#include "dossiers/identity.hpp"
#include "store/database.hpp"

namespace motcua::dossiers::rows {

/// A dossier of a person that was looked for, with as much as tells who sees it.
struct Mentioned {
  DossierId id;
  core::UnitId responsible_unit;
  std::optional<core::UnitId> handling_unit;
};
/// Whose applicant or representative has one of the hashes (1 to 16): the last entered first, behind `after`, at most
/// `limit`. Costs what the person has, along the index persons_identity.
std::vector<Mentioned> mentioning(store::Transaction& tx, std::span<const IdentityHash> hashes,
                                  const std::optional<DossierId>& after, std::int64_t limit);

/// A person as far as hashing again needs them.
struct Hashed {
  PersonRef ref;
  std::optional<std::string> number;
  std::optional<std::string> key_id;
};
/// By ref, behind `after`, at most `limit`; the erased are among them.
std::vector<Hashed> hashed_people(store::Transaction& tx, const std::optional<PersonRef>& after, std::int64_t limit);
/// Nothing when the number is another one meanwhile, or erased.
void hash_again(store::Transaction& tx, const Hashed& person, const IdentityHash& identity);

/// How many people with a number are hashed under a key; no key: under none.
struct UnderKey {
  std::optional<std::string> key_id;
  std::int64_t people;
};
/// Looks at every person.
std::vector<UnderKey> people_by_key(store::Transaction& tx);

}  // namespace motcua::dossiers::rows
