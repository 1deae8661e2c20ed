#include "outbox/refill.hpp"

#include <algorithm>

#include "log/log.hpp"

namespace motcua::outbox {
namespace {

constexpr std::int64_t longest_request = 5000;
// A small broker must be able to keep a whole answer until it is read: the embedded one keeps 5 MiB a partition.
constexpr std::int64_t longest_answer = 2 * 1024 * 1024;
constexpr int events_at_once = 250;
constexpr std::size_t in_flight_at_most = 2000;

}  // namespace

Refills::Refills(store::Database& database, const RelaySettings& settings)
    : database_{database},
      settings_{settings},
      requests_{bus::Consumer::tail(settings.bus, std::string{refill_topic})} {}

void Refills::listen(std::int64_t published_through) {
  while (const auto message = requests_->poll(std::chrono::milliseconds{0})) {
    const auto request = refill_request_of(*message);
    if (!request || request->topic != settings_.topic) continue;
    const std::int64_t asked =
        std::min(request->from_sequence + std::min(request->count, longest_request) - 1, published_through);
    if (asked < request->from_sequence) continue;
    const std::int64_t through = last_within(database_, request->from_sequence, asked, longest_answer);
    std::erase_if(open_, [&](const Open& open) { return open.request.consumer == request->consumer; });
    const std::string header = request->request + "/" + std::to_string(through - request->from_sequence + 1);
    log::info("refill asked for",
              {{"consumer", request->consumer}, {"from", request->from_sequence}, {"through", through}});
    open_.push_back({*request, request->from_sequence, through, header, {}});
  }
}

std::int64_t Refills::serve(Publisher& publisher) {
  if (open_.empty() || publisher.in_flight() > in_flight_at_most) return 0;
  Open& open = open_.front();
  if (open.loaded.empty()) {
    auto events = numbered_from(database_, open.next, open.through, events_at_once);
    open.loaded.assign(std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
  }
  std::int64_t sent = 0;
  while (!open.loaded.empty() && publisher.send_again(open.loaded.front(), open.header)) {
    open.next = open.loaded.front().sequence + 1;
    open.loaded.pop_front();
    ++sent;
  }
  if (open.next > open.through || (sent == 0 && open.loaded.empty())) {
    open_.pop_front();
  } else if (open_.size() > 1 && open.loaded.empty()) {
    std::rotate(open_.begin(), open_.begin() + 1, open_.end());
  }
  return sent;
}

}  // namespace motcua::outbox
