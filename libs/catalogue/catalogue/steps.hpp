#pragma once

#include <string>

#include "calendar/calendar.hpp"
#include "catalogue/knowledge.hpp"

namespace motcua::catalogue {

/// What one agency does of a linked procedure (một cửa liên thông). The steps of a version follow one another.
struct Step {
  std::string code;  ///< unique in the version
  std::string name;
  std::string agency;         ///< a kind of agency, as `tax`; which unit it is depends on the dossier
  calendar::Allowance limit;  ///< at least one, in the mode of the version
  bool counted;               ///< in the version's limit: the counted ones add up to it
  Origin origin;
};

}  // namespace motcua::catalogue
