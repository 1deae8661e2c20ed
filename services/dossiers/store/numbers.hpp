#pragma once

#include <string>

#include "core/time.hpp"
#include "store/database.hpp"

namespace motcua::dossiers::rows {

/// Numbers as `{agency}-{yymmdd of receipt}-{serial of that day}` (domain rules 1.6), each given once: four digits and
/// more when a day has more than 9999. A number that an import brought word for word is passed over. Gaps are left by
/// what is rolled back.
std::string next_live_number(store::Transaction& tx, const std::string& agency_code, core::Date received);
/// For imported dossiers that bring none: a range of their own, from 9000001, which live serials do not reach.
std::string next_import_number(store::Transaction& tx, const std::string& agency_code, core::Date received);

}  // namespace motcua::dossiers::rows
