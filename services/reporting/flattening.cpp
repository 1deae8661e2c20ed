#include "reporting/flattening.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/text.hpp"

namespace motcua::reporting {
namespace {

using nlohmann::json;
using Line = FigureName::Line;

const char* name_of(Line line) {
  switch (line) {
    case Line::total: return "total";
    case Line::row: return "rows";
    case Line::not_attributable: return "not_attributable";
  }
  return "";
}

void add_time_taken(Figures& figures, const Row& row) {
  for (const TimeTaken& taken : row.time_taken) {
    const std::string before = "time_taken." + std::string{name_of(taken.unit)} + ".";
    for (const auto& [name, value] :
         {std::pair{"resolved", taken.resolved}, std::pair{"median", taken.median}, std::pair{"p90", taken.p90}}) {
      if (value != 0) figures[{Line::row, row.key, before + name}] = value;
    }
  }
}

void add_rows(Figures& figures, Line line, const std::vector<Row>& rows, Subject subject, bool burden) {
  for (const Row& row : rows) {
    add_figures(figures, line, row.key, row.cells, subject, burden);
    add_time_taken(figures, row);
  }
}

void add_body_cells(Figures& figures, Line line, const std::string& key, const json& shown,
                    std::span<const Cell> cells) {
  for (const Cell cell : cells) {
    json::json_pointer path;
    for (const std::string_view part : core::split(name_of(cell), '.')) path /= std::string{part};
    if (const auto value = shown.at(path).get<std::int64_t>(); value != 0)
      figures[{line, key, std::string{name_of(cell)}}] = value;
  }
}

Figures cells_in_json(const std::string& body, std::span<const Cell> cells) {
  const json report = json::parse(body);
  Figures figures;
  add_body_cells(figures, Line::total, "", report, cells);
  for (const json& row : report.at("rows")) add_body_cells(figures, Line::row, row.at("key"), row, cells);
  if (!report.contains("not_attributable")) return figures;
  const json& apart = report.at("not_attributable");
  for (const json& row : apart.at("rows")) add_body_cells(figures, Line::not_attributable, row.at("key"), row, cells);
  return figures;
}

Figures cells_in_csv(const std::string& body, std::span<const Cell> cells) {
  const auto lines = core::parse_csv(body);
  if (!lines || lines->empty()) throw std::runtime_error{"no table"};
  const std::vector<std::string>& head = lines->front();
  Figures figures;
  for (std::size_t at = 1; at < lines->size(); ++at) {
    const std::vector<std::string>& line = (*lines)[at];
    if (line.size() != head.size()) throw std::runtime_error{"a line of another length"};
    const Line kind = line[0] == "total"              ? Line::total
                      : line[0] == "not_attributable" ? Line::not_attributable
                                                      : Line::row;
    for (std::size_t column = 0; column < head.size(); ++column) {
      const auto is_it = [&](Cell cell) { return name_of(cell) == head[column]; };
      if (std::none_of(cells.begin(), cells.end(), is_it)) continue;
      const auto value = core::parse_number(line[column]);
      if (!value) throw std::runtime_error{"a cell that is no number"};
      if (*value != 0) figures[{kind, kind == Line::total ? "" : line[1], head[column]}] = *value;
    }
  }
  return figures;
}

}  // namespace

Figures figures_of(const Report& report) {
  Figures figures;
  add_figures(figures, Line::total, "", report.total, report.subject, report.burden);
  add_rows(figures, Line::row, report.rows, report.subject, report.burden);
  if (report.not_attributable)
    add_rows(figures, Line::not_attributable, report.not_attributable->rows, report.subject, report.burden);
  return figures;
}

std::string written(const Figures& figures) {
  json text = json::object();
  for (const auto& [name, value] : figures) text[name_of(name.line)][name.key][name.cell] = value;
  return text.dump();
}

Figures read_figures(const std::string& text) {
  Figures figures;
  try {
    const json read = json::parse(text);
    for (const Line line : {Line::total, Line::row, Line::not_attributable}) {
      if (!read.contains(name_of(line))) continue;
      for (const auto& [key, cells] : read.at(name_of(line)).items()) {
        for (const auto& [cell, value] : cells.items()) figures[{line, key, cell}] = value.get<std::int64_t>();
      }
    }
  } catch (const json::exception&) {
    throw std::runtime_error{"the figures of a publication cannot be read"};
  }
  return figures;
}

std::optional<Figures> cells_in_body(const std::string& body, const std::string& format, Subject subject, bool burden) {
  const std::span<const Cell> cells = burden ? cells_of(subject) : cells_without_burden();
  if (format == "json") return cells_in_json(body, cells);
  if (format == "csv") return cells_in_csv(body, cells);
  return std::nullopt;
}

}  // namespace motcua::reporting
