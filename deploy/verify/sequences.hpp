#pragma once

#include <string>

#include "store/database.hpp"
#include "verify/report.hpp"

namespace motcua::verify {

/// The order of publishing: sequences from 1 without gap or repeat, and every hash that was sealed over them.
void check_sequences(store::Transaction& dossiers, const std::string& topic, Report& report);

}  // namespace motcua::verify
