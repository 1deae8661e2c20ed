#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>

#include "core/file.hpp"
#include "metrics/metrics.hpp"

namespace motcua::http {

/// Where bodies too large for memory lie while they come: in files without a name, which are gone with the connection
/// or the process. A route that has it is given Request::upload instead of a body. Thread-safe; owned by main, outlives
/// the server.
class Uploads {
 public:
  /// `most` at once, those that a handler still works on included.
  Uploads(std::string folder, std::size_t most, metrics::Registry& metrics);

  /// A file to fill; nothing when as many as may are under way. Throws std::system_error when the folder takes none.
  std::shared_ptr<core::File> begin();

 private:
  struct Place;

  const std::string folder_;
  const std::size_t most_;
  std::atomic<std::size_t> under_way_{0};
  metrics::Gauge gauge_;
};

}  // namespace motcua::http
