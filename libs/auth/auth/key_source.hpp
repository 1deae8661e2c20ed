#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "auth/keys.hpp"
#include "core/time.hpp"

namespace motcua::auth {

/// The keys in use, from a file or a URL. Whoever asks when they are due reads them again, one at a time; the others go
/// on with those known, and so does everybody when reading fails. Thread-safe.
class KeySource {
 public:
  /// Reads at once. Throws std::runtime_error when a file cannot be used; a URL is tried again later.
  KeySource(std::string place, std::chrono::seconds refresh, core::Instant now);

  /// Null while a URL has never answered. A changed file is noticed within a second.
  std::shared_ptr<const Keys> current(core::Instant now);
  /// When `seen` lacks a key: reads again, though at most every 10 seconds, since anybody can send an unknown kid.
  std::shared_ptr<const Keys> beyond(const std::shared_ptr<const Keys>& seen, core::Instant now);

 private:
  bool is_file() const;
  bool file_changed(core::Instant now);
  void read_again(std::unique_lock<std::mutex>& lock, core::Instant now);

  const std::string place_;
  const std::chrono::seconds refresh_;
  std::mutex mutex_;
  std::condition_variable read_ended_;
  bool reading_ = false;
  core::Instant read_at_{};    ///< the last try
  core::Instant looked_at_{};  ///< at the file's stamp
  std::string stamp_;
  std::string text_;
  std::shared_ptr<const Keys> keys_;
};

}  // namespace motcua::auth
