#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "auth/keys.hpp"
#include "core/time.hpp"

namespace motcua::auth {

/// The keys in use, from a file or a URL. A file is read by whoever asks when it is due. A URL is read by a thread of
/// its own, one reading at a time, so that a slow issuer holds up nobody: all go on with the keys known, and so does
/// everybody when reading fails. Thread-safe.
class KeySource {
 public:
  /// Reads at once. Throws std::runtime_error when a file cannot be used, or when the URL is plain http to another
  /// machine and not `insecure`; a URL that does not answer is tried again later.
  KeySource(std::string place, bool insecure, std::chrono::seconds refresh, core::Instant now);

  /// Null while a URL has never answered. A changed file is noticed within a second.
  std::shared_ptr<const Keys> current(core::Instant now);
  /// When `seen` lacks a key: has them read again, though at most every 10 seconds, since anybody can send an unknown
  /// kid. One caller a reading waits for it, a quarter of a second at most; the others get what is known.
  std::shared_ptr<const Keys> beyond(const std::shared_ptr<const Keys>& seen, core::Instant now);

 private:
  bool is_file() const;
  bool file_changed(core::Instant now);
  void want(std::unique_lock<std::mutex>& lock, core::Instant now);
  void read(std::unique_lock<std::mutex>& lock, const std::stop_token& stop);
  void read_when_wanted(const std::stop_token& stop);

  const std::string place_;
  const std::chrono::seconds refresh_;
  std::mutex mutex_;
  std::condition_variable_any wanted_;
  std::condition_variable_any read_ended_;
  bool reading_ = false;
  bool awaited_ = false;       ///< somebody waits for this reading already
  core::Instant read_at_{};    ///< the last try
  core::Instant looked_at_{};  ///< at the file's stamp
  std::string stamp_;
  std::string text_;
  std::shared_ptr<const Keys> keys_;
  std::jthread reader_;  ///< of a URL; last, so that it ends first
};

}  // namespace motcua::auth
