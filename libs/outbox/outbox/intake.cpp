#include "outbox/intake.hpp"

#include <algorithm>
#include <new>
#include <set>

#include "store/many.hpp"

namespace motcua::outbox {

Intake::Intake(store::Transaction& tx, const Inbox::Apply& apply, Care care,
               const std::map<std::string, std::string>& given_up, core::Instant now)
    : tx_{tx}, apply_{apply}, care_{care}, given_up_{given_up}, now_{now} {}

void Intake::load(const std::string& topic, const std::vector<std::string>& ids) {
  Records& records = records_[topic];
  for (const std::string& id : ids) records.try_emplace(id);
  const store::Keys keys{tx_.dialect(), ids};
  for (const auto& [id, version] : tx_.query<std::string, std::int64_t>(
           keys.select("record_id, version", "inbox_records", "record_id", " AND topic = :topic"), keys.value(), topic))
    records[id].last = version;
  if (!tx_.first<std::string>("SELECT id FROM inbox_parked WHERE topic = :topic LIMIT 1", topic)) return;
  for (ParkedEvent& event : parked_of(tx_, topic, ids)) {
    const std::int64_t version = event.event.version;
    records[event.event.record_id].parked.emplace(version, std::move(event));
  }
}

void Intake::take(std::span<const Incoming> messages) {
  std::map<std::string, std::set<std::string>> named;
  for (const Incoming& message : messages) named[message.event.topic].insert(message.event.record_id);
  for (const auto& [topic, ids] : named) load(topic, {ids.begin(), ids.end()});
  for (const Incoming& message : messages) take(message, records_[message.event.topic][message.event.record_id]);
}

void Intake::take(const Incoming& message, Record& record) {
  const Event& event = message.event;
  Outcome::Topic& topic = outcome_.topics[event.topic];
  topic.highest = std::max(topic.highest, event.sequence);
  topic.last_recorded = std::max(topic.last_recorded, event.recorded_at);

  const bool simply_next = care_ == Care::together && event.version == record.last + 1 && record.parked.empty() &&
                           message.unreadable.empty() && !event.record_id.empty() && given_up_.empty();
  if (simply_next) {
    events_.push_back(event);
    count_applied(record, event, topic);
    return;
  }
  ParkedEvent arrived{event, message.id, message.partition, Fate::waits, message.unreadable, false};
  if (event.record_id.empty()) {  // belongs to no record: nothing waits for it, nothing is counted
    arrived.fate = Fate::unreadable;
    park(tx_, arrived, now_);
    outcome_.dead.push_back(std::move(arrived));
    return;
  }
  if (event.version <= record.last) {
    ++topic.dropped;
    return;
  }
  if (const auto there = record.parked.find(event.version); there != record.parked.end()) {
    const bool better = there->second.fate == Fate::unreadable && message.unreadable.empty();
    if (!better) {
      ++topic.dropped;
      return;
    }
    remove_parked(record, event.version, topic);
  }
  if (!message.unreadable.empty()) {
    arrived.fate = Fate::unreadable;
    outcome_.dead.push_back(arrived);
  }
  add_parked(record, std::move(arrived), topic);
  advance(record, topic);
}

void Intake::count_applied(Record& record, const Event& event, Outcome::Topic& topic) {
  ++record.last;
  record.moved = true;
  ++topic.applied;
  topic.counted += event.sequence > 0 ? 1 : 0;
}

void Intake::add_parked(Record& record, ParkedEvent parked, Outcome::Topic& topic) {
  ++topic.parked;
  topic.held += parked.event.sequence > 0 ? 1 : 0;
  const std::int64_t version = parked.event.version;
  record.parked.emplace(version, std::move(parked));
}

void Intake::remove_parked(Record& record, std::int64_t version, Outcome::Topic& topic) {
  const auto gone = record.parked.find(version);
  if (gone->second.stored) unpark(tx_, gone->second);
  --topic.parked;
  topic.held -= gone->second.event.sequence > 0 ? 1 : 0;
  record.parked.erase(gone);
}

// Applies the event that is next, and all that follow it without a gap, up to one that is dead.
void Intake::advance(Record& record, Outcome::Topic& topic) {
  while (true) {
    const auto next = record.parked.find(record.last + 1);
    if (next == record.parked.end() || next->second.fate != Fate::waits) return;
    ParkedEvent& parked = next->second;
    if (const auto refusal = refusal_of(parked.event, parked.id)) {
      parked.fate = Fate::refused;
      parked.reason = *refusal;
      if (parked.stored) marked_.push_back(parked);
      outcome_.dead.push_back(parked);
      return;
    }
    count_applied(record, parked.event, topic);
    if (care_ == Care::together) events_.push_back(parked.event);
    remove_parked(record, record.last, topic);
  }
}

std::optional<std::string> Intake::refusal_of(const Event& event, const std::string& id) {
  if (const auto known = given_up_.find(id); known != given_up_.end()) return known->second;
  if (care_ == Care::together) return std::nullopt;
  tx_.run("SAVEPOINT one_event");
  try {
    apply_(tx_, {&event, 1});
  } catch (const Unreadable& failure) {
    tx_.run("ROLLBACK TO SAVEPOINT one_event");
    tx_.run("RELEASE SAVEPOINT one_event");
    return failure.what();
  } catch (const store::Unavailable&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;  // no fault of the event's
  } catch (const std::exception& failure) {
    throw Culprit{id, failure.what()};
  }
  tx_.run("RELEASE SAVEPOINT one_event");
  return std::nullopt;
}

std::optional<std::string> Intake::retry(const ParkedEvent& letter) {
  Outcome::Topic& topic = outcome_.topics[letter.event.topic];
  load(letter.event.topic, {letter.event.record_id});
  Record& record = records_[letter.event.topic][letter.event.record_id];
  if (letter.event.version <= record.last) {
    remove_parked(record, letter.event.version, topic);
    return std::nullopt;
  }
  ParkedEvent& parked = record.parked.at(letter.event.version);
  parked.fate = Fate::waits;
  parked.reason.clear();
  advance(record, topic);
  const auto still = record.parked.find(letter.event.version);
  if (still == record.parked.end()) return std::nullopt;
  if (still->second.fate == Fate::refused) return still->second.reason;
  mark(tx_, still->second);  // an earlier event of the record is missing: it takes its turn
  return std::nullopt;
}

Outcome Intake::finish() {
  if (!events_.empty()) apply_(tx_, events_);
  write_records();
  write_topics();
  return std::move(outcome_);
}

void Intake::write_records() {
  std::vector<store::Value> moved;
  for (const auto& [topic, records] : records_) {
    for (const auto& [id, record] : records) {
      for (const auto& [version, parked] : record.parked) {
        if (!parked.stored) park(tx_, parked, now_);
      }
      if (!record.moved) continue;
      moved.insert(moved.end(), {store::Value{topic}, store::Value{id}, store::Value{record.last}});
    }
  }
  for (const ParkedEvent& parked : marked_) mark(tx_, parked);
  store::insert_many(tx_, "INSERT INTO inbox_records (topic, record_id, version)", 3,
                     " ON CONFLICT (topic, record_id) DO UPDATE SET version = excluded.version", moved);
}

void Intake::write_topics() {
  for (const auto& [name, topic] : outcome_.topics) {
    // Relative, so that what several instances do adds up.
    tx_.run(
        "INSERT INTO inbox_topics AS known (topic, applied, parked, highest, complete_through, refill_request, "
        "refill_from, refill_expected, refill_seen) VALUES (:topic, :applied, :parked, :highest, 0, '', 0, 0, 0)"
        " ON CONFLICT (topic) DO UPDATE SET applied = known.applied + excluded.applied, parked = known.parked + "
        "excluded.parked, highest = CASE WHEN known.highest < excluded.highest THEN excluded.highest ELSE "
        "known.highest "
        "END",
        name, topic.counted, topic.held, topic.highest);
    // Sequences have no gap: as many as the highest says means every one.
    tx_.run("UPDATE inbox_topics SET complete_through = highest WHERE topic = :topic AND applied + parked = highest",
            name);
  }
}

}  // namespace motcua::outbox
