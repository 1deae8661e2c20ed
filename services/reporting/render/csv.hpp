#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"
#include "reporting/report.hpp"

namespace motcua::reporting {

/// One line of RFC 4180, with CRLF. A field that a spreadsheet would take for a formula (it begins with = + - @, a tab
/// or a line break) gets an apostrophe before it.
std::string csv_line(const std::vector<std::string>& fields);

/// One line for the total, one for each row, one for what is not attributable; cells named by their path.
std::string csv_of(const Report& report);

/// Columns (1) to (13) of form 06 (Circular 01/2020/TT-VPCP): withdrawn dossiers are counted as resolved on time.
std::string form06_csv_of(const Report& report, http::Language language);

}  // namespace motcua::reporting
