#include "verify/sequences.hpp"

#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "outbox/history.hpp"
#include "outbox/numbering.hpp"
#include "store/digest.hpp"

namespace motcua::verify {
namespace {

/// Follows the rolling hash from seal to seal, so that what is wrong is told for its stretch alone. Where a seal and
/// the events before it disagree, the next seal tells which of the two was changed.
class Rolling {
 public:
  explicit Rolling(Check& check) : check_{check} {}

  void add(const std::string& hash) {
    by_events_ = store::sha256_hex(by_events_ + hash);
    if (doubt_) doubt_->by_seal = store::sha256_hex(doubt_->by_seal + hash);
  }
  /// An event is missing: until the next seal nothing can be said.
  void lost() { lost_ = true; }

  void compare(std::int64_t at, const std::string& name, const std::string& sealed) {
    const bool fits = sealed == by_events_;
    if (doubt_) tell(*doubt_, fits);
    const bool explained = fits || lost_ || (doubt_ && sealed == doubt_->by_seal);
    doubt_.reset();
    if (!explained) doubt_ = Doubt{sealed_through_ + 1, at, name, sealed};
    if (!fits && explained) by_events_ = sealed;
    lost_ = false;
    sealed_through_ = at;
  }
  /// Nothing is sealed behind the last events: what is in doubt still is told as it stands.
  void end() {
    if (doubt_) tell(*doubt_, false);
  }

 private:
  struct Doubt {
    std::int64_t first;
    std::int64_t last;
    std::string name;
    std::string by_seal;
  };

  void tell(const Doubt& doubt, bool events_are_right) {
    if (events_are_right || doubt.first > doubt.last) {
      check_.wrong(doubt.name, "its hash is not that of the events up to it");
    } else {
      check_.wrong("sequence " + stretch(doubt.first, doubt.last),
                   "not the events that were sealed: they do not give the hash of " + doubt.name);
      by_events_ = doubt.by_seal;
    }
  }

  Check& check_;
  std::string by_events_{outbox::no_previous_hash};
  std::optional<Doubt> doubt_;
  std::int64_t sealed_through_ = 0;
  bool lost_ = false;
};

struct Log {
  std::int64_t last = 0;
  std::int64_t published = 0;
  std::string hash{outbox::no_previous_hash};
};

Log log_of(store::Transaction& dossiers, const std::string& topic) {
  Log log;
  const auto row = dossiers.first<std::int64_t, std::int64_t, std::string>(
      "SELECT last_sequence, published_through, rolling_hash FROM outbox_log WHERE topic = :topic", topic);
  if (row) std::tie(log.last, log.published, log.hash) = *row;
  return log;
}

std::map<std::int64_t, std::string> checkpoints_of(store::Transaction& dossiers) {
  std::map<std::int64_t, std::string> checkpoints;
  for (auto& [sequence, hash] :
       dossiers.query<std::int64_t, std::string>("SELECT sequence, rolling_hash FROM checkpoints ORDER BY sequence"))
    checkpoints.emplace(sequence, std::move(hash));
  return checkpoints;
}

class Walk {
 public:
  Walk(store::Transaction& dossiers, Check& check)
      : dossiers_{dossiers}, check_{check}, rolling_{check}, checkpoints_{checkpoints_of(dossiers)} {}

  void run() {
    constexpr int at_once = 2000;
    while (true) {
      const auto rows = dossiers_.query<std::int64_t, std::string, std::int64_t, std::string>(
          "SELECT sequence, record_id, version, hash FROM history WHERE sequence > :after ORDER BY sequence LIMIT "
          ":at_most",
          last_, at_once);
      if (rows.empty()) return;
      for (const auto& [sequence, record, version, hash] : rows) take(sequence, named(record, version), hash);
    }
  }

  void compare(const Log& log) {
    if (last_ < log.last) missing(last_ + 1, log.last);
    if (last_ > log.last) {
      check_.wrong("sequence " + stretch(log.last + 1, last_), "it was never given: the log ends before it");
      rolling_.lost();
    }
    if (log.published > log.last)
      check_.wrong("outbox_log", "it says published through " + std::to_string(log.published) + " and gave only " +
                                     std::to_string(log.last));
    for (const auto& [sequence, hash] : checkpoints_)
      check_.wrong("checkpoint " + std::to_string(sequence), "no event ends there");
    rolling_.compare(last_, "outbox_log", log.hash);
    rolling_.end();
  }

  std::int64_t events() const { return events_; }
  std::int64_t seals() const { return seals_; }

 private:
  void take(std::int64_t sequence, const std::string& where, const std::string& hash) {
    ++events_;
    if (sequence == last_) {
      check_.wrong(where, "its sequence " + std::to_string(sequence) + " is another event's too");
      return;
    }
    if (sequence > last_ + 1) missing(last_ + 1, sequence - 1);
    last_ = sequence;
    rolling_.add(hash);
    if (sequence % outbox::sealed_every == 0) seal(sequence);
  }

  void missing(std::int64_t first, std::int64_t last) {
    check_.wrong("sequence " + stretch(first, last), "it was given and no event has it");
    rolling_.lost();
  }

  void seal(std::int64_t sequence) {
    const auto found = checkpoints_.find(sequence);
    const std::string name = "checkpoint " + std::to_string(sequence);
    if (found == checkpoints_.end()) {
      check_.wrong(name, "it is missing");
      return;
    }
    rolling_.compare(sequence, name, found->second);
    checkpoints_.erase(found);
    ++seals_;
  }

  store::Transaction& dossiers_;
  Check& check_;
  Rolling rolling_;
  std::map<std::int64_t, std::string> checkpoints_;
  std::int64_t last_ = 0;
  std::int64_t events_ = 0;
  std::int64_t seals_ = 0;
};

}  // namespace

void check_sequences(store::Transaction& dossiers, const std::string& topic, Report& report) {
  Check check{report, "sequences"};
  Walk walk{dossiers, check};
  walk.run();
  walk.compare(log_of(dossiers, topic));
  const auto [waiting] = *dossiers.first<std::int64_t>("SELECT COUNT(*) FROM history WHERE sequence IS NULL");
  if (waiting > 0) check.note(counted(waiting, "event") + " not numbered yet");
  check.done(counted(walk.events(), "event") + ", " + counted(walk.seals(), "checkpoint"));
}

}  // namespace motcua::verify
