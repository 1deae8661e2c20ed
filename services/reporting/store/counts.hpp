#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/strong.hpp"
#include "core/time.hpp"
#include "reporting/domain/cells.hpp"
#include "reporting/domain/counters.hpp"
#include "reporting/domain/facts.hpp"
#include "reporting/domain/spans.hpp"
#include "store/database.hpp"

namespace motcua::reporting {

/// Collects what a batch of facts of one subject changes, so that the database is touched once for each row and not
/// once for each fact.
class CountChanges {
 public:
  explicit CountChanges(Subject subject) : subject_{subject} {}

  void add(const About& about, const Delta& delta);
  /// `ancestors`: of each unit that was added, those strictly above it.
  void save(store::Transaction& tx, const std::map<core::UnitId, std::vector<core::UnitId>>& ancestors) const;

 private:
  struct Where {
    core::UnitId unit;
    std::string procedure;
    std::string field;
    Channel channel;
    core::Date day;
    core::Date learnt;
    bool operator<(const Where& other) const;
  };
  Subject subject_;
  std::map<Where, Counters> changes_;
};

/// The counters at the end of a row, each selected by its name in the order of every_counter; zero those that it ends
/// before.
Counters counters_in(std::span<store::Cell> cells);

enum class Grouping { none, unit, procedure, field };

/// Whose counts, and how they are told apart.
struct Slice {
  Subject subject;
  std::vector<core::UnitId> units;
  bool with_units_below;  ///< and what is of the units under them, as they stood then
  Grouping grouping = Grouping::none;
  std::optional<Narrowing> narrowing{};
  bool burden = false;  ///< added up as well; else all of it is 0
};

/// By the group's key: unit id, procedure code, field code (of steps the kind of agency), or nothing.
using Counts = std::map<std::string, ByChannel>;

/// Everything that happened up to the end of a day and was known at the end of `known` (nothing: all that is known),
/// for two days, `first` not after `second`. Costs months and days of two months, times units and procedures; never
/// dossiers.
struct CountsAtTwoDays {
  Counts first;
  Counts second;
};
CountsAtTwoDays counts_up_to(store::Transaction& tx, const Slice& slice, core::Date first, core::Date second,
                             std::optional<core::Date> known);

}  // namespace motcua::reporting
