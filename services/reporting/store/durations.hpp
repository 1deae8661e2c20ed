#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/strong.hpp"
#include "core/time.hpp"
#include "reporting/domain/durations.hpp"
#include "reporting/domain/facts.hpp"
#include "reporting/domain/spans.hpp"
#include "store/database.hpp"

namespace motcua::reporting {

/// Collects what a batch of facts tells of how long dossiers took.
class DurationChanges {
 public:
  void add(const About& about, const Duration& duration);
  /// `ancestors`: of each unit that was added, those strictly above it.
  void save(store::Transaction& tx, const std::map<core::UnitId, std::vector<core::UnitId>>& ancestors) const;

 private:
  struct Where {
    core::UnitId unit;
    std::string procedure;
    core::Date day;
    core::Date learnt;
    TimeUsed used;
    bool operator<(const Where& other) const;
  };
  std::map<Where, std::int64_t> changes_;
};

/// By procedure and unit of its clock.
using Durations = std::map<std::string, std::map<Unit, Distribution>>;

/// What was resolved after `before` and up to the end of `until` and was known at the end of `known` (nothing: all that
/// is known), of these units; with `with_units_below` of the units under them as well, as they stood then.
Durations durations_between(store::Transaction& tx, const std::vector<core::UnitId>& units, bool with_units_below,
                            core::Date before, core::Date until, std::optional<core::Date> known);

}  // namespace motcua::reporting
