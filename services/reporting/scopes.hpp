#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "auth/auth.hpp"
#include "catalogue/catalogue.hpp"
#include "core/time.hpp"

namespace motcua::reporting {

/// Whose reports a token may read: with any role those of its unit and the units under it as of today, and of the past
/// units that one of these continues as a whole; with city_reader all. Remembers what each unit sees on the day, which
/// is slow to find. Thread-safe.
class Scopes {
 public:
  bool may_read(const auth::Actor& actor, const core::UnitId& unit, const catalogue::Catalogue& catalogue,
                core::Date today);

 private:
  using Seen = std::shared_ptr<const std::set<core::UnitId>>;
  Seen seen_from(const core::UnitId& root, const catalogue::Catalogue& catalogue, core::Date today);

  std::mutex mutex_;
  std::string catalogue_version_;
  core::Date day_{};
  std::map<core::UnitId, Seen> known_;
};

}  // namespace motcua::reporting
