#include "dossiers/searching.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

#include "core/random.hpp"
#include "core/text.hpp"
#include "dossiers/problems.hpp"
#include "dossiers/store/identity_rows.hpp"
#include "dossiers/store/people_rows.hpp"
#include "dossiers/store/rows.hpp"
#include "dossiers/views.hpp"

namespace motcua::dossiers {
namespace {

constexpr std::int64_t rows_at_once = 200;
constexpr std::int64_t most_visited = 4'000;
constexpr std::size_t digest_digits = 16;

/// Opaque to clients: which dossier was looked at last, and a keyed digest of the number, so that it goes on with the
/// same search only and tells nobody the number.
std::string cursor_of(const DossierId& last, const IdentityKeys& keys, const std::string& number) {
  return core::base64url(keys.digests_of("cursor", number).front().substr(0, digest_digits) + last.str());
}

std::optional<DossierId> position_in(const std::string& cursor, const IdentityKeys& keys, const std::string& number) {
  const auto text = core::from_base64url(cursor);
  if (!text || text->size() <= digest_digits || !core::is_uuid(text->substr(digest_digits))) return std::nullopt;
  // Made under the key of then, which may be the current one no longer.
  const auto digests = keys.digests_of("cursor", number);
  const bool same = std::ranges::any_of(
      digests, [&](const std::string& one) { return text->starts_with(one.substr(0, digest_digits)); });
  return same ? std::optional{DossierId{text->substr(digest_digits)}} : std::nullopt;
}

struct Found {
  std::vector<DossierId> ids;
  std::optional<DossierId> next;
};

/// A page of what the scope sees of the person's dossiers.
Found page_of(store::Transaction& tx, const std::vector<IdentityHash>& hashes, const Scope& scope,
              std::optional<DossierId> after, std::int64_t limit) {
  Found found;
  for (std::int64_t visited = 0;; visited += rows_at_once) {
    const auto mentioned = rows::mentioning(tx, hashes, after, rows_at_once);
    for (const rows::Mentioned& one : mentioned) {
      if (sees(scope, one.responsible_unit, one.handling_unit)) {
        if (static_cast<std::int64_t>(found.ids.size()) == limit) {
          found.next = after;
          return found;
        }
        found.ids.push_back(one.id);
      }
      after = one.id;
    }
    if (static_cast<std::int64_t>(mentioned.size()) < rows_at_once) return found;
    if (visited + rows_at_once >= most_visited) {
      found.next = after;
      return found;
    }
  }
}

}  // namespace

Searching::Searching(store::Database& database, const catalogue::Source& catalogue, Scopes& scopes,
                     const IdentityKeyring& keys, core::Clock clock)
    : database_{database}, catalogue_{catalogue}, scopes_{scopes}, keys_{keys}, clock_{std::move(clock)} {}

http::Response Searching::by_identity_number(const Caller& caller, const SearchQuery& query,
                                             const std::string& purpose) {
  // Which dossiers a number has is personal data itself, masked as they may be.
  if (!may(caller.actor, Right::read_personal)) return caller.write(problems::forbidden());
  const auto number = normalised_identity(query.identity_number);
  if (!number) return caller.write(problems::no_identity_number());
  const auto keys = keys_.current();
  if (keys->empty()) return caller.write(problems::search_without_key());
  std::optional<DossierId> after;
  if (query.cursor) {
    after = position_in(*query.cursor, *keys, *number);
    if (!after) return caller.write(problems::bad_search_cursor());
  }

  const auto catalogue = catalogue_.current();
  const core::Instant now = clock_();
  const auto scope = scopes_.of(caller.actor, Right::read_personal, *catalogue, core::vietnam_date(now));
  const auto hashes = keys->hashes_of(*number);
  std::vector<std::string> bodies;
  const Found found = database_.in_read([&](store::Transaction& tx) {
    bodies.clear();
    Found page = page_of(tx, hashes, *scope, after, query.limit);
    const std::vector<Dossier> dossiers = rows::load_all(tx, page.ids);
    const rows::PeopleOfMany people{tx, dossiers};
    for (const DossierId& id : page.ids) {
      const auto one = std::ranges::find(dossiers, id, &Dossier::id);
      if (one == dossiers.end()) throw std::runtime_error{"a dossier left the snapshot that it was found in"};
      bodies.push_back(views::dossier(*one, people.of(one->applicant), views::Shown::masked, *catalogue));
    }
    return page;
  });

  // That somebody looked is a line of its own, for no dossier: whoever walks through numbers finds little.
  const DossierId none;
  std::vector<rows::Access> lines{{now, caller.actor, none, purpose, caller.traceparent, "search:identity_number"}};
  for (const DossierId& id : found.ids)
    lines.push_back({now, caller.actor, id, purpose, caller.traceparent, "search:identity_number"});
  database_.transaction([&](store::Transaction& tx) { rows::log_many(tx, lines); });
  const auto next = found.next ? std::optional{cursor_of(*found.next, *keys, *number)} : std::nullopt;
  return http::json(200, views::page(bodies, next)).with("Cache-Control", "no-store");
}

}  // namespace motcua::dossiers
