#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>

namespace motcua::reporting {

/// What a clock counts, by the mode of its limit: working days, working hours (an hour begun is one), or days.
enum class Unit { working_days, working_hours, days };

/// Stored, and in answers: append only.
std::string_view name_of(Unit unit);
std::optional<Unit> unit_named(std::string_view word);

/// How much a clock counted until the result was ready.
struct TimeUsed {
  Unit unit;
  std::int64_t amount;  ///< ≥ 0
  bool operator==(const TimeUsed&) const = default;
  bool operator<(const TimeUsed& other) const { return std::tie(unit, amount) < std::tie(other.unit, other.amount); }
};

/// How many took each amount.
using Distribution = std::map<std::int64_t, std::int64_t>;

std::int64_t count_of(const Distribution& distribution);

/// The least amount that at least `percent` of a hundred of them do not exceed (nearest rank: always one that somebody
/// took). Throws std::invalid_argument when there is nobody. 1 ≤ percent ≤ 100.
std::int64_t percentile(const Distribution& distribution, int percent);

}  // namespace motcua::reporting
