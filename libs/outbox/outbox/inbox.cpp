#include "outbox/inbox.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "log/log.hpp"
#include "outbox/completeness.hpp"
#include "outbox/intake.hpp"
#include "outbox/letters.hpp"

namespace motcua::outbox {
namespace {

using SteadyClock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::int64_t beginning = -2;

struct Meters {
  struct Topic {
    metrics::Counter applied;
    metrics::Counter dropped;
    metrics::Counter dead;
    metrics::Gauge lag_seconds;
    metrics::Gauge lag_events;
  };
  std::map<std::string, Topic> topics;
  metrics::Gauge dead_letters;

  Meters(metrics::Registry& registry, const std::vector<std::string>& names)
      : dead_letters{
            registry.gauge("motcua_inbox_dead_letters", "Letters that could not be applied and wait for a decision")} {
    for (const std::string& name : names) {
      const metrics::Labels labels{{"topic", name}};
      topics.emplace(
          name,
          Topic{registry.counter("motcua_inbox_applied_total", "Events applied", labels),
                registry.counter("motcua_inbox_dropped_total", "Events dropped because they were known", labels),
                registry.counter("motcua_inbox_dead_letters_total", "Events that could not be applied", labels),
                registry.gauge("motcua_inbox_lag_seconds", "Age of the last event applied, 0 when none waits", labels),
                registry.gauge("motcua_inbox_lag_events", "Messages in the topic that are not read yet", labels)});
    }
  }
};

/// Waits, but not beyond a stop.
void pause(const std::stop_token& stop, SteadyClock::duration patience) {
  const auto until = SteadyClock::now() + patience;
  while (!stop.stop_requested() && SteadyClock::now() < until) std::this_thread::sleep_for(20ms);
}

struct Batch {
  struct Step {
    std::int64_t expected;
    Position next;
  };
  std::vector<Incoming> messages;
  std::map<PartitionKey, Step> steps;

  void clear() {
    messages.clear();
    steps.clear();
  }
};

/// One connection to the broker, from the first look for it until it is of no more use.
class Session {
 public:
  Session(store::Database& database, const InboxSettings& settings, const Inbox::Apply& apply, Meters& meters,
          std::vector<Completeness>& completeness, const std::stop_token& stop)
      : database_{database},
        settings_{settings},
        apply_{apply},
        meters_{meters},
        completeness_{completeness},
        stop_{stop},
        letters_{database, settings.bus, settings.consumer},
        // A SQLite file has one process: nobody to share partitions with, and nothing to wait for at a start.
        consumer_{settings.bus,
                  database.dialect() == store::Dialect::sqlite ? std::string{} : "motcua." + settings.consumer,
                  settings.instance, settings.topics, [this](const auto& partitions) { return assigned(partitions); }} {
  }

  void run() {
    while (!stop_.stop_requested() && !consumer_.fatal()) {
      collect();
      settle();
      look_around();
    }
  }

 private:
  // Without the database there is nothing to see; the connection to the broker is still good.
  void look_around() {
    try {
      for (Completeness& one : completeness_) one.look([this](const RefillRequest& request) { letters_.ask(request); });
      letters_.serve();
      measure();
    } catch (const store::Unavailable& failure) {
      log::warn("the database does not say what is missing; trying again", {{"error", failure.what()}});
      pause(stop_, 100ms);
    }
  }

  Completeness& completeness_of(const std::string& topic) {
    const auto at = std::find(settings_.topics.begin(), settings_.topics.end(), topic) - settings_.topics.begin();
    return completeness_.at(static_cast<std::size_t>(at));
  }

  // Inside poll. What was collected and not settled is read again from here.
  std::vector<std::int64_t> assigned(const std::vector<PartitionKey>& partitions) {
    batch_.clear();
    positions_.clear();
    std::vector<std::int64_t> offsets;
    offsets.reserve(partitions.size());
    for (const PartitionKey& partition : partitions) offsets.push_back(start_of(partition));
    return offsets;
  }

  std::int64_t start_of(const PartitionKey& partition) {
    while (!stop_.stop_requested()) {
      try {
        Position& position = positions_[partition];
        position = database_.in_transaction([&](store::Transaction& tx) { return position_of(tx, partition); });
        return verified(partition, position);
      } catch (const std::exception& failure) {  // must not pass through librdkafka
        log::warn("positions cannot be read; trying again", {{"topic", partition.first}, {"error", failure.what()}});
        pause(stop_, 300ms);
      }
    }
    return beginning;
  }

  // The offset that was kept means something only while the broker still has, right before it, the message that we
  // remember.
  std::int64_t verified(const PartitionKey& partition, const Position& position) {
    if (position.next_offset == 0) return beginning;
    const std::int64_t before = position.next_offset - 1;
    const auto marks = consumer_.watermarks(partition.first, partition.second, 3s);
    if (marks && before >= marks->low && position.next_offset <= marks->high) {
      const auto message = consumer_.peek(partition.first, partition.second, before, 5s);
      if (message && identity_of(*message) == position.last_id) return position.next_offset;
    }
    log::info("the partition is not as it was; reading it from its beginning",
              {{"topic", partition.first}, {"partition", partition.second}, {"offset", position.next_offset}});
    completeness_of(partition.first).doubt();
    return beginning;
  }

  static std::string identity_of(const bus::Message& message) {
    const Incoming incoming = incoming_of(bus::Message{message});
    return identity(incoming.epoch, incoming.id);
  }

  void collect() {
    auto message = consumer_.poll(50ms);
    while (message) {
      if (!add(std::move(*message))) break;
      if (batch_.messages.size() >= static_cast<std::size_t>(settings_.batch)) break;
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_batch_ - SteadyClock::now());
      // Who fills up again has batches that are large as they are.
      const bool refilling = !batch_.messages.empty() && !batch_.messages.back().refill.empty();
      message = consumer_.poll(refilling ? 0ms : std::max(0ms, left));
    }
    if (!batch_.messages.empty()) next_batch_ = SteadyClock::now() + settings_.between_batches;
  }

  // False when the partition must be read from its beginning first.
  bool add(bus::Message&& raw) {
    Incoming message = incoming_of(std::move(raw));
    const PartitionKey key{message.event.topic, message.partition};
    const auto position = positions_.find(key);
    if (position == positions_.end()) return true;  // not ours any more
    auto [step, fresh] = batch_.steps.try_emplace(key, Batch::Step{position->second.next_offset, position->second});
    Position& next = step->second.next;
    completeness_of(key.first).event_came(message.event.recorded_at);
    if (message.epoch > next.epoch) {
      const bool known_before = next.epoch != 0;
      next.epoch = message.epoch;
      if (known_before && message.offset != 0) {
        // The broker has been another one for a while: what lies before this message was never read.
        log::info("a new log epoch; reading the partition from its beginning",
                  {{"topic", key.first}, {"partition", key.second}});
        completeness_of(key.first).doubt();
        rewind_ = key;
        return false;
      }
    }
    next.next_offset = message.offset + 1;
    next.last_id = identity(message.epoch, message.id);
    batch_.messages.push_back(std::move(message));
    return true;
  }

  void settle() {
    if (!batch_.messages.empty()) take_in();
    if (rewind_) {
      const PartitionKey key = *rewind_;
      // The epoch counts as known from here on, or the first message after the seek would send us back again.
      if (const auto step = batch_.steps.find(key); step != batch_.steps.end())
        positions_[key].epoch = step->second.next.epoch;
      consumer_.seek(key.first, key.second, beginning);
      rewind_.reset();
    }
    batch_.clear();
  }

  void take_in() {
    auto care = Intake::Care::together;
    std::map<std::string, std::string> given_up;
    std::map<std::string, int> failures;
    auto wait = std::chrono::milliseconds{50};
    while (!stop_.stop_requested()) {
      try {
        finish(database_.in_transaction([&](store::Transaction& tx) { return transaction(tx, care, given_up); }));
        return;
      } catch (const Fenced&) {
        read_again();
        return;
      } catch (const Unreadable&) {
        care = Intake::Care::one_by_one;
        continue;
      } catch (const Culprit& failure) {
        constexpr int tries = 5;
        log::error("an event could not be applied", {{"event", failure.id()}, {"attempt", ++failures[failure.id()]}});
        if (failures[failure.id()] >= tries)
          given_up[failure.id()] = "could not be applied, for a reason of the program's own";
      } catch (const store::Unavailable&) {
        log::warn("the database does not take a batch; trying again",
                  {{"events", batch_.messages.size()}, {"in_ms", wait.count()}});
      } catch (const std::exception& failure) {
        log::error("a batch failed; trying its events one by one", {{"error", failure.what()}});
        care = Intake::Care::one_by_one;
      }
      pause(stop_, wait);
      wait = std::min<std::chrono::milliseconds>(wait * 2, 2s);
    }
  }

  Outcome transaction(store::Transaction& tx, Intake::Care care, const std::map<std::string, std::string>& given_up) {
    for (const auto& [partition, step] : batch_.steps) move_on(tx, partition, step.expected, step.next);
    Intake intake{tx, apply_, care, given_up, core::system_now()};
    intake.take(batch_.messages);
    Outcome outcome = intake.finish();
    std::map<std::pair<std::string, std::string>, std::pair<std::int64_t, std::int64_t>> refills;
    for (const Incoming& message : batch_.messages) {
      if (message.refill.empty()) continue;
      auto& [came, expected] = refills[{message.event.topic, message.refill}];
      ++came;
      expected = message.refill_count;
    }
    for (const auto& [which, counts] : refills)
      count_refill(tx, which.first, which.second, counts.first, counts.second);
    return outcome;
  }

  void finish(const Outcome& outcome) {
    for (const auto& [partition, step] : batch_.steps) positions_[partition] = step.next;
    for (const auto& [name, topic] : outcome.topics) {
      Meters::Topic& meters = meters_.topics.at(name);
      meters.applied.increment(static_cast<double>(topic.applied));
      meters.dropped.increment(static_cast<double>(topic.dropped));
      last_recorded_[name] = topic.last_recorded;
    }
    for (const Incoming& message : batch_.messages) {
      if (!message.refill.empty()) completeness_of(message.event.topic).answer_came();
    }
    for (const ParkedEvent& letter : outcome.dead) {
      log::error("an event goes to the dead letters",
                 {{"event", letter.id}, {"type", letter.event.type}, {"reason", letter.reason}});
      meters_.topics.at(letter.event.topic).dead.increment();
      letters_.copy(letter);
    }
  }

  // Our idea of where the partitions stand is wrong: take the database's.
  void read_again() {
    log::warn("a partition was read by another; reading the positions again");
    for (auto& [partition, position] : positions_) {
      position = database_.in_transaction([&key = partition](store::Transaction& tx) { return position_of(tx, key); });
      consumer_.seek(partition.first, partition.second, position.next_offset == 0 ? beginning : position.next_offset);
    }
    batch_.clear();
    rewind_.reset();
  }

  void measure() {
    if (SteadyClock::now() < next_measure_) return;
    next_measure_ = SteadyClock::now() + 2s;
    std::map<std::string, std::int64_t> waiting;
    for (const auto& [partition, position] : positions_) {
      const auto marks = consumer_.known_watermarks(partition.first, partition.second);
      if (marks)
        waiting[partition.first] += std::max<std::int64_t>(0, marks->high - std::max(position.next_offset, marks->low));
    }
    for (auto& [name, meters] : meters_.topics) {
      meters.lag_events.set(static_cast<double>(waiting[name]));
      const auto last = last_recorded_.find(name);
      const bool waits = waiting[name] > 0 && last != last_recorded_.end();
      const auto age = waits ? core::system_now() - last->second : 0ms;
      // Below zero when the publisher's clock is ahead of ours.
      meters.lag_seconds.set(std::max(0.0, std::chrono::duration<double>(age).count()));
    }
    const auto dead = database_.in_read_one([](store::Transaction& tx) {
      return std::get<0>(tx.first<std::int64_t>("SELECT COUNT(*) FROM inbox_parked WHERE dead > 0").value());
    });
    meters_.dead_letters.set(static_cast<double>(dead));
  }

  store::Database& database_;
  const InboxSettings& settings_;
  const Inbox::Apply& apply_;
  Meters& meters_;
  std::vector<Completeness>& completeness_;
  const std::stop_token& stop_;
  std::map<PartitionKey, Position> positions_;  // of the partitions that are ours, as the database has them
  Batch batch_;
  std::optional<PartitionKey> rewind_;
  std::map<std::string, core::Instant> last_recorded_;
  SteadyClock::time_point next_batch_{};
  SteadyClock::time_point next_measure_{};
  Letters letters_;
  bus::Consumer consumer_;
};

}  // namespace

struct Inbox::Parts {
  store::Database& database;
  InboxSettings settings;
  Apply apply;
  Meters meters;
  std::vector<Completeness> completeness;
};

Inbox::Inbox(store::Database& database, InboxSettings settings, Apply apply, metrics::Registry& metrics) {
  Meters meters{metrics, settings.topics};
  std::vector<Completeness> completeness;
  for (const std::string& topic : settings.topics)
    completeness.emplace_back(database, settings.consumer, topic, metrics);
  parts_.reset(new Parts{database, std::move(settings), std::move(apply), std::move(meters), std::move(completeness)});
}

Inbox::~Inbox() = default;

void Inbox::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      Session session{parts_->database, parts_->settings, parts_->apply, parts_->meters, parts_->completeness, stop};
      session.run();
    } catch (const std::exception& failure) {
      log::warn("reading stops for a moment", {{"consumer", parts_->settings.consumer}, {"error", failure.what()}});
    }
    pause(stop, 500ms);
  }
}

std::vector<DeadLetter> Inbox::dead_letters(const std::string& after, std::int64_t at_most) {
  return parts_->database.in_read([&](store::Transaction& tx) { return outbox::dead_letters(tx, after, at_most); });
}

core::Result<Redriven, std::string> Inbox::redrive(const std::string& id) {
  using Answer = core::Result<Redriven, std::string>;
  return parts_->database.in_transaction([&](store::Transaction& tx) -> Answer {
    const auto found = dead_letter(tx, id);
    if (found.empty()) return Redriven::not_found;
    hold(tx, {found.front().event.topic, found.front().partition});
    const auto still = dead_letter(tx, id);  // whoever held it before may have settled it
    if (still.empty()) return Redriven::not_found;
    const ParkedEvent& letter = still.front();
    if (letter.fate == Fate::unreadable) {
      if (letter.event.sequence == 0) return std::string{"it names no event that could be asked for; discard it"};
      unpark(tx, letter);
      count_as_missing(tx, letter.event.topic, letter.event.sequence);
      return Redriven::asked_for_again;
    }
    static const std::map<std::string, std::string> nothing_given_up;
    Intake intake{tx, parts_->apply, Intake::Care::one_by_one, nothing_given_up, core::system_now()};
    auto refused = intake.retry(letter);
    intake.finish();
    if (refused) return *std::move(refused);
    return Redriven::applied;
  });
}

bool Inbox::discard(const std::string& id) {
  return parts_->database.in_transaction([&](store::Transaction& tx) {
    const auto found = dead_letter(tx, id);
    if (found.empty() || found.front().event.sequence > 0) return false;
    unpark(tx, found.front());
    return true;
  });
}

std::int64_t complete_through(store::Transaction& tx, const std::string& topic) {
  return progress_of(tx, topic).complete_through;
}

}  // namespace motcua::outbox
