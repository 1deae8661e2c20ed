#pragma once

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "store/database.hpp"

namespace motcua::outbox {

/// Where one topic's log stands. Kept in `outbox_log`; the leader alone changes it, and every change expects what it
/// knew before.
struct LogState {
  std::int64_t epoch = 0;          ///< ascends; a new one for every broker that forgot
  std::int64_t last_sequence = 0;  ///< given so far
  std::int64_t published_through = 0;
  std::string rolling_hash;
  std::map<std::int32_t, std::int64_t> last_offsets;  ///< highest acknowledged offset of this epoch
};

/// What one event needs to be published; a pure function of its history row.
struct Outgoing {
  std::int64_t sequence;
  std::string record_id;
  std::int64_t version;
  std::string type;
  std::string data;
  core::Instant occurred_at;
  core::Instant recorded_at;
  std::string traceparent;
};

/// Another relay changed the log: we do not lead any more, whatever the lock says.
class LeadLost : public std::runtime_error {
 public:
  LeadLost() : std::runtime_error{"another relay leads"} {}
};

/// Throws std::runtime_error when the history is another topic's.
LogState load_log(store::Database& database, const std::string& topic, core::Instant now);

/// Acknowledgements not yet written down; they go with the next transaction there is.
struct Marks {
  std::int64_t published_through;
  std::map<std::int32_t, std::int64_t> offsets;
};

struct Numbered {
  std::vector<Outgoing> events;  ///< in order of sequence
  std::int64_t last_sequence;
  std::string rolling_hash;
};

/// Whether a row of history recorded at `from` or later has no sequence yet.
bool any_waits(store::Database& database, core::Instant from);
/// Gives at most `at_most` rows of history the next sequences, seals checkpoints on the way, and writes the marks. Only
/// rows recorded at `from` or later are looked at, which spares the database what it has not yet tidied up behind those
/// that have one; whoever gives a moment looks at all now and then. A record's versions get theirs in order whatever
/// `from` is. Throws LeadLost.
Numbered give_numbers(store::Database& database, const std::string& topic, const LogState& known, const Marks& marks,
                      int at_most, core::Instant now, core::Instant from = {});
/// Writes the marks alone. Throws LeadLost.
void write_marks(store::Database& database, const std::string& topic, const LogState& known, const Marks& marks);
/// A broker forgot: the next epoch, no offset known. Throws LeadLost.
LogState open_epoch(store::Database& database, const std::string& topic, const LogState& known,
                    std::int64_t published_through, core::Instant now);
/// Numbered events from one sequence on, in order, at most `at_most`.
std::vector<Outgoing> numbered_from(store::Database& database, std::int64_t from, std::int64_t through, int at_most);

/// The last sequence, at most `through`, up to which the data from `from` on stay within `size` characters; `from`
/// itself at least.
std::int64_t last_within(store::Database& database, std::int64_t from, std::int64_t through, std::int64_t size);

struct Backlog {
  std::int64_t events;
  std::int64_t oldest;  ///< recorded_at of the oldest unpublished event, ms; 0 when there is none
};
Backlog backlog(store::Database& database, const LogState& known, std::int64_t published_through);

/// A checkpoint every so many sequences.
inline constexpr std::int64_t sealed_every = 1000;

}  // namespace motcua::outbox
