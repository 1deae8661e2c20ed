#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>

#include "blobs/blobs.hpp"
#include "bus/bus.hpp"

namespace motcua::verify {

/// Which installation; what is empty is not looked at.
struct Installation {
  std::string dossiers;     ///< database URL, as the service takes it
  std::string reporting{};  ///< the same
  std::string brokers{};
  std::string catalogue{};
  std::string topic = "motcua.dossiers.v1";
  bus::Security security{};
  std::optional<blobs::Settings> papers{};  ///< where contents of papers lie
};

/// Looks at all of it while its services run, changes nothing, and says what it finds. Returns how many findings there
/// are; throws std::exception when it could not look.
std::int64_t verify(const Installation& installation, std::ostream& out);

}  // namespace motcua::verify
