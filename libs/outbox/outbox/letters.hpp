#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bus/bus.hpp"
#include "outbox/envelope.hpp"
#include "outbox/parked.hpp"

namespace motcua::outbox {

/// What an inbox sends: refill requests, and copies of dead letters for whoever watches that topic. Nothing waits for
/// their delivery: a request is repeated when no answer comes; a letter, which is in the database, is marked when its
/// copy has arrived and sent again until then. Owned by the inbox's session; for its thread.
class Letters {
 public:
  Letters(store::Database& database, bus::Settings settings, const std::string& consumer);

  void ask(const RefillRequest& request);
  void copy(const ParkedEvent& letter);
  /// Keeps the producer going and its topics there, and copies what has no copy yet.
  void serve();

 private:
  using Letter = std::pair<std::string, std::string>;  // topic and id

  void connect();
  void delivered(const bus::Delivery& delivery);
  void write_copied();
  void copy_the_rest();

  store::Database& database_;
  bus::Settings settings_;
  std::string dead_letter_topic_;
  bool topics_missing_ = true;
  std::chrono::steady_clock::time_point next_try_{};
  std::chrono::steady_clock::time_point next_look_{};
  std::map<std::uint64_t, Letter> on_their_way_;
  std::vector<Letter> copied_;
  std::uint64_t last_tag_ = 0;
  std::unique_ptr<bus::Producer> producer_;
};

/// Oldest first, after the given id.
std::vector<DeadLetter> dead_letters(store::Transaction& tx, const std::string& after, std::int64_t at_most);

}  // namespace motcua::outbox
