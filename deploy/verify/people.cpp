#include "verify/people.hpp"

#include <map>
#include <string>
#include <tuple>

#include "dossiers/people.hpp"
#include "store/in_list.hpp"

namespace motcua::verify {
namespace {

using dossiers::Dossier;
using dossiers::DossierId;
using dossiers::Person;
using dossiers::PersonRef;
using Text = std::optional<std::string>;

struct Row {
  Text name;
  Text identity_number;
  Text phone;
  Text salt;
  Text identity_hash;

  bool is_empty() const { return !name && !identity_number && !phone && !salt && !identity_hash; }
};

std::vector<const Person*> people_of(const Dossier& dossier) {
  std::vector<const Person*> people{&dossier.applicant.person};
  if (dossier.applicant.representative) people.push_back(&*dossier.applicant.representative);
  return people;
}

std::map<PersonRef, Row> rows_of(store::Transaction& tx, const std::vector<dossiers::rows::Kept>& folded) {
  std::vector<PersonRef> refs;
  for (const auto& one : folded) {
    for (const Person* person : people_of(one.dossier)) refs.push_back(person->ref);
  }
  const store::InList list = store::in_list<PersonRef>(refs);
  std::map<PersonRef, Row> rows;
  for (auto& [ref, name, number, phone, salt, hash] : tx.query_bound<PersonRef, Text, Text, Text, Text, Text>(
           "SELECT ref, name, identity_number, phone, salt, identity_hash FROM persons WHERE ref IN " + list.sql,
           list.values))
    rows.emplace(std::move(ref),
                 Row{std::move(name), std::move(number), std::move(phone), std::move(salt), std::move(hash)});
  return rows;
}

/// By dossier: how many notes, and how many of them have a text or a salt left.
using Notes = std::map<DossierId, std::tuple<std::int64_t, std::int64_t, std::int64_t>>;
Notes notes_of(store::Transaction& tx, const std::vector<dossiers::rows::Kept>& folded) {
  std::vector<DossierId> ids;
  ids.reserve(folded.size());
  for (const auto& one : folded) ids.push_back(one.dossier.id);
  const store::InList list = store::in_list<DossierId>(ids);
  Notes notes;
  for (const auto& [id, all, texts, salts] : tx.query_bound<DossierId, std::int64_t, std::int64_t, std::int64_t>(
           "SELECT dossier_id, COUNT(*), COUNT(text), COUNT(salt) FROM notes WHERE dossier_id IN " + list.sql +
               " GROUP BY dossier_id",
           list.values))
    notes.emplace(id, std::tuple{all, texts, salts});
  return notes;
}

bool has_its_digest(const Row& row, const Person& person) {
  const dossiers::PersonDetails details{*row.name, row.identity_number, row.phone};
  return dossiers::digest_of(details, *row.salt) == person.digest;
}

}  // namespace

void check_people(Check& check, store::Transaction& dossiers, const std::vector<dossiers::rows::Kept>& folded) {
  if (folded.empty()) return;
  const auto rows = rows_of(dossiers, folded);
  const Notes notes = notes_of(dossiers, folded);
  for (const auto& one : folded) {
    const Dossier& dossier = one.dossier;
    const std::string where = "record " + dossier.id.str();
    const bool erased = dossier.people_erased_at.has_value();
    for (const Person* person : people_of(dossier)) {
      const auto row = rows.find(person->ref);
      const bool gone = row == rows.end() || !row->second.name || !row->second.salt;
      if (erased && row != rows.end() && !row->second.is_empty()) {
        check.wrong(where, "its people were erased and something of them is kept");
      } else if (!erased && gone) {
        check.wrong(where, "somebody of it is kept no longer and no event says so");
      } else if (!erased && !has_its_digest(row->second, *person)) {
        check.wrong(where, "what is kept of its people is not what its history has a digest of");
      }
    }
    const auto texts = notes.find(dossier.id);
    if (texts == notes.end()) continue;
    const auto& [all, kept, salts] = texts->second;
    if (erased && (kept > 0 || salts > 0)) check.wrong(where, "its people were erased and texts about it are kept");
    if (!erased && kept < all) check.wrong(where, "a text about it is kept no longer and no event says so");
  }
}

}  // namespace motcua::verify
