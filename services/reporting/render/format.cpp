#include "reporting/render/format.hpp"

#include "reporting/render/csv.hpp"
#include "reporting/render/json.hpp"

namespace motcua::reporting {

std::string_view name_of(Format format) {
  switch (format) {
    case Format::json: return "json";
    case Format::csv: return "csv";
    case Format::form06: return "form06";
  }
  return "";
}

std::optional<Format> format_named(std::string_view word) {
  for (const Format format : {Format::json, Format::csv, Format::form06}) {
    if (name_of(format) == word) return format;
  }
  return std::nullopt;
}

std::string rendered(const Report& report, Format format, http::Language language) {
  switch (format) {
    case Format::json: return json_of(report, language);
    case Format::csv: return csv_of(report);
    case Format::form06: return form06_csv_of(report, language);
  }
  return {};
}

void put_report(http::Response& response, std::string body, Format format, http::Language language) {
  response.with("Content-Language", language == http::Language::english ? "en" : "vi");
  if (format != Format::json)
    response.with("Content-Disposition", "attachment; filename=\"" + std::string{name_of(format)} + ".csv\"");
  response.content_type = format == Format::json ? "application/json" : "text/csv; charset=utf-8; header=present";
  response.body = std::move(body);
}

}  // namespace motcua::reporting
