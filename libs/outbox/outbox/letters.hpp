#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "bus/bus.hpp"
#include "outbox/envelope.hpp"
#include "outbox/parked.hpp"

namespace motcua::outbox {

/// What an inbox sends: refill requests, and copies of dead letters for whoever watches that topic. Nothing waits for
/// their delivery: a request is repeated when no answer comes, and the letter itself is in the database. Owned by the
/// inbox's session; for its thread.
class Letters {
 public:
  Letters(bus::Settings settings, const std::string& consumer);

  void ask(const RefillRequest& request);
  void copy(const ParkedEvent& letter);
  /// Keeps the producer going and its topics there.
  void serve();

 private:
  bus::Settings settings_;
  std::string dead_letter_topic_;
  bool topics_missing_ = true;
  std::chrono::steady_clock::time_point next_try_{};
  std::unique_ptr<bus::Producer> producer_;
};

/// Oldest first, after the given id.
std::vector<DeadLetter> dead_letters(store::Transaction& tx, const std::string& after, std::int64_t at_most);

}  // namespace motcua::outbox
