#include "outbox/refill.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "log/log.hpp"

namespace motcua::outbox {
namespace {

constexpr std::int64_t longest_request = 5000;
// A small broker must be able to keep a whole answer until it is read: the embedded one keeps 5 MiB a partition.
constexpr std::int64_t longest_answer = 2 * 1024 * 1024;
constexpr int events_at_once = 250;
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
    if (!request || request->topic != settings_.topic || published_through == 0) continue;
    const bool known =
        std::ranges::any_of(open_, [&](const Open& open) { return open.request.consumer == request->consumer; });
    if (!known && open_.size() >= readers_at_once) continue;  // it asks again
    const std::int64_t from = std::min(request->from_sequence, published_through + 1);
    const std::int64_t asked = std::min(from + std::min(request->count, longest_request) - 1, published_through);
    const std::int64_t through = asked < from ? from - 1 : last_within(database_, from, asked, longest_answer);
    std::erase_if(open_, [&](const Open& open) { return open.request.consumer == request->consumer; });
    const std::string header = request->request + "/" + std::to_string(through - from + 1);
    log::info("refill asked for", {{"consumer", request->consumer}, {"from", from}, {"through", through}});
    open_.push_back({*request, from, through, through == published_through ? 0 : published_through, header, {}});
  }
}

std::vector<Outgoing> Refills::following(Open& open) {
  if (open.next > open.through) {
    const std::int64_t last = std::exchange(open.last, 0);
    return numbered_from(database_, last, last, 1);
  }
  auto events = numbered_from(database_, open.next, open.through, events_at_once);
  open.next = events.empty() ? open.through + 1 : events.back().sequence + 1;
  return events;
}

std::int64_t Refills::serve(Publisher& publisher) {
  if (open_.empty() || publisher.in_flight() > in_flight_at_most) return 0;
  Open& open = open_.front();
  if (open.loaded.empty()) {
    auto events = following(open);
    open.loaded.assign(std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
  }
  std::int64_t sent = 0;
  while (!open.loaded.empty() && publisher.send_again(open.loaded.front(), open.header)) {
    open.loaded.pop_front();
    ++sent;
  }
  if (open.loaded.empty() && open.next > open.through && open.last == 0) {
    open_.pop_front();
  } else if (open_.size() > 1 && open.loaded.empty()) {
    std::rotate(open_.begin(), open_.begin() + 1, open_.end());
  }
  return sent;
}

}  // namespace motcua::outbox
