#include "dossiers/ledger.hpp"

#include <utility>
#include <vector>

namespace motcua::dossiers {

rows::Kept append(store::Transaction& tx, rows::Kept before, std::span<const Happening> happenings,
                  const Author& author) {
  const std::int64_t last_version = before.dossier.version;
  rows::Kept after = std::move(before);
  std::vector<outbox::NewEvent> events;
  events.reserve(happenings.size());
  for (const Happening& happening : happenings) {
    after.dossier = evolve(std::move(after.dossier), happening);
    events.push_back(to_history(happening, after.dossier, author));
  }
  const std::string_view last_hash =
      last_version == 0 ? outbox::no_previous_hash : std::string_view{after.history_hash};
  after.history_hash = outbox::append(tx, after.dossier.id.str(), last_version, last_hash, events);
  return after;
}

}  // namespace motcua::dossiers
