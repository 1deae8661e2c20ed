#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "outbox/inbox.hpp"

namespace motcua::outbox {

/// Stored in inbox_parked.dead: never renumber.
enum class Fate : int {
  waits = 0,       ///< for an earlier event of its record
  refused = 1,     ///< by apply; may be tried again
  unreadable = 2,  ///< the message itself; a readable copy replaces it
};

/// An event that cannot be applied yet, or not at all.
struct ParkedEvent {
  Event event;
  std::string id;
  std::int32_t partition = 0;
  Fate fate = Fate::waits;
  std::string reason;
  bool stored = false;  ///< false while only the transaction at work knows it
};

/// All that is parked of the records.
std::vector<ParkedEvent> parked_of(store::Transaction& tx, const std::string& topic,
                                   std::span<const std::string> records);
std::vector<ParkedEvent> dead_letter(store::Transaction& tx, const std::string& id);
/// Dead letters that their topic does not have yet, oldest first.
std::vector<ParkedEvent> not_copied(store::Transaction& tx, std::int64_t at_most);
void mark_copied(store::Transaction& tx, const std::string& topic, const std::string& id);
/// Leaves a row that is there.
void park(store::Transaction& tx, const ParkedEvent& event, core::Instant now);
void unpark(store::Transaction& tx, const ParkedEvent& event);
/// Writes fate and reason; counts one more attempt when it was refused.
void mark(store::Transaction& tx, const ParkedEvent& event);

}  // namespace motcua::outbox
