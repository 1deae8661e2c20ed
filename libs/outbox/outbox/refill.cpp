#include "outbox/refill.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "log/log.hpp"

namespace motcua::outbox {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::int64_t longest_request = 5000;
// A small broker must be able to keep a whole answer and half of the next one until they are read: the embedded one
// keeps 5 MiB a partition.
constexpr std::int64_t longest_answer = 2 * 1024 * 1024;
constexpr std::size_t asked_at_once = 2;
constexpr int events_at_once = 500;
constexpr int heard_at_once = 8;
constexpr std::size_t readers_at_once = 16;
constexpr std::size_t in_flight_at_most = 2000;

}  // namespace

Refills::Refills(store::Database& database, const RelaySettings& settings)
    : database_{database},
      settings_{settings},
      requests_{bus::Consumer::tail(settings.bus, std::string{refill_topic})} {}

void Refills::listen(std::int64_t published_through) {
  // A few at a time, whoever writes to that topic: live events must not wait for those who ask.
  for (int heard = 0; heard < heard_at_once; ++heard) {
    const auto message = requests_->poll(std::chrono::milliseconds{0});
    if (!message) return;
    const auto request = refill_request_of(*message);
    if (request && request->topic == settings_.topic && published_through > 0) take(*request, published_through);
  }
}

void Refills::take(const RefillRequest& request, std::int64_t published_through) {
  auto reader = std::ranges::find_if(open_, [&](const Reader& one) { return one.name == request.consumer; });
  if (reader == open_.end() && open_.size() >= readers_at_once) return;  // it asks again
  const Stretch stretch = stretch_of(request, published_through);
  log::info("refill asked for", {{"consumer", request.consumer}, {"from", stretch.next}, {"through", stretch.through}});
  if (reader == open_.end()) {
    open_.push_back({request.consumer, {stretch}, {}});
    return;
  }
  const bool goes_on = reader->asked.back().through + 1 == stretch.next && reader->asked.size() < asked_at_once;
  if (!goes_on) {
    reader->asked.clear();
    reader->loaded.clear();
  }
  reader->asked.push_back(stretch);
}

Refills::Stretch Refills::stretch_of(const RefillRequest& request, std::int64_t published_through) {
  const std::int64_t from = std::min(request.from_sequence, published_through + 1);
  const std::int64_t asked = std::min(from + std::min(request.count, longest_request) - 1, published_through);
  const std::int64_t through = asked < from ? from - 1 : last_within(database_, from, asked, longest_answer);
  return {from, through, through == published_through ? 0 : published_through,
          request.request + "/" + std::to_string(through - from + 1)};
}

std::vector<Outgoing> Refills::following(Stretch& stretch) {
  if (stretch.next > stretch.through) {
    const std::int64_t last = std::exchange(stretch.last, 0);
    return numbered_from(database_, last, last, 1);
  }
  auto events = numbered_from(database_, stretch.next, stretch.through, events_at_once);
  stretch.next = events.empty() ? stretch.through + 1 : events.back().sequence + 1;
  return events;
}

std::int64_t Refills::serve(Publisher& publisher) {
  if (open_.empty() || publisher.in_flight() > in_flight_at_most) return 0;
  Reader& reader = open_.front();
  Stretch& stretch = reader.asked.front();
  if (reader.loaded.empty()) {
    auto events = following(stretch);
    reader.loaded.assign(std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
  }
  std::int64_t sent = 0;
  while (!reader.loaded.empty() && publisher.send_again(reader.loaded.front(), stretch.header)) {
    reader.loaded.pop_front();
    ++sent;
  }
  last_sent_ = SteadyClock::now();
  if (!reader.loaded.empty()) return sent;
  if (stretch.next > stretch.through && stretch.last == 0) reader.asked.pop_front();
  if (reader.asked.empty()) {
    open_.pop_front();
  } else {
    std::rotate(open_.begin(), open_.begin() + 1, open_.end());
  }
  return sent;
}

bool Refills::lately() const { return SteadyClock::now() - last_sent_ < std::chrono::milliseconds{300}; }

}  // namespace motcua::outbox
