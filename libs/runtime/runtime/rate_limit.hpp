#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "core/time.hpp"

namespace motcua::runtime {

/// So many a minute, and so many at once after a pause.
struct Rate {
  int per_minute = 1;
  int burst = 1;
};

/// Holds each key (a client's address, a subject) to a rate, its own or the usual one. Keys are forgotten when full
/// again; at most 100,000 are kept. Thread-safe.
class RateLimit {
 public:
  RateLimit(Rate usual, core::Clock clock);
  ~RateLimit();
  /// Takes one. Nothing when there was one to take, else how long to wait.
  std::optional<std::chrono::seconds> refuse(const std::string& key);
  std::optional<std::chrono::seconds> refuse(const std::string& key, Rate rate);
  /// What refuse() would say; takes nothing.
  std::optional<std::chrono::seconds> spent(const std::string& key, Rate rate) const;

  Rate usual() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace motcua::runtime
