#include "store/sql_text.hpp"

#include <stdexcept>

#include "core/text.hpp"

namespace motcua::store {
namespace {

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::size_t after(std::string_view sql, std::string_view closing, std::size_t from) {
  const auto at = sql.find(closing, from);
  return at == std::string_view::npos ? sql.size() : at + closing.size();
}

/// Where the quoted text that begins at `at` ends; `at` itself when none begins there.
std::size_t end_of_quoted(std::string_view sql, std::size_t at) {
  const char c = sql[at];
  if (c == '\'' || c == '"')
    return after(sql, std::string_view{&c, 1}, at + 1);  // a doubled quote reads as two texts: no harm
  if (c != '$' || (at > 0 && (letter(sql[at - 1]) || digit(sql[at - 1])))) return at;
  std::size_t end = at + 1;
  while (end < sql.size() && (letter(sql[end]) || (end > at + 1 && digit(sql[end])))) ++end;
  if (end == sql.size() || sql[end] != '$') return at;
  return after(sql, sql.substr(at, end - at + 1), end + 1);
}

std::size_t end_of_comment(std::string_view sql, std::size_t at) {
  if (sql.substr(at, 2) == "--") return std::min(sql.find('\n', at), sql.size());
  if (sql.substr(at, 2) == "/*") return after(sql, "*/", at + 2);
  return at;
}

std::string without_comments(std::string_view sql) {
  std::string kept;
  kept.reserve(sql.size());
  for (std::size_t at = 0; at < sql.size();) {
    if (const auto end = end_of_comment(sql, at); end != at) {
      at = end;
      continue;
    }
    const auto end = std::max(end_of_quoted(sql, at), at + 1);
    kept += sql.substr(at, end - at);
    at = end;
  }
  return kept;
}

std::string lines_for(std::string_view migration, Dialect dialect) {
  const std::string_view ours = dialect == Dialect::sqlite ? "-- only: sqlite" : "-- only: postgresql";
  std::string kept;
  bool wanted = true;
  bool inside = false;
  for (const auto line : core::split(migration, '\n')) {
    const auto text = core::trim(line);
    if (text.starts_with("-- only:")) {
      if (inside) throw std::runtime_error("a migration's block begins inside another");
      if (text != "-- only: sqlite" && text != "-- only: postgresql") {
        throw std::runtime_error("a migration's block is for an unknown dialect: " + std::string{text});
      }
      inside = true;
      wanted = text == ours;
    } else if (text == "-- end") {
      if (!inside) throw std::runtime_error("a migration's block ends without having begun");
      inside = false;
      wanted = true;
    } else if (wanted) {
      kept.append(line).append("\n");
    }
  }
  if (inside) throw std::runtime_error("a migration's block has no `-- end`");
  return kept;
}

// A trigger's body has statements of its own, which SQLite does not take in quotes.
bool is_within_trigger(std::string_view sql, std::string_view rest) {
  return core::trim(sql).starts_with("CREATE TRIGGER ") && core::trim(rest).ends_with("END");
}

}  // namespace

Placed place(std::string_view sql, Dialect dialect) {
  const std::string text = without_comments(sql);
  Placed placed{{}, 0};
  placed.sql.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == ';') {
      const auto rest = std::string_view{text}.substr(at + 1);
      if (!core::trim(rest).empty() && !is_within_trigger(text, rest))
        throw std::logic_error("one statement at a time: " + std::string{sql});
    }
    if (c == ':' && at + 1 < text.size() && letter(text[at + 1]) && (at == 0 || text[at - 1] != ':')) {
      do ++at;
      while (at < text.size() && (letter(text[at]) || digit(text[at])));
      ++placed.placeholders;
      placed.sql += dialect == Dialect::sqlite ? "?" : ":v" + std::to_string(placed.placeholders);
      continue;
    }
    const auto end = std::max(end_of_quoted(text, at), at + 1);
    placed.sql += std::string_view{text}.substr(at, end - at);
    at = end;
  }
  return placed;
}

std::vector<std::string> statements_of(std::string_view migration, Dialect dialect) {
  const std::string text = without_comments(lines_for(migration, dialect));
  std::vector<std::string> statements;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == ';') {
      auto line_end = at + 1;
      while (line_end < text.size() && blank(text[line_end]) && text[line_end] != '\n') ++line_end;
      if (line_end == text.size() || text[line_end] == '\n') {
        if (const auto statement = core::trim(std::string_view{text}.substr(begin, at - begin)); !statement.empty()) {
          statements.emplace_back(statement);
        }
        begin = at = line_end;
        continue;
      }
    }
    at = std::max(end_of_quoted(text, at), at + 1);
  }
  if (!core::trim(std::string_view{text}.substr(begin)).empty()) {
    throw std::runtime_error("a migration's last statement has no `;` at its line's end");
  }
  return statements;
}

}  // namespace motcua::store
