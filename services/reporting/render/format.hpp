#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"
#include "reporting/report.hpp"

namespace motcua::reporting {

enum class Format { json, csv, form06 };

/// In cache keys and file names; stored with publications: append only.
std::string_view name_of(Format format);
std::optional<Format> format_named(std::string_view word);

std::string rendered(const Report& report, Format format, http::Language language);

/// Puts the body into the response, with the headers that say what it is: type, language and, for a spreadsheet, a
/// file's name.
void put_report(http::Response& response, std::string body, Format format, http::Language language);

}  // namespace motcua::reporting
