#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "outbox/envelope.hpp"
#include "outbox/inbox.hpp"
#include "outbox/parked.hpp"
#include "outbox/positions.hpp"

namespace motcua::outbox {

/// Apply failed on one event for a reason of its own making.
class Culprit : public std::runtime_error {
 public:
  Culprit(std::string id, const std::string& why) : std::runtime_error{why}, id_{std::move(id)} {}
  const std::string& id() const { return id_; }

 private:
  std::string id_;
};

/// What one transaction did; for logs, metrics and the copies of dead letters.
struct Outcome {
  struct Topic {
    std::int64_t applied = 0;
    std::int64_t dropped = 0;
    std::int64_t parked = 0;   ///< more than before, or fewer; dead ones included
    std::int64_t counted = 0;  ///< of the applied, those that name a sequence
    std::int64_t held = 0;     ///< of the parked, those that name a sequence
    std::int64_t highest = 0;
    core::Instant last_recorded{};
  };
  std::map<std::string, Topic> topics;
  std::vector<ParkedEvent> dead;  ///< new dead letters
};

/// One transaction's worth of a reader's work on records: drops what is known, applies what is next, parks what is
/// early, sets aside what cannot be read, and lets go what waited behind an event that has come. Lives inside one
/// transaction.
class Intake {
 public:
  enum class Care {
    together,    ///< one call of apply for all events; Unreadable goes up
    one_by_one,  ///< each by itself, so that an event that cannot be read is known; other failures go up as Culprit
  };
  /// `given_up`: events not to be tried any more, with the reason.
  Intake(store::Transaction& tx, const Inbox::Apply& apply, Care care,
         const std::map<std::string, std::string>& given_up, core::Instant now);

  void take(std::span<const Incoming> messages);
  /// Tries a dead letter again and what waits behind it; one by one. The reason, when it is refused again.
  std::optional<std::string> retry(const ParkedEvent& letter);
  /// Applies, writes everything and returns what was done. To be called once, at the end.
  Outcome finish();

 private:
  struct Record {
    std::int64_t last = 0;
    bool moved = false;
    std::map<std::int64_t, ParkedEvent> parked;
  };
  using Records = std::map<std::string, Record>;

  void load(const std::string& topic, const std::vector<std::string>& ids);
  void take(const Incoming& message, Record& record);
  void advance(Record& record, Outcome::Topic& topic);
  std::optional<std::string> refusal_of(const Event& event, const std::string& id);
  static void count_applied(Record& record, const Event& event, Outcome::Topic& topic);
  void add_parked(Record& record, ParkedEvent parked, Outcome::Topic& topic);
  void remove_parked(Record& record, std::int64_t version, Outcome::Topic& topic);
  void write_records();
  void write_topics();

  store::Transaction& tx_;
  const Inbox::Apply& apply_;
  Care care_;
  const std::map<std::string, std::string>& given_up_;
  core::Instant now_;
  std::map<std::string, Records> records_;
  std::vector<Event> events_;
  std::vector<ParkedEvent> marked_;
  Outcome outcome_;
};

}  // namespace motcua::outbox
