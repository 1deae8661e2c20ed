#include <algorithm>

#include "catalogue/reading.hpp"
#include "core/text.hpp"

namespace motcua::catalogue::reading {
namespace {

std::string joined(const std::vector<std::string>& columns) {
  std::string text;
  for (const std::string& column : columns) text += (text.empty() ? "" : ",") + column;
  return text;
}

int lines_in(const std::vector<std::string>& cells) {
  int lines = 1;
  for (const std::string& cell : cells) lines += static_cast<int>(std::count(cell.begin(), cell.end(), '\n'));
  return lines;
}

}  // namespace

std::vector<Row> read_table(std::string_view text, const std::vector<std::string>& columns, Findings& findings) {
  if (!core::is_utf8(text)) {
    findings.add(0, "is not UTF-8");
    return {};
  }
  auto read = core::parse_csv(text);
  if (!read) {
    findings.add(0, "a quote is left open");
    return {};
  }
  if (read->empty() || read->front() != columns) {
    findings.add(1, "the header must be " + joined(columns));
    return {};
  }
  std::vector<Row> rows;
  int line = 1 + lines_in(read->front()) - 1;
  for (std::size_t i = 1; i < read->size(); ++i) {
    std::vector<std::string>& cells = (*read)[i];
    ++line;
    const int last_line = line + lines_in(cells) - 1;
    if (cells.size() != columns.size()) {
      findings.add(line,
                   "has " + std::to_string(cells.size()) + " cells, the header " + std::to_string(columns.size()));
    } else {
      rows.push_back({line, std::move(cells)});
    }
    line = last_line;
  }
  return rows;
}

bool is_plain_text(std::string_view text) { return !core::trim(text).empty() && !core::has_control_characters(text); }

bool Validity::overlaps(const Validity& other) const {
  const bool begins_before_other_ends = !from || !other.to || *from < *other.to;
  const bool ends_after_other_begins = !to || !other.from || *other.from < *to;
  return begins_before_other_ends && ends_after_other_begins;
}

bool Validity::covers(const Validity& other) const {
  return (!from || (other.from && *from <= *other.from)) && (!to || (other.to && *other.to <= *to));
}

std::optional<Validity> read_validity(std::string_view from, std::string_view to, int line, Findings& findings) {
  Validity validity;
  bool good = true;
  const auto read = [&](std::string_view text, const char* column, std::optional<core::Date>& date) {
    if (text.empty()) return;
    date = core::parse_date(text);
    if (date) return;
    good = false;
    findings.add(line, std::string{column} + " is not a date YYYY-MM-DD: " + std::string{text});
  };
  read(from, "valid_from", validity.from);
  read(to, "valid_to", validity.to);
  if (validity.from && validity.to && *validity.from >= *validity.to) {
    good = false;
    findings.add(line, "valid_to must come after valid_from");
  }
  if (!good) return std::nullopt;
  return validity;
}

std::optional<Level> read_level(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, Level>, 3> names{
      {{"city", Level::city}, {"district", Level::district}, {"commune", Level::commune}}};
  return named(names, text);
}

std::optional<std::chrono::minutes> read_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hours = core::parse_number(text.substr(0, 2));
  const auto minutes = core::parse_number(text.substr(3));
  if (!hours || !minutes || *minutes > 59 || *hours * 60 + *minutes > 24 * 60) return std::nullopt;
  return std::chrono::minutes{*hours * 60 + *minutes};
}

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= 32 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-._") == std::string_view::npos;
}

int line_at(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  return 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
}

}  // namespace motcua::catalogue::reading
