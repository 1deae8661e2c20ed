#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/calendar.hpp"
#include "catalogue/units.hpp"
#include "core/time.hpp"

namespace motcua::catalogue {

/// How a limit is known; shown in the catalogue's answers so that nobody takes a guess for the law.
enum class Knowledge { verified, memory, invented };

/// As the files and answers write it.
std::string_view to_text(Knowledge knowledge);

/// A procedure as it was from `valid_from` to (not including) `valid_to`.
struct Procedure {
  std::string code;     ///< national code with the province suffix, as `1.000948.H24`
  std::string version;  ///< unique for the code, as `2020-1`
  std::string name;
  std::string field;       ///< code of the field (lĩnh vực), as `land`
  std::string field_name;  ///< in Vietnamese
  Level level;             ///< the lowest level that receives it
  calendar::WorkingDays limit;
  std::string mode;  ///< `DAY`: the only counting mode so far
  std::optional<core::Date> valid_from;
  std::optional<core::Date> valid_to;
  Knowledge knowledge;
  std::string source;

  bool in_force(core::Date day) const;
  /// A unit of its lowest level receives it, and so does every unit above.
  bool is_received_at(Level unit_level) const;
};

/// All procedures and versions. Immutable; safe to share between threads.
class Procedures {
 public:
  explicit Procedures(std::vector<Procedure> procedures);

  const Procedure* in_force(std::string_view code, core::Date day) const;
  const Procedure* find(std::string_view code, std::string_view version) const;
  bool knows(std::string_view code) const;
  std::vector<const Procedure*> on(core::Date day) const;
  const std::vector<Procedure>& all() const { return procedures_; }

 private:
  std::span<const Procedure> versions_of(std::string_view code) const;

  std::vector<Procedure> procedures_;  ///< by code, then valid_from
};

}  // namespace motcua::catalogue
