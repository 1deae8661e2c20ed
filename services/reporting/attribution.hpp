#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "catalogue/units.hpp"
#include "core/strong.hpp"
#include "core/time.hpp"

namespace motcua::reporting {

/// Whose a dossier is: of the unit that received it and those above it then, or of the unit in whose hands those
/// records are today. A step is its owner's in the same way.
enum class Attribution { as_then, as_now };

/// A unit that received dossiers, or owned steps, which a report counts.
struct Part {
  core::UnitId unit;
  std::optional<core::UnitId> row;  ///< the unit of a report by unit that they belong to; nothing: to none alone
  bool operator==(const Part&) const = default;
};

struct Attributed {
  const catalogue::Unit* unit;  ///< reported on: the one that was asked for, or the one that continues it as a whole
  std::vector<Part> parts;      ///< counted
  std::vector<core::UnitId> not_attributable;  ///< of which the report might have some: nobody can tell how many
};

/// As now. A dossier of a unit that another one continues as a whole is that one's. One that several continue is
/// counted only where all of them lie within the unit reported on; where some do it is not attributable. A unit that
/// ended without any leaves its dossiers to the one above it. Nothing of a unit that is not in force on `today`, and
/// that nothing continues as a whole, is attributable to it. `receiving`: all units with dossiers
/// or steps; `under_asked`: those of them that are `asked` or were under it then.
Attributed attribute_as_now(const catalogue::Units& units, const catalogue::Unit& asked,
                            const std::vector<core::UnitId>& receiving, const std::vector<core::UnitId>& under_asked,
                            core::Date today);

/// Stored with publications: append only.
std::string_view name_of(Attribution attribution);
std::optional<Attribution> attribution_named(std::string_view word);

}  // namespace motcua::reporting
