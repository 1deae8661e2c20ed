#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "catalogue/catalogue.hpp"
#include "core/time.hpp"

namespace motcua::catalogue {

/// The units whose records may be seen; nothing: the whole city.
using Scope = std::optional<std::set<core::UnitId>>;

bool contains(const Scope& scope, const core::UnitId& unit);

/// Remembers what each unit sees on the day, which is slow to find and the same for every request of that day: itself,
/// the units under it as of that day, and the past units that one of these continues as a whole. Thread-safe.
class Scopes {
 public:
  std::shared_ptr<const Scope> seen_from(const core::UnitId& root, const Catalogue& catalogue, core::Date today);
  std::shared_ptr<const Scope> whole_city() const { return city_; }

 private:
  std::mutex mutex_;
  std::string version_;
  core::Date day_{};
  std::map<core::UnitId, std::shared_ptr<const Scope>> known_;
  std::shared_ptr<const Scope> city_ = std::make_shared<const Scope>();
  std::shared_ptr<const Scope> nothing_ = std::make_shared<const Scope>(std::set<core::UnitId>{});
};

}  // namespace motcua::catalogue
