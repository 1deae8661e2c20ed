#include "outbox/relay.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "log/log.hpp"
#include "outbox/numbering.hpp"
#include "outbox/publisher.hpp"
#include "outbox/refill.hpp"

namespace motcua::outbox {
namespace {

using SteadyClock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr int rows_at_once = 500;
constexpr std::size_t buffered_at_most = 1500;
constexpr std::size_t in_flight_at_most = 2000;
// How long before the newest event that has a number one may have been recorded and still be looked for every time.
constexpr auto late_at_most = 1s;

/// True once every `interval`.
class Every {
 public:
  explicit Every(SteadyClock::duration interval) : interval_{interval} {}
  bool due() {
    const auto now = SteadyClock::now();
    if (now < next_) return false;
    next_ = now + interval_;
    return true;
  }
  void postpone() { next_ = SteadyClock::now() + interval_; }
  void hurry() { next_ = {}; }
  SteadyClock::duration left() const { return std::max(next_ - SteadyClock::now(), SteadyClock::duration::zero()); }

 private:
  SteadyClock::duration interval_;
  SteadyClock::time_point next_{};
};

struct Meters {
  metrics::Gauge backlog;
  metrics::Gauge oldest_age;
  metrics::Counter published;
  metrics::Counter refilled;
  metrics::Counter wipes;
  metrics::Gauge epoch;
  metrics::Gauge leading;

  Meters(metrics::Registry& registry, const std::string& topic)
      : backlog{registry.gauge("motcua_outbox_backlog_events", "Events in history that the broker has not acknowledged",
                               {{"topic", topic}})},
        oldest_age{registry.gauge("motcua_outbox_oldest_age_seconds", "Age of the oldest of them", {{"topic", topic}})},
        published{
            registry.counter("motcua_outbox_published_total", "Events acknowledged by the broker", {{"topic", topic}})},
        refilled{registry.counter("motcua_outbox_refill_events_total", "Events sent again because a reader asked",
                                  {{"topic", topic}})},
        wipes{registry.counter("motcua_outbox_wipes_total", "Times the broker was found to have forgotten",
                               {{"topic", topic}})},
        epoch{registry.gauge("motcua_outbox_epoch", "Epoch of the log", {{"topic", topic}})},
        leading{registry.gauge("motcua_outbox_leading", "1 while this instance leads", {{"topic", topic}})} {}
};

/// Somebody wrote history: the relay need not wait for its next tick.
class Bell {
 public:
  void ring() {
    {
      const std::lock_guard lock{mutex_};
      rung_ = true;
    }
    heard_.notify_one();
  }
  /// True when it rang, now or before.
  bool wait(const std::stop_token& stop, std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    heard_.wait_for(lock, stop, patience, [this] { return rung_; });
    return std::exchange(rung_, false);
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any heard_;
  bool rung_ = false;
};

/// One time of leading, from taking the lead to losing it. When it ends, however it ends, its producer is gone.
class Term {
 public:
  Term(store::Database& database, const RelaySettings& settings, Meters& meters, Bell& bell)
      : database_{database},
        settings_{settings},
        meters_{meters},
        bell_{bell},
        log_{load_log(database, settings.topic, core::system_now())} {}

  void run(const std::stop_token& stop, store::Leadership& lead) {
    bool rang = true;
    while (!stop.stop_requested()) {
      if (lead_check_.due() && !lead.held()) return;
      if (publisher_ && publisher_->saw_wipe()) begin_epoch();
      if (!publisher_ || publisher_->broken()) {
        if (!connect()) {
          measure();
          bell_.wait(stop, 300ms);
          rang = true;
          continue;
        }
      }
      const bool more = number(rang);
      send_live();
      serve_refills();
      write_marks_if_due();
      look_at_broker();
      measure();
      rang = pause(stop, more);
    }
    drain();
  }

 private:
  // False while there is no broker to talk to.
  bool connect() {
    if (publisher_ && !connect_tick_.due()) return false;  // one that breaks at once is not made again at once
    if (publisher_) log_ = remembered();
    publisher_.reset();
    connect_tick_.postpone();
    if (!bus::ensure_topics(settings_.bus,
                            {{settings_.topic, settings_.partitions, settings_.retention}, refill_topic_settings()},
                            2s)) {
      return false;
    }
    publish_after(log_);
    switch (publisher_->look(1s)) {
      case Publisher::Broker::forgot: return begin_epoch();
      case Publisher::Broker::as_before: break;
      case Publisher::Broker::without_topic:
      case Publisher::Broker::silent: publisher_.reset(); return false;
    }
    tell_last();
    if (!refills_) refills_.emplace(database_, settings_);
    return true;
  }

  // What is known to be acknowledged, written down or not.
  LogState remembered() const {
    LogState log = log_;
    if (!publisher_) return log;
    log.published_through = publisher_->published_through();
    log.last_offsets = publisher_->marks().offsets;
    return log;
  }

  void publish_after(const LogState& log) {
    publisher_.emplace(settings_, log);
    next_ = log.published_through + 1;
    buffer_.clear();
    counted_ = 0;
    written_ = 0;
    meters_.epoch.set(static_cast<double>(log.epoch));
  }

  // Nothing of this epoch is known to have arrived. Readers hear of it by one event, the last one: it carries the new
  // epoch and the highest sequence. What they miss they ask for.
  void tell_last() {
    if (log_.published_through == 0 || !log_.last_offsets.empty()) return;
    for (const Outgoing& last : numbered_from(database_, log_.published_through, log_.published_through, 1))
      publisher_->send_again(last, {});
  }

  // False while the new epoch has no broker yet; it is written down already.
  bool begin_epoch() {
    const std::int64_t through = publisher_->published_through();
    publisher_.reset();
    log_ = open_epoch(database_, settings_.topic, log_, through, core::system_now());
    meters_.wipes.increment();
    log::warn("the broker has forgotten; a new epoch begins", {{"topic", settings_.topic}, {"epoch", log_.epoch}});
    return connect();
  }

  // True when there may be more at once.
  bool number(bool rang) {
    if (buffer_.size() > buffered_at_most - rows_at_once) return false;
    wanted_ = wanted_ || rang || number_tick_.due();
    if (!wanted_ || !pace_.due()) return false;
    wanted_ = false;
    number_tick_.postpone();
    const core::Instant from = whole_tick_.due() ? core::Instant{} : from_;
    // The bell also rings for what the cycle before has numbered already: a look is cheaper than a transaction.
    if (!any_waits(database_, from)) {
      pace_.hurry();
      return false;
    }
    Marks marks = publisher_->marks();
    auto numbered = give_numbers(database_, settings_.topic, log_, marks, rows_at_once, core::system_now(), from);
    written(std::move(marks));
    // What is recorded earlier and committed later waits for the next look at all.
    // A moment ahead of our clock is an earlier one's, set back since: what is recorded now must not wait for it.
    if (!numbered.events.empty())
      from_ = std::min(numbered.events.back().recorded_at, core::system_now()) - late_at_most;
    const bool follows = next_ + static_cast<std::int64_t>(buffer_.size()) == log_.last_sequence + 1;
    log_.last_sequence = numbered.last_sequence;
    log_.rolling_hash = std::move(numbered.rolling_hash);
    if (follows)
      buffer_.insert(buffer_.end(), std::make_move_iterator(numbered.events.begin()),
                     std::make_move_iterator(numbered.events.end()));
    const bool more = numbered.events.size() == rows_at_once;
    if (more) pace_.hurry();
    return more;
  }

  void send_live() {
    if (buffer_.empty() && next_ <= log_.last_sequence) {
      auto events = numbered_from(database_, next_, log_.last_sequence, rows_at_once);
      buffer_.assign(std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
    }
    while (!buffer_.empty() && publisher_->in_flight() < in_flight_at_most && publisher_->send_live(buffer_.front())) {
      next_ = buffer_.front().sequence + 1;
      buffer_.pop_front();
    }
    publisher_->poll(0ms);
    const std::uint64_t acknowledged = publisher_->acknowledged();
    meters_.published.increment(static_cast<double>(acknowledged - counted_));
    counted_ = acknowledged;
  }

  void serve_refills() {
    refills_->listen(publisher_->published_through());
    meters_.refilled.increment(static_cast<double>(refills_->serve(*publisher_)));
  }

  void write_marks_if_due() {
    if (publisher_->acknowledged() == written_) {
      marks_tick_.postpone();
      return;
    }
    if (!marks_tick_.due()) return;
    Marks marks = publisher_->marks();
    write_marks(database_, settings_.topic, log_, marks);
    written(std::move(marks));
  }

  // These marks are in the database. Nothing is acknowledged meanwhile: that is heard in `poll` alone.
  void written(Marks&& marks) {
    log_.published_through = marks.published_through;
    log_.last_offsets = std::move(marks.offsets);
    written_ = publisher_->acknowledged();
    marks_tick_.postpone();
  }

  void look_at_broker() {
    if (publisher_->in_flight() > 0) {
      look_tick_.postpone();
      return;
    }
    if (!look_tick_.due()) return;
    switch (publisher_->look(1s)) {
      case Publisher::Broker::forgot: begin_epoch(); break;
      case Publisher::Broker::without_topic:
        log_ = remembered();
        publisher_.reset();  // connecting makes the topic again and finds that it is empty
        break;
      case Publisher::Broker::as_before:
      case Publisher::Broker::silent: break;
    }
  }

  void measure() {
    if (!measure_tick_.due()) return;
    const Backlog waiting = backlog(database_, log_, remembered().published_through);
    meters_.backlog.set(static_cast<double>(waiting.events));
    const auto age = waiting.oldest == 0 ? 0ms : core::system_now() - core::instant_from(waiting.oldest);
    meters_.oldest_age.set(std::max(0.0, std::chrono::duration<double>(age).count()));
  }

  // True when the bell rang.
  bool pause(const std::stop_token& stop, bool more) {
    if (!publisher_) return false;
    const bool busy = more || !buffer_.empty() || next_ <= log_.last_sequence || refills_->waiting();
    if (busy && publisher_->in_flight() < in_flight_at_most / 2) return more || bell_.wait(stop, 0ms);
    if (publisher_->in_flight() > 0) {
      publisher_->poll(1ms);
      return bell_.wait(stop, 0ms) || more;
    }
    if (wanted_) {
      std::this_thread::sleep_for(pace_.left());
      return false;
    }
    return bell_.wait(stop, refills_->lately() ? 5ms : 25ms);
  }

  // What is under way gets a moment to be acknowledged; the rest is sent by whoever leads next.
  void drain() {
    if (!publisher_) return;
    const auto until = SteadyClock::now() + 1500ms;
    while (publisher_->in_flight() > 0 && !publisher_->broken() && SteadyClock::now() < until) publisher_->poll(10ms);
    if (publisher_->saw_wipe()) return;
    write_marks(database_, settings_.topic, log_, publisher_->marks());
  }

  store::Database& database_;
  const RelaySettings& settings_;
  Meters& meters_;
  Bell& bell_;
  LogState log_;
  std::optional<Publisher> publisher_;
  std::optional<Refills> refills_;
  std::deque<Outgoing> buffer_;  // of the sequences from next_ on, without a gap
  std::int64_t next_ = 1;
  std::uint64_t counted_ = 0;
  std::uint64_t written_ = 0;
  Every connect_tick_{300ms};
  Every lead_check_{250ms};
  bool wanted_ = false;  // numbering, when it is its turn
  Every number_tick_{25ms};
  Every pace_{15ms};  // a transaction for each event would cost the database more than the event did
  Every whole_tick_{1s};
  core::Instant from_{};  // where looking for history without a number begins
  Every marks_tick_{200ms};
  Every look_tick_{1s};
  Every measure_tick_{2s};
};

}  // namespace

struct Relay::Parts {
  store::Database& database;
  RelaySettings settings;
  Meters meters;
  Bell bell;
};

Relay::Relay(store::Database& database, RelaySettings settings, metrics::Registry& metrics) {
  load_log(database, settings.topic, core::system_now());  // a wrong topic is told at the start
  Meters meters{metrics, settings.topic};
  parts_.reset(new Parts{database, std::move(settings), meters, {}});
}

Relay::~Relay() = default;

void Relay::wake() { parts_->bell.ring(); }

void Relay::run(const std::stop_token& stop) {
  const auto lead = store::Leadership::of(parts_->settings.database, "relay " + parts_->settings.topic);
  auto wait = 100ms;
  while (!stop.stop_requested()) {
    try {
      if (lead->held()) {
        parts_->meters.leading.set(1);
        Term term{parts_->database, parts_->settings, parts_->meters, parts_->bell};
        wait = 100ms;
        term.run(stop, *lead);
      }
    } catch (const LeadLost&) {
      log::info("another relay leads", {{"topic", parts_->settings.topic}});
    } catch (const store::Unavailable&) {
      log::warn("the database does not answer; the relay tries again",
                {{"topic", parts_->settings.topic}, {"in_ms", wait.count()}});
    } catch (const std::exception& failure) {
      log::error("the relay failed and starts again", {{"topic", parts_->settings.topic}, {"error", failure.what()}});
    }
    parts_->meters.leading.set(0);
    parts_->bell.wait(stop, wait);
    wait = std::min(wait * 2, 2000ms);
  }
}

}  // namespace motcua::outbox
