#include "outbox/completeness.hpp"

#include <algorithm>
#include <utility>

#include "core/random.hpp"
#include "log/log.hpp"

namespace motcua::outbox {
namespace {

using namespace std::chrono_literals;

// The next one is asked for when half of this has come: the other half must last until it is heard and served.
constexpr std::int64_t chunk = 4000;
constexpr auto quiet = 500ms;
// For how long an event may be on its way while newer ones come, and what counts as newer: recorded just now.
constexpr auto on_its_way = 5s;
constexpr auto just_now = 3s;
constexpr auto first_patience = 2s;
constexpr auto longest_patience = 15s;
constexpr auto first_backoff = 1s;
constexpr auto longest_backoff = 60s;

}  // namespace

Progress progress_of(store::Transaction& tx, const std::string& topic) {
  Progress progress;
  const auto row = tx.first<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::string, std::int64_t,
                            std::int64_t, std::int64_t>(
      "SELECT applied, parked, highest, complete_through, refill_request, refill_from, refill_expected, refill_seen "
      "FROM inbox_topics"
      " WHERE topic = :topic",
      topic);
  if (row) {
    std::tie(progress.applied, progress.parked, progress.highest, progress.complete_through, progress.refill_request,
             progress.refill_from, progress.refill_expected, progress.refill_seen) = *row;
  }
  return progress;
}

void count_refill(store::Transaction& tx, const std::string& topic, const std::string& request, std::int64_t came,
                  std::int64_t expected) {
  tx.run(
      "UPDATE inbox_topics SET refill_seen = refill_seen + :came, refill_expected = :expected"
      " WHERE topic = :topic AND refill_request = :request",
      came, expected, topic, request);
}

void count_as_missing(store::Transaction& tx, const std::string& topic, std::int64_t sequence) {
  tx.run(
      "UPDATE inbox_topics SET parked = parked - 1, complete_through = CASE WHEN complete_through >= :sequence THEN "
      ":before ELSE complete_through END WHERE topic = :topic",
      sequence, sequence - 1, topic);
}

Completeness::Completeness(store::Database& database, std::string consumer, std::string topic,
                           metrics::Registry& metrics)
    : database_{database},
      consumer_{std::move(consumer)},
      topic_{std::move(topic)},
      missing_{metrics.gauge("motcua_inbox_missing_events", "Events below the highest sequence seen that have not come",
                             {{"topic", topic_}})},
      parked_{metrics.gauge("motcua_inbox_parked", "Events set aside, dead letters included", {{"topic", topic_}})},
      requests_{metrics.counter("motcua_inbox_refill_requests_total", "Times the publisher was asked to send again",
                                {{"topic", topic_}})},
      patience_{first_patience},
      backoff_{first_backoff} {}

void Completeness::look(const std::function<void(const RefillRequest&)>& send) {
  const auto now = SteadyClock::now();
  if (now < next_look_) return;
  next_look_ = now + 100ms;
  const Progress progress = database_.in_read_one([&](store::Transaction& tx) { return progress_of(tx, topic_); });
  missing_.set(static_cast<double>(progress.missing()));
  parked_.set(static_cast<double>(progress.parked));

  if (!progress.refill_request.empty()) {
    follow(progress, send);
    return;
  }
  // An empty database cannot know what it misses, nor whether there is anything.
  const bool empty = progress.highest == 0 && now >= ask_when_empty_;
  if (empty) ask_when_empty_ = now + 15s;
  if (!empty && !behind(progress) && !doubt_) return;
  must_be_heard_ = std::exchange(doubt_, false);
  ask(progress, progress.complete_through + 1, send);
}

// Something is missing, and waiting will not bring it: nothing comes any more, or what comes is new and it is still not
// among it.
bool Completeness::behind(const Progress& progress) {
  const auto now = SteadyClock::now();
  if (progress.missing() == 0 || progress.complete_through != missing_from_) {
    missing_since_ = now;
    missing_from_ = progress.complete_through;
  }
  const bool overtaken = now - missing_since_ >= on_its_way && core::system_now() - newest_ < just_now;
  return progress.missing() > 0 && (overtaken || now - last_event_ >= quiet) && now >= not_before_;
}

void Completeness::follow(const Progress& progress, const Send& send) {
  const auto now = SteadyClock::now();
  if (progress.refill_seen != seen_) {
    // After a start the first look counts as none: whoever was to answer may have answered our predecessor.
    if (seen_ >= 0) last_progress_ = now;
    seen_ = progress.refill_seen;
    if (seen_ > 0) patience_ = first_patience;
  }
  const bool heard = !must_be_heard_ || progress.refill_seen > 0;
  if (progress.highest > 0 && progress.missing() == 0 && heard) {
    replace(progress, "", 0);
    backoff_ = first_backoff;
    not_before_ = {};
    return;
  }
  const std::int64_t next = progress.refill_from + progress.refill_expected;
  const bool chunk_came = progress.refill_expected > 0 && progress.refill_seen >= progress.refill_expected;
  if (next <= progress.highest && progress.refill_expected > 0 &&
      progress.refill_seen * 2 >= progress.refill_expected) {
    ask(progress, next, send);
  } else if (chunk_came && next > progress.highest) {
    replace(progress, "", 0);
    not_before_ = now + backoff_;
    backoff_ = std::min<SteadyClock::duration>(backoff_ * 2, longest_backoff);
    log::error("events are still missing after a refill; asking again later",
               {{"topic", topic_}, {"missing", progress.missing()}, {"complete_through", progress.complete_through}});
  } else if (now - last_progress_ >= patience_) {
    patience_ = std::min<SteadyClock::duration>(patience_ * 2, longest_patience);
    must_be_heard_ = false;  // twice is enough: a publisher that is away asks its broker itself when it comes back
    ask(progress, std::max(progress.refill_from, progress.complete_through + 1), send);
  }
}

void Completeness::ask(const Progress& progress, std::int64_t from, const Send& send) {
  const std::string request = core::uuid7(core::system_now());
  if (!replace(progress, request, from)) return;  // another instance asked meanwhile
  last_progress_ = SteadyClock::now();
  seen_ = 0;
  requests_.increment();
  log::info("asking for a refill", {{"topic", topic_}, {"from", from}, {"missing", progress.missing()}});
  send({consumer_, topic_, from, chunk, request});
}

bool Completeness::replace(const Progress& progress, const std::string& request, std::int64_t from) {
  return database_.in_transaction([&](store::Transaction& tx) {
    tx.run(
        "INSERT INTO inbox_topics (topic, applied, parked, highest, complete_through, refill_request, refill_from, "
        "refill_expected,"
        " refill_seen) VALUES (:topic, 0, 0, 0, 0, '', 0, 0, 0) ON CONFLICT (topic) DO NOTHING",
        topic_);
    return tx.run(
               "UPDATE inbox_topics SET refill_request = :request, refill_from = :from, refill_expected = 0, "
               "refill_seen = 0"
               " WHERE topic = :topic AND refill_request = :before",
               request, from, topic_, progress.refill_request) == 1;
  });
}

}  // namespace motcua::outbox
