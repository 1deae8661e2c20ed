#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "bus/bus.hpp"
#include "outbox/numbering.hpp"
#include "outbox/relay.hpp"

namespace motcua::outbox {

/// One producer's life: sends events of one epoch and keeps the books on what the broker acknowledged. Made anew after
/// a fatal error, a lost lead and a new epoch. Owned by the relay's term; for its thread.
class Publisher {
 public:
  Publisher(const RelaySettings& settings, const LogState& log);

  /// Live events come in order of sequence, each once, from the log's published_through + 1. False: full, poll and try
  /// again.
  bool send_live(const Outgoing& event);
  /// An event that was published before.
  bool send_again(const Outgoing& event, const std::string& refill);
  void poll(std::chrono::milliseconds patience) { producer_.poll(patience); }

  std::size_t in_flight() const { return producer_.in_flight(); }
  Marks marks() const { return {through_, offsets_}; }
  std::int64_t published_through() const { return through_; }
  std::uint64_t acknowledged() const { return acknowledged_; }
  /// Not every message will arrive through this producer: make another, which starts after published_through.
  bool broken() const { return failed_ || producer_.fatal(); }
  /// The broker forgot: an offset came that it had given before.
  bool saw_wipe() const { return wiped_; }
  enum class Broker { as_before, forgot, without_topic, silent };
  /// Asks it; takes up to `patience` for each partition. To be called once before anything is sent: it also tells how
  /// many partitions the topic has.
  Broker look(std::chrono::milliseconds patience);

 private:
  void delivered(const bus::Delivery& delivery);

  const RelaySettings& settings_;
  std::int64_t epoch_;
  int partitions_;  ///< as the broker has the topic, whoever made it
  std::int64_t through_;
  std::map<std::int32_t, std::int64_t> offsets_;
  std::deque<bool> reached_;  // of the sequences after through_
  std::uint64_t acknowledged_ = 0;
  bool failed_ = false;
  bool wiped_ = false;
  bus::Producer producer_;
};

}  // namespace motcua::outbox
