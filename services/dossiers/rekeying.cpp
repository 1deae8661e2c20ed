#include "dossiers/rekeying.hpp"

#include <algorithm>

#include "dossiers/store/identity_rows.hpp"
#include "store/retried.hpp"

namespace motcua::dossiers {
namespace {

enum class Write { no, yes };

void tell_keys(store::Transaction& tx, const IdentityKeys& keys, RekeyedPage& page) {
  using enum KeyInUse::Use;
  for (const std::string& id : keys.ids()) page.keys.push_back({id, page.keys.empty() ? current : former, 0});
  for (const auto& [key_id, people] : rows::people_by_key(tx)) {
    if (!key_id) {
      page.unhashed = people;
      continue;
    }
    const auto known = std::ranges::find(page.keys, *key_id, &KeyInUse::key_id);
    if (known == page.keys.end()) {
      page.keys.push_back({*key_id, unknown, people});
    } else {
      known->people = people;
    }
  }
}

RekeyedPage page_of(store::Transaction& tx, const IdentityKeys& keys, const std::optional<PersonRef>& after,
                    std::int64_t limit, Write write) {
  RekeyedPage page;
  const auto people = rows::hashed_people(tx, after, limit);
  for (const rows::Hashed& person : people) {
    page.looked_at += 1;
    const auto identity = keys.hash_of(person.number);
    if (person.number && !identity) page.unsearchable += 1;
    if (!identity || person.key_id == identity->key_id) continue;
    page.rehashed += 1;
    if (write == Write::yes) rows::hash_again(tx, person, *identity);
  }
  if (static_cast<std::int64_t>(people.size()) == limit) page.next = people.back().ref;
  return page;
}

}  // namespace

Rekeying::Rekeying(store::Database& database, const IdentityKeyring& keys) : database_{database}, keys_{keys} {}

RekeyedPage Rekeying::rehearse(const std::optional<PersonRef>& after, std::int64_t limit) {
  const auto keys = keys_.current();
  return told(database_.in_read([&](store::Transaction& tx) { return page_of(tx, *keys, after, limit, Write::no); }),
              *keys);
}

RekeyedPage Rekeying::carry_out(const std::optional<PersonRef>& after, std::int64_t limit) {
  const auto keys = keys_.current();
  const auto work = [&](store::Transaction& tx) { return page_of(tx, *keys, after, limit, Write::yes); };
  return told(store::retried(database_, work), *keys);
}

// All people are counted, so nobody's writing waits for it.
RekeyedPage Rekeying::told(RekeyedPage page, const IdentityKeys& keys) {
  if (!page.next) database_.read([&](store::Transaction& tx) { tell_keys(tx, keys, page); });
  return page;
}

}  // namespace motcua::dossiers
