#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/strong.hpp"
#include "core/time.hpp"

namespace motcua::catalogue {

/// Written in units.csv and in reports: append only.
enum class Level { city, district, commune };

/// As the files and answers write it: `city`, `district`, `commune`.
std::string_view to_text(Level level);

/// A unit of the city as it was from `valid_from` to (not including) `valid_to`; open ends are left out.
struct Unit {
  core::UnitId id;   ///< permanent; given once in units.csv
  std::string code;  ///< of the General Statistics Office; given to other units later, so never a key
  std::string name;
  std::string kind;  ///< Thành phố, Quận, Huyện, Phường, Xã, Thị trấn, Đặc khu
  Level level;
  std::optional<core::UnitId> parent;
  std::optional<core::Date> valid_from;
  std::optional<core::Date> valid_to;
  std::string agency_code;  ///< as dossier numbers carry it

  bool in_force(core::Date day) const;
};

/// `from` is continued by `to`, as a whole or in part, from `effective` on.
struct Succession {
  core::UnitId from;
  core::UnitId to;
  bool whole;
  core::Date effective;
  std::string legal_basis;
};

/// Where the records of a unit of the past belong on a later day.
struct Continuation {
  std::vector<core::UnitId> units;  ///< in force on that day; empty when nothing continues it
  bool whole;                       ///< exactly one unit, which continues it entirely
};

/// The city's units over time. Immutable; safe to share between threads.
class Units {
 public:
  /// Both lists have passed the catalogue's checks.
  Units(std::vector<Unit> units, std::vector<Succession> successions);

  const Unit* find(const core::UnitId& id) const;
  /// The unit that has this code on that day. A code alone names no unit.
  const Unit* in_force(std::string_view code, core::Date day) const;
  /// The unit in force on that day with this code, else the last one before it that had the code.
  const Unit* in_force_or_last(std::string_view code, core::Date day) const;
  const std::vector<Unit>& all() const { return units_; }
  /// Units directly under `parent` (the city's top level when nothing is given) in force on that day, by code.
  std::vector<const Unit*> children(const std::optional<core::UnitId>& parent, core::Date day) const;
  /// The unit and all above it, itself first, as they stood when it was in force. Nothing for an unknown id.
  std::vector<core::UnitId> with_ancestors(const core::UnitId& unit) const;
  /// `unit` is `root` or lies under it.
  bool is_within(const core::UnitId& unit, const core::UnitId& root) const;
  /// Where `unit`'s records belong on `day`: itself while in force, else what continues it, through all mergers until
  /// then. No unit for a day before it began; not whole as soon as one merger on the way is unknown or a split.
  Continuation continued_by(const core::UnitId& unit, core::Date day) const;
  /// Every unit whose records an officer of `root` may see on `day`: `root`, those under it, and those of the past that
  /// lay under it or that one of these continues as a whole. Nothing that begins after `day`.
  std::set<core::UnitId> seen_from(const core::UnitId& root, core::Date day) const;

 private:
  /// True when every merger on the way to the units found was a whole one.
  bool follow(const core::UnitId& unit, core::Date day, std::set<core::UnitId>& found) const;

  std::vector<Unit> units_;
  std::unordered_map<core::UnitId, std::size_t> by_id_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_code_;
  std::unordered_map<core::UnitId, std::vector<Succession>> successions_;
};

}  // namespace motcua::catalogue
