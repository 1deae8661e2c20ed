#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "core/file.hpp"

namespace motcua::blobs {

/// The store did not take or did not give: nothing is half stored, and the same may be tried again.
class Unavailable : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Where contents lie outside the database, each under a key of 64 lower-case hex digits (std::logic_error for any
/// other: a name from outside never becomes a path). Thread-safe; owned by main.
class Store {
 public:
  virtual ~Store() = default;

  /// Durable when it returns. What was there under the key is replaced whole, or not at all.
  virtual void put(const std::string& key, const core::File& content) = 0;
  /// Nothing when there is none.
  virtual std::optional<core::File> get(const std::string& key) = 0;
  /// Nothing to remove is no failure.
  virtual void remove(const std::string& key) = 0;
};

/// Of one's own service: `papers`, `papers_folder`, and for S3 its endpoint, region and keys.
struct Settings {
  std::string place;   ///< `directory:PATH` or `s3:BUCKET`
  std::string folder;  ///< on this machine, for contents under way; must exist
  std::string endpoint{};
  std::string region{};
  std::string key_id{};
  std::string secret{};
};
std::vector<config::Setting> settings();
/// Reads the file with the secret key, when S3 is asked for. Throws std::runtime_error that says what is wrong.
Settings settings_from(const config::Values& values);

/// Throws std::runtime_error when the place cannot be used, with what to do in the text.
std::unique_ptr<Store> open(const Settings& settings);

/// SHA-256 of the whole, 64 lower-case hex digits.
std::string digest_of(const core::File& content);

}  // namespace motcua::blobs
