#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace motcua::verify {

/// Those strictly above each unit, as reporting wrote them down with the unit's first record.
using Above = std::map<std::string, std::vector<std::string>>;
Above units_above(store::Transaction& reporting);

/// Of a stored day: year x 12 + month - 1.
std::int64_t month_of(std::int64_t day);

}  // namespace motcua::verify
