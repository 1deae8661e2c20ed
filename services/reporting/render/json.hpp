#pragma once

#include <string>

#include "http/message.hpp"
#include "reporting/report.hpp"
#include "reporting/reports.hpp"

namespace motcua::reporting {

/// The report as openapi.yaml describes it; the rates' definitions in the given language.
std::string json_of(const Report& report, http::Language language);
std::string json_of(const RecordsPage& page, Cell cell);

}  // namespace motcua::reporting
