#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/calendar.hpp"
#include "catalogue/checklist.hpp"
#include "catalogue/steps.hpp"
#include "catalogue/switches.hpp"
#include "catalogue/units.hpp"
#include "core/time.hpp"

namespace motcua::catalogue {

/// A procedure as it was from `valid_from` to (not including) `valid_to`.
struct Procedure {
  std::string code;     ///< national code with the province suffix, as `1.000948.H24`
  std::string version;  ///< unique for the code, as `2020-1`
  std::string name;
  std::string field;       ///< code of the field (lĩnh vực), as `land`
  std::string field_name;  ///< in Vietnamese
  Level level;             ///< the lowest level that receives it
  calendar::Allowance limit;
  std::optional<core::Date> valid_from;
  std::optional<core::Date> valid_to;
  Origin origin;  ///< of the limit
  std::optional<OwnSwitches> switches;
  std::vector<Step> steps;  ///< in their order; none: one agency does it all
  std::vector<Fee> fees;
  std::vector<Question> questions;
  std::vector<Component> components;

  bool in_force(core::Date day) const;
  /// A unit of its lowest level receives it, and so does every unit above.
  bool is_received_at(Level unit_level) const;
};

/// The first day of what has an open beginning comes before every date.
template <class Dated>
core::Date begins(const Dated& dated) {
  return dated.valid_from.value_or(core::Date::min());
}

/// In the unit of the files and of answers: an allowance of hours is one of minutes.
std::int64_t in_units(const calendar::Allowance& limit);

/// All procedures and versions, the switches' defaults and the names of agencies. Immutable; safe to share between
/// threads.
class Procedures {
 public:
  /// The defaults ascend and are not none (std::invalid_argument). The catalogue, which reads them, tells it better.
  Procedures(std::vector<Procedure> procedures, std::vector<DefaultSwitches> defaults,
             std::map<std::string, std::string> agencies = {});

  const Procedure* in_force(std::string_view code, core::Date day) const;
  const Procedure* find(std::string_view code, std::string_view version) const;
  bool knows(std::string_view code) const;
  std::vector<const Procedure*> on(core::Date day) const;
  /// The last that began by then. Before any procedure was in force the first hold already.
  const DefaultSwitches& defaults_on(core::Date day) const;
  Switches switches_of(const Procedure& procedure, core::Date day) const;
  /// In Vietnamese, of a kind of agency; empty when there is none of that code.
  std::string agency_name(const std::string& code) const;
  const std::vector<Procedure>& all() const { return procedures_; }

 private:
  std::span<const Procedure> versions_of(std::string_view code) const;

  std::vector<Procedure> procedures_;  ///< by code, then valid_from
  std::vector<DefaultSwitches> defaults_;
  std::map<std::string, std::string> agencies_;  ///< by code
};

}  // namespace motcua::catalogue
