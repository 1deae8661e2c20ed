#include "verify/topic.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>
#include <vector>

#include "outbox/envelope.hpp"
#include "store/many.hpp"

namespace motcua::verify {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto patience = 15s;
constexpr std::int64_t beginning = -2;
constexpr std::size_t messages_at_once = 500;

/// Messages held against history, some hundred at a time.
class Comparison {
 public:
  Comparison(store::Transaction& dossiers, Check& check, const std::string& topic)
      : dossiers_{dossiers}, check_{check} {
    const auto log = dossiers.first<std::int64_t, std::int64_t>(
        "SELECT epoch, published_through FROM outbox_log WHERE topic = :topic", topic);
    if (log) std::tie(epoch_, published_) = *log;
    seen_.resize(static_cast<std::size_t>(std::clamp<std::int64_t>(published_, 0, believable_at_most)) + 1);
  }

  void add(bus::Message&& message) {
    ++messages_;
    batch_.push_back(outbox::incoming_of(std::move(message)));
    if (batch_.size() == messages_at_once) flush();
  }

  void flush() {
    std::vector<std::int64_t> sequences;
    for (const outbox::Incoming& message : batch_) sequences.push_back(message.event.sequence);
    const auto rows = rows_with(sequences);
    for (const outbox::Incoming& message : batch_) {
      const auto row = rows.find(message.event.sequence);
      compare(message, row == rows.end() ? nullptr : &row->second);
    }
    batch_.clear();
  }

  void done() {
    flush();
    std::int64_t kept = 0;
    for (const bool seen : seen_) kept += seen ? 1 : 0;
    if (kept < published_)
      check_.note("the broker keeps " + std::to_string(kept) + " of " + counted(published_, "published event"));
    if (older_ > 0) check_.note(counted(older_, "message") + " of an epoch before the present one");
    check_.done(counted(messages_, "message"));
  }

 private:
  using Rows = std::map<std::int64_t, outbox::Event>;

  Rows rows_with(const std::vector<std::int64_t>& sequences) {
    Rows rows;
    const store::Keys keys{dossiers_.dialect(), sequences};
    const std::string sql =
        keys.select("sequence, record_id, version, type, occurred_at, recorded_at, data", "history", "sequence");
    for (auto& [sequence, record, version, type, occurred_at, recorded_at, data] :
         dossiers_
             .query<std::int64_t, std::string, std::int64_t, std::string, core::Instant, core::Instant, std::string>(
                 sql, keys.value())) {
      rows[sequence] = {"",          std::move(record), version,         sequence, std::move(type),
                        occurred_at, recorded_at,       std::move(data), ""};
    }
    return rows;
  }

  void compare(const outbox::Incoming& message, const outbox::Event* row) {
    const outbox::Event& event = message.event;
    if (!message.unreadable.empty()) {
      check_.wrong("message " + std::to_string(message.partition) + "/" + std::to_string(message.offset),
                   "it cannot be read: " + message.unreadable);
      return;
    }
    const std::string where = named(event.record_id, event.version);
    if (message.epoch > epoch_) check_.wrong(where, "its message is of an epoch that was never opened");
    if (message.epoch < epoch_) ++older_;
    if (row == nullptr || row->record_id != event.record_id || row->version != event.version) {
      check_.wrong(where, why_not(event));
      return;
    }
    if (event.sequence < static_cast<std::int64_t>(seen_.size()))
      seen_[static_cast<std::size_t>(event.sequence)] = true;
    if (row->type != event.type || row->occurred_at != event.occurred_at || row->recorded_at != event.recorded_at ||
        row->data != event.data)
      check_.wrong(where, "its message and its history hold different things");
  }

  std::string why_not(const outbox::Event& event) {
    const auto found = dossiers_.first<std::int64_t>(
        "SELECT COALESCE(sequence, 0) FROM history WHERE record_id = :record_id AND version = :version",
        event.record_id, event.version);
    if (!found) return "the topic has it and history does not";
    return "the topic gives it sequence " + std::to_string(event.sequence) + ", history " +
           std::to_string(std::get<0>(*found));
  }

  store::Transaction& dossiers_;
  Check& check_;
  std::int64_t epoch_ = 0;
  std::int64_t published_ = 0;
  std::vector<bool> seen_;
  std::vector<outbox::Incoming> batch_;
  std::int64_t messages_ = 0;
  std::int64_t older_ = 0;
};

}  // namespace

Topic::Topic(const bus::Settings& settings, std::string name)
    : name_{std::move(name)}, consumer_{settings, "", "", {name_}, [this](const auto& partitions) {
                                          return start(partitions);
                                        }} {
  const auto until = Clock::now() + patience;
  while (!started_) {
    if (auto message = consumer_.poll(100ms)) early_.push_back(std::move(*message));
    if (Clock::now() > until) throw std::runtime_error("the broker does not answer, or has no topic " + name_);
  }
}

// Also called again when the broker was away for a moment: then everything is read once more, to the same ends.
std::vector<std::int64_t> Topic::start(const std::vector<std::pair<std::string, std::int32_t>>& partitions) {
  if (!started_) {
    for (const auto& [topic, partition] : partitions) {
      const auto marks = consumer_.watermarks(topic, partition, patience);
      if (!marks) throw std::runtime_error("the broker does not say what it has of " + topic);
      if (marks->high > marks->low) ends_[partition] = marks->high;
    }
    started_ = true;
  }
  return std::vector<std::int64_t>(partitions.size(), beginning);
}

std::optional<bus::Message> Topic::next() {
  const auto until = Clock::now() + patience;
  auto look_again = Clock::now() + 1s;
  while (!ends_.empty()) {
    if (auto message = arrived(); message && is_wanted(*message)) return message;
    if (Clock::now() < look_again) continue;
    look_again = Clock::now() + 1s;
    drop_what_the_broker_forgot();
    if (Clock::now() > until) throw std::runtime_error("the broker fell silent before all of its messages were read");
  }
  return std::nullopt;
}

std::optional<bus::Message> Topic::arrived() {
  if (early_.empty()) return consumer_.poll(200ms);
  std::optional<bus::Message> message = std::move(early_.front());
  early_.pop_front();
  return message;
}

bool Topic::is_wanted(const bus::Message& message) {
  const auto end = ends_.find(message.partition);
  if (end == ends_.end()) return false;
  const bool wanted = message.offset < end->second;
  if (message.offset + 1 >= end->second) ends_.erase(end);
  return wanted;
}

// A small broker may forget, while it is read, the very messages that were to be the last.
void Topic::drop_what_the_broker_forgot() {
  for (auto end = ends_.begin(); end != ends_.end();) {
    const auto marks = consumer_.watermarks(name_, end->first, 1s);
    const bool gone = marks && (marks->low >= end->second || marks->high < end->second);
    end = gone ? ends_.erase(end) : std::next(end);
  }
}

void Topic::check(store::Transaction& dossiers, Report& report) {
  Check check{report, "topic"};
  Comparison comparison{dossiers, check, name_};
  while (auto message = next()) comparison.add(std::move(*message));
  comparison.done();
}

}  // namespace motcua::verify
