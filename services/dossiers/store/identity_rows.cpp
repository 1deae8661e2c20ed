#include "dossiers/store/identity_rows.hpp"

#include <utility>

#include "store/in_list.hpp"

namespace motcua::dossiers::rows {

std::vector<Mentioned> mentioning(store::Transaction& tx, std::span<const IdentityHash> hashes,
                                  const std::optional<DossierId>& after, std::int64_t limit) {
  std::vector<std::string> texts;
  texts.reserve(hashes.size());
  for (const IdentityHash& one : hashes) texts.push_back(one.hash);
  store::InList list = store::in_list<std::string>(texts);
  // Applicant and representative may be one person: each dossier once.
  std::string sql =
      "SELECT DISTINCT persons.dossier_id, dossiers.responsible_unit_id, dossiers.handling_unit_id FROM persons JOIN "
      "dossiers ON dossiers.id = persons.dossier_id WHERE persons.identity_hash IN " +
      list.sql;
  if (after) {
    sql += " AND persons.dossier_id < :after";
    list.values.emplace_back(*after);
  }
  sql += " ORDER BY persons.dossier_id DESC LIMIT :limit";
  list.values.emplace_back(limit);
  std::vector<Mentioned> found;
  for (auto& [id, responsible, handling] :
       tx.query_bound<DossierId, core::UnitId, std::optional<core::UnitId>>(sql, list.values))
    found.push_back({std::move(id), std::move(responsible), std::move(handling)});
  return found;
}

std::vector<Hashed> hashed_people(store::Transaction& tx, const std::optional<PersonRef>& after, std::int64_t limit) {
  using Text = std::optional<std::string>;
  std::vector<Hashed> people;
  for (auto& [ref, number, key_id] : tx.query<PersonRef, Text, Text>(
           "SELECT ref, identity_number, identity_key FROM persons WHERE ref > :after ORDER BY ref LIMIT :limit",
           after ? after->str() : std::string{}, limit))
    people.push_back({std::move(ref), std::move(number), std::move(key_id)});
  return people;
}

void hash_again(store::Transaction& tx, const Hashed& person, const IdentityHash& identity) {
  tx.send(
      "UPDATE persons SET identity_key = :key, identity_hash = :hash WHERE ref = :ref AND identity_number = :number",
      identity.key_id, identity.hash, person.ref, person.number);
}

std::vector<UnderKey> people_by_key(store::Transaction& tx) {
  std::vector<UnderKey> all;
  for (auto& [key_id, people] : tx.query<std::optional<std::string>, std::int64_t>(
           "SELECT identity_key, COUNT(*) FROM persons WHERE identity_number IS NOT NULL GROUP BY identity_key "
           "ORDER BY identity_key"))
    all.push_back({std::move(key_id), people});
  return all;
}

}  // namespace motcua::dossiers::rows
