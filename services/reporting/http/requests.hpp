#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "http/message.hpp"
#include "reporting/domain/cells.hpp"
#include "reporting/render/format.hpp"
#include "reporting/reports.hpp"

namespace motcua::reporting {

struct ReportRequest {
  Question question;
  Format format;
};

struct RecordsRequest {
  Question question;
  Cell cell;
  std::optional<std::string> row;  ///< of a report `by`; its records alone
  std::optional<std::string> cursor;
  std::size_t limit;
};

/// Strict: what is missing, malformed, repeated or unknown is told all at once (400); a format that cannot be had is
/// 406.
core::Result<ReportRequest, http::Problem> read_report(Subject subject, const http::Request& request);
core::Result<RecordsRequest, http::Problem> read_records(Subject subject, const http::Request& request);

/// The rules' no, as a problem: 404, or 422 with a fault for each parameter. `before`: what a day's name stands behind
/// in a pointer, `?` in a query and `/` in a body.
http::Problem problem_of(const Refusal& refusal, std::string_view before = "?");
http::Problem unknown_cursor();

}  // namespace motcua::reporting
