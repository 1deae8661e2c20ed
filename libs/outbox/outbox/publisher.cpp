#include "outbox/publisher.hpp"

#include "log/log.hpp"
#include "outbox/envelope.hpp"

namespace motcua::outbox {
namespace {

constexpr std::uint64_t not_counted = 0;  // sequences begin at 1

}  // namespace

Publisher::Publisher(const RelaySettings& settings, const LogState& log)
    : settings_{settings},
      epoch_{log.epoch},
      partitions_{settings.partitions},
      through_{log.published_through},
      offsets_{log.last_offsets},
      producer_{settings.bus, [this](const bus::Delivery& delivery) { delivered(delivery); }} {}

bool Publisher::send_live(const Outgoing& event) {
  const auto message = message_of(event, settings_.topic, partitions_, settings_.source, epoch_, {});
  if (!producer_.send(message, static_cast<std::uint64_t>(event.sequence))) return false;
  reached_.resize(static_cast<std::size_t>(event.sequence - through_), false);
  return true;
}

bool Publisher::send_again(const Outgoing& event, const std::string& refill) {
  return producer_.send(message_of(event, settings_.topic, partitions_, settings_.source, epoch_, refill), not_counted);
}

void Publisher::delivered(const bus::Delivery& delivery) {
  if (!delivery.delivered) {
    failed_ = true;
    return;
  }
  ++acknowledged_;
  if (delivery.offset >= 0) {  // unknown when the broker had it from an earlier try
    const auto [last, first_here] = offsets_.try_emplace(delivery.partition, delivery.offset);
    // The old offset stays in the books then: whoever reads them next must see the wipe, too.
    if (!first_here && delivery.offset <= last->second) {
      wiped_ = true;
    } else if (!wiped_) {
      last->second = delivery.offset;
    }
  }
  if (delivery.tag == not_counted) return;
  const auto at = static_cast<std::size_t>(static_cast<std::int64_t>(delivery.tag) - through_ - 1);
  if (at >= reached_.size()) return;
  reached_[at] = true;
  while (!reached_.empty() && reached_.front()) {
    reached_.pop_front();
    ++through_;
  }
}

Publisher::Broker Publisher::look(std::chrono::milliseconds patience) {
  const auto count = producer_.partitions(settings_.topic, patience);
  if (!count) return Broker::silent;
  if (*count == 0) return Broker::without_topic;
  if (*count != partitions_) {
    log::warn("the topic has another number of partitions than it was to be made with",
              {{"topic", settings_.topic}, {"partitions", *count}, {"wanted", settings_.partitions}});
    partitions_ = *count;
  }
  for (const auto& [partition, last] : offsets_) {
    const auto marks = producer_.watermarks(settings_.topic, partition, patience);
    if (!marks) return Broker::silent;
    if (marks->high <= last) return Broker::forgot;
  }
  return Broker::as_before;
}

}  // namespace motcua::outbox
