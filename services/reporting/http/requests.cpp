#include "reporting/http/requests.hpp"

#include <algorithm>

#include "http/accept.hpp"
#include "http/query.hpp"

namespace motcua::reporting {
namespace {

/// One of a few words; a fault for any other.
template <class Value>
Value choice(http::Query& query, std::string_view name, std::initializer_list<std::pair<std::string_view, Value>> words,
             Value otherwise) {
  const auto given = query.text(name, 32);
  if (!given) return otherwise;
  std::string all;
  for (const auto& [word, value] : words) {
    if (word == *given) return value;
    all += (all.empty() ? "" : ", ") + std::string{word};
  }
  query.wrong(name, {"phải là một trong: " + all, "must be one of: " + all});
  return otherwise;
}

/// A dossier has its procedure's field, a step the agency that it is with.
By read_by(http::Query& query, Subject subject) {
  const std::pair<std::string_view, By> own =
      subject == Subject::dossiers ? std::pair{"field", By::field} : std::pair{"agency", By::agency};
  return choice<By>(query, "by", {{"unit", By::unit}, {"procedure", By::procedure}, own, {"channel", By::channel}},
                    By::nothing);
}

Question read_question(http::Query& query, Subject subject) {
  for (const std::string_view name : {"unit", "from", "to"}) query.need(name);
  Question question;
  question.subject = subject;
  question.unit = query.unit("unit").value_or("");
  question.period.from = query.date("from").value_or(core::Date{});
  question.period.to = query.date("to").value_or(core::Date{});
  question.period.as_of = query.date("as_of");
  question.period.known_at = query.date("known_at");
  question.by = read_by(query, subject);
  question.attribution = choice<Attribution>(
      query, "attribution", {{"as_then", Attribution::as_then}, {"as_now", Attribution::as_now}}, Attribution::as_then);
  return question;
}

http::Problem not_acceptable() {
  return {406,
          "not-acceptable",
          {"Không có định dạng được yêu cầu", "No such format"},
          {"Báo cáo có ở dạng application/json và text/csv; mẫu 06 chỉ có ở dạng text/csv.",
           "Reports come as application/json and text/csv; form 06 as text/csv only."}};
}

std::optional<Format> format_of(const http::Request& request, bool as_form) {
  const auto accept = request.header("accept").value_or("*/*");
  const int csv = http::weight_in(accept, "text/csv");
  if (as_form) return csv > 0 ? std::optional{Format::form06} : std::nullopt;
  const int json = http::weight_in(accept, "application/json");
  if (csv == 0 && json == 0) return std::nullopt;
  return csv > json ? Format::csv : Format::json;
}

struct FaultWords {
  const char* parameter;
  http::Words words;
};

FaultWords words_of(PeriodFault fault) {
  switch (fault) {
    case PeriodFault::from_after_to: return {"from", {"phải trước hoặc trùng ngày `to`", "must not be after `to`"}};
    case PeriodFault::too_long: return {"from", {"kỳ báo cáo dài quá 50 năm", "the period is longer than 50 years"}};
    case PeriodFault::as_of_in_future: return {"as_of", {"không được ở tương lai", "must not be in the future"}};
    case PeriodFault::as_of_before_from:
      return {"as_of",
              {"(mặc định là `to` hoặc hôm nay) không được trước ngày `from`",
               "(`to` or today when left out) must not be before `from`"}};
    case PeriodFault::as_of_after_to: return {"as_of", {"không được sau ngày `to`", "must not be after `to`"}};
    case PeriodFault::known_at_in_future: return {"known_at", {"không được ở tương lai", "must not be in the future"}};
    case PeriodFault::known_at_not_over: return {"known_at", {"phải là một ngày đã qua", "must be a day that is over"}};
    case PeriodFault::as_of_after_known_at:
      return {"as_of", {"không được sau ngày `known_at`", "must not be after `known_at`"}};
  }
  return {"from", {}};
}

}  // namespace

core::Result<ReportRequest, http::Problem> read_report(Subject subject, const http::Request& request) {
  http::Query query{request};
  ReportRequest read{read_question(query, subject), Format::json};
  // The burden and the form are of dossiers: of steps these are parameters that nobody knows.
  if (subject == Subject::dossiers) read.question.burden = choice<bool>(query, "include", {{"burden", true}}, false);
  const bool as_form = subject == Subject::dossiers && choice<bool>(query, "form", {{"06", true}}, false);
  if (const auto problem = query.problem()) return *problem;
  const auto format = format_of(request, as_form);
  if (!format) return not_acceptable();
  read.format = *format;
  // The form's lines are fields unless something else is asked for.
  if (as_form && read.question.by == By::nothing) read.question.by = By::field;
  return read;
}

core::Result<RecordsRequest, http::Problem> read_records(Subject subject, const http::Request& request) {
  http::Query query{request};
  RecordsRequest read{read_question(query, subject), Cell::received, {}, {}, 50};
  query.need("cell");
  if (const auto path = query.text("cell", 32)) {
    const auto cell = cell_named(subject, *path);
    if (!cell) query.wrong("cell", {"không có ô nào tên như vậy", "no cell has this name"});
    read.cell = cell.value_or(Cell::received);
  }
  read.row = query.text("row", 64);
  if (read.row && read.question.by == By::nothing)
    query.wrong("row", {"chỉ có nghĩa cùng với `by`", "means something only together with `by`"});
  read.cursor = query.text("cursor", 512);
  read.limit = static_cast<std::size_t>(query.number("limit", 1, 200).value_or(50));
  if (const auto problem = query.problem()) return *problem;
  return read;
}

http::Problem problem_of(const Refusal& refusal, std::string_view before) {
  const auto* faults = std::get_if<std::vector<PeriodFault>>(&refusal);
  if (faults == nullptr) return http::not_found();
  http::Problem problem{422, "period", {"Kỳ báo cáo không hợp lệ", "No report can be made of this period"}};
  for (const PeriodFault fault : *faults) {
    const auto [name, words] = words_of(fault);
    problem.errors.push_back({std::string{before}.append(name), words});
  }
  return problem;
}

http::Problem unknown_cursor() {
  return http::malformed({{"?cursor", {"không phải là `next` của một trang trước", "is no `next` of a page before"}}});
}

}  // namespace motcua::reporting
