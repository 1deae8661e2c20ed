#include "reporting/render/csv.hpp"

#include "reporting/render/definitions.hpp"

namespace motcua::reporting {
namespace {

std::string field_of(const std::string& text) {
  static constexpr std::string_view begins_a_formula = "=+-@\t\r\n";
  std::string harmless = text;
  if (!text.empty() && begins_a_formula.find(text.front()) != std::string_view::npos)
    harmless.insert(harmless.begin(), '\'');
  if (harmless.find_first_of(",\"\r\n") == std::string::npos) return harmless;
  std::string quoted = "\"";
  for (const char one : harmless) {
    if (one == '"') quoted += '"';
    quoted += one;
  }
  return quoted + "\"";
}

/// Everything that a line says besides its cells; a line can be read on its own when it is cut out of the file.
std::vector<std::string> context(const Report& report, const std::string& line, const Row& row) {
  return {line,
          row.key,
          row.code,
          row.name,
          report.unit.code,
          report.unit.name,
          core::format_date(report.period.from),
          core::format_date(report.period.to),
          core::format_date(report.period.as_of),
          core::format_date(report.period.known_at)};
}

std::span<const Cell> cells_in(const Report& report) {
  return report.burden ? cells_of(report.subject) : cells_without_burden();
}

struct Column {
  std::string_view name;
  std::string value;
};

/// The figures of a line after its cells.
std::vector<Column> further_columns(const Report& report, const Cells& cells) {
  std::vector<Column> columns{{"rates.on_time", on_time_rate(cells).percent().value_or("")},
                              {"rates.completion", completion_rate(cells).percent().value_or("")}};
  if (!report.burden) return columns;
  const auto add = [&columns](std::string_view name, std::string value) {
    columns.push_back({name, std::move(value)});
  };
  add("ratios.first_time_right", first_time_right_rate(cells).percent().value_or(""));
  add("supplements.requests", std::to_string(cells.supplements));
  add("ratios.supplements_per_dossier", supplements_per_dossier(cells).value().value_or(""));
  add("trips.total", std::to_string(cells.trips()));
  add("trips.submission", std::to_string(cells.submission_trips));
  add("trips.supplement", std::to_string(cells.supplement_trips));
  add("trips.payment", std::to_string(cells.payment_trips));
  add("trips.collection", std::to_string(cells.collection_trips));
  add("ratios.trips_per_dossier", trips_per_dossier(cells).value().value_or(""));
  return columns;
}

std::string line_of(const Report& report, const std::string& line, const Row& row) {
  std::vector<std::string> fields = context(report, line, row);
  for (const Cell cell : cells_in(report)) fields.push_back(std::to_string(value_of(row.cells, cell)));
  for (Column& column : further_columns(report, row.cells)) fields.push_back(std::move(column.value));
  return csv_line(fields);
}

std::string form_line(const std::string& number, const std::string& name, const Cells& cells) {
  const Form06 form = form06(cells);
  std::vector<std::string> fields{number, name};
  for (const std::int64_t count :
       {form.received, form.online, form.direct_or_postal, form.carried_over, form.resolved, form.early, form.on_time,
        form.overdue, form.pending, form.pending_in_time, form.pending_overdue}) {
    fields.push_back(std::to_string(count));
  }
  return csv_line(fields);
}

const std::vector<http::Words>& form_columns() {
  static const std::vector<http::Words> columns{
      {"(1) STT", "(1) No."},
      {"(2) Nội dung", "(2) Item"},
      {"(3) Tiếp nhận: tổng số", "(3) Received: total"},
      {"(4) Tiếp nhận: trực tuyến", "(4) Received: online"},
      {"(5) Tiếp nhận: trực tiếp, bưu chính", "(5) Received: direct and postal"},
      {"(6) Tiếp nhận: từ kỳ trước", "(6) Received: carried over"},
      {"(7) Đã giải quyết: tổng số", "(7) Resolved: total"},
      {"(8) Đã giải quyết: trước hạn", "(8) Resolved: early"},
      {"(9) Đã giải quyết: đúng hạn (gồm hồ sơ rút)", "(9) Resolved: on time (with withdrawn)"},
      {"(10) Đã giải quyết: quá hạn", "(10) Resolved: overdue"},
      {"(11) Đang giải quyết: tổng số", "(11) Pending: total"},
      {"(12) Đang giải quyết: trong hạn", "(12) Pending: in time"},
      {"(13) Đang giải quyết: quá hạn", "(13) Pending: overdue"}};
  return columns;
}

}  // namespace

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t at = 0; at < fields.size(); ++at) {
    if (at > 0) line += ',';
    line += field_of(fields[at]);
  }
  return line + "\r\n";
}

std::string csv_of(const Report& report) {
  std::vector<std::string> head{"line",      "key",  "code", "name",  "unit_code",
                                "unit_name", "from", "to",   "as_of", "known_at"};
  for (const Cell cell : cells_in(report)) head.emplace_back(name_of(cell));
  for (const Column& column : further_columns(report, {})) head.emplace_back(column.name);

  std::string text = csv_line(head);
  text += line_of(report, "total", {report.unit.id, report.unit.code, report.unit.name, report.total});
  for (const Row& row : report.rows) text += line_of(report, std::string{name_of(report.by)}, row);
  if (report.not_attributable) {
    for (const Row& row : report.not_attributable->rows)
      text += line_of(report, std::string{not_attributable_key}, row);
  }
  return text;
}

std::string form06_csv_of(const Report& report, http::Language language) {
  std::vector<std::string> head;
  for (const http::Words& column : form_columns()) head.push_back(in(language, column));
  std::string text = csv_line(head);
  std::size_t number = 0;
  for (const Row& row : report.rows) text += form_line(std::to_string(++number), row.name, row.cells);
  const auto words = [language](const char* vi, const char* en) {
    return language == http::Language::english ? en : vi;
  };
  text += form_line("", words("Tổng số", "Total"), report.total);
  if (report.not_attributable && report.not_attributable->total != Cells{})
    text += form_line("", words("Không quy được về một đơn vị", "Not attributable"), report.not_attributable->total);
  return text;
}

}  // namespace motcua::reporting
