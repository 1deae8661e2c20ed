#include "store/prepared.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <stdexcept>

#include "store/sql_text.hpp"

namespace motcua::store {
namespace {

// What a cached statement may keep of a large text between two uses.
constexpr std::size_t text_kept = 16 * 1024;

}  // namespace

/// SOCI holds references to these places while the statement lives: none of the vectors may grow.
struct Prepared::Bound {
  Bound(soci::session& session, Dialect its_dialect, std::size_t values, std::size_t columns)
      : dialect{its_dialect},
        wholes(values),
        texts(values),
        given(values, soci::i_null),
        cells(columns),
        present(columns, soci::i_null),
        statement{session} {}

  void prepare(const std::string& sql) {
    if (dialect == Dialect::sqlite) {
      for (std::size_t at = 0; at < whole.size(); ++at) {
        if (whole[at]) {
          statement.exchange(soci::use(wholes[at], given[at]));
        } else {
          statement.exchange(soci::use(texts[at], given[at]));
        }
      }
      for (std::size_t at = 0; at < cells.size(); ++at) statement.exchange(soci::into(cells[at], present[at]));
    }
    statement.alloc();
    statement.prepare(sql);
    if (dialect == Dialect::sqlite) statement.define_and_bind();
  }

  void bind(std::span<const Value> values) {
    for (std::size_t at = 0; at < values.size(); ++at) {
      const auto& content = values[at].content();
      given[at] = content.index() == 0 ? soci::i_null : soci::i_ok;
      if (const auto* number = std::get_if<std::int64_t>(&content)) wholes[at] = *number;
      if (const auto* text = std::get_if<std::string>(&content)) texts[at] = *text;
    }
  }

  void forget_large() {
    for (auto& text : texts) {
      if (text.capacity() > text_kept) std::string{}.swap(text);
    }
  }

  Dialect dialect;
  std::vector<bool> whole;  // by value: a number, not a text
  std::vector<long long> wholes;
  std::vector<std::string> texts;
  std::vector<soci::indicator> given;
  std::vector<std::string> cells;
  std::vector<soci::indicator> present;
  soci::statement statement;
};

Prepared::Prepared(soci::session& session, Dialect dialect, std::string_view sql, std::span<const Value> values,
                   std::size_t columns)
    : bound_{std::make_unique<Bound>(session, dialect, values.size(), columns)} {
  const Placed placed = place(sql, dialect);
  if (placed.placeholders != values.size()) {
    throw std::logic_error(std::to_string(values.size()) + " values for " + std::to_string(placed.placeholders) +
                           " placeholders: " + std::string{sql});
  }
  for (const Value& value : values) bound_->whole.push_back(value.content().index() == 1);
  bound_->prepare(placed.sql);
}

Prepared::~Prepared() = default;

bool Prepared::takes(std::span<const Value> values, std::size_t columns) const {
  const auto& whole = bound_->whole;
  if (values.size() != whole.size()) return false;
  if (bound_->dialect == Dialect::postgresql) return true;  // it is sent texts only, and finds the types itself
  if (columns != bound_->cells.size()) return false;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    const auto kind = values[at].content().index();
    if (kind != 0 && (kind == 1) != whole[at]) return false;
  }
  return true;
}

std::int64_t Prepared::execute(std::span<const Value> values) {
  bound_->bind(values);
  bound_->statement.execute(true);
  const auto changed = std::max<std::int64_t>(0, bound_->statement.get_affected_rows());
  bound_->forget_large();
  return changed;
}

std::vector<std::vector<Cell>> Prepared::rows(std::span<const Value> values, std::string_view sql) {
  auto& cells = bound_->cells;
  auto& present = bound_->present;
  auto& statement = bound_->statement;
  bound_->bind(values);
  std::vector<std::vector<Cell>> rows;
  // To the last row, always: a SELECT of SQLite that stops half-way keeps its snapshot.
  for (bool more = statement.execute(true); more; more = statement.fetch()) {
    auto& row = rows.emplace_back();
    row.reserve(cells.size());
    for (std::size_t at = 0; at < cells.size(); ++at) {
      if (present[at] == soci::i_ok) {
        row.emplace_back(std::move(cells[at]));
      } else {
        row.emplace_back(std::nullopt);
      }
    }
  }
  auto* backend = static_cast<soci::sqlite3_statement_backend*>(statement.get_backend());
  expect_columns(static_cast<std::size_t>(sqlite_api::sqlite3_column_count(backend->stmt_)), cells.size(), sql);
  bound_->forget_large();
  return rows;
}

const std::string& Prepared::name() const {
  return static_cast<soci::postgresql_statement_backend*>(bound_->statement.get_backend())->statementName_;
}

void expect_storable(std::span<const Value> values) {
  for (const Value& value : values) {
    const auto* text = std::get_if<std::string>(&value.content());
    if (text != nullptr && text->find('\0') != std::string::npos)
      throw std::invalid_argument("a text with U+0000 cannot be stored");
  }
}

void expect_columns(std::size_t found, std::size_t asked, std::string_view sql) {
  if (found == asked) return;
  throw std::logic_error(std::to_string(found) + " columns where " + std::to_string(asked) +
                         " were asked for: " + std::string{sql});
}

}  // namespace motcua::store
