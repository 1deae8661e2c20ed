#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bus/bus.hpp"
#include "core/result.hpp"
#include "outbox/inbox.hpp"
#include "outbox/numbering.hpp"

namespace motcua::outbox {

// What travels: written by the relay, read by the inbox. `data` is copied byte for byte on both ways and never parsed
// here.

/// The topic that carries refill requests: one partition, kept for an hour.
inline constexpr std::string_view refill_topic = "motcua.refill-requests.v1";
bus::Topic refill_topic_settings();

/// CloudEvents 1.0, binary mode. `refill` is empty for a live event.
bus::Message message_of(const Outgoing& event, const std::string& topic, int partitions, const std::string& source,
                        std::int64_t epoch, const std::string& refill);

struct RefillRequest {
  std::string consumer;
  std::string topic;
  std::int64_t from_sequence;
  std::int64_t count;
  std::string request;
};
bus::Message message_of(const RefillRequest& request);
std::optional<RefillRequest> refill_request_of(const bus::Message& message);

/// A message as the inbox takes it. Where the value cannot be read, the headers still say which record it belongs to.
struct Incoming {
  Event event;  ///< topic always; record, version and sequence where headers or value name them, else empty and 0
  std::int32_t partition;
  std::int64_t offset;
  std::int64_t epoch;  ///< 0 when the message names none
  std::string id;      ///< ce_id, or topic/partition/offset when it names no record
  std::string refill;  ///< the request that it answers, if any
  std::int64_t refill_count;
  std::string unreadable;  ///< why it cannot be read; empty when it can
};
Incoming incoming_of(bus::Message&& message);

/// The members of a JSON object, each value as it is written. Nothing unless the text is one object whose brackets and
/// quotes close; what is inside the values is not checked further.
using Members = std::vector<std::pair<std::string_view, std::string_view>>;
std::optional<Members> members_of(std::string_view json);

}  // namespace motcua::outbox
