#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>

#include "load/connection.hpp"
#include "load/tally.hpp"

namespace motcua::load {

/// Where a client works and as whom. One line of the file given by --counters.
struct Place {
  std::string unit;
  std::string procedure;
  std::string officer;  ///< tokens
  std::string handler;
};

/// An officer and a handler of one unit at work over one connection. Owned and used by one client's thread.
class Counter {
 public:
  /// `pace` is called before each command and may wait.
  Counter(Place place, std::uint16_t port, Tally& tally, std::function<void()> pace);

  /// The new dossier's id. At a counter (`direct`) it is accepted at once, in the same transaction.
  std::string take_in(const char* channel);
  /// Register online, accept, assign, read, search, resolve, return, read.
  void live_a_life();

 private:
  void command(const std::string& dossier, const char* name, std::string_view body, const std::string& token);
  const Answer& timed(const char* operation, const std::string& request);
  std::string fresh_uuid();

  Place place_;
  Connection connection_;
  Tally& tally_;
  std::function<void()> pace_;
  std::mt19937_64 chance_;
};

}  // namespace motcua::load
