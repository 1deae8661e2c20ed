#include "store/many.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace motcua::store {
namespace {

// SQLite takes its rows in these sizes: each is a statement of its own, and the memory that a large one keeps grows
// with its placeholders.
constexpr std::array<std::size_t, 3> rows_at_once{32, 4, 1};

constexpr std::string_view among_texts = " = ANY (CAST(:keys AS TEXT[]))";
constexpr std::string_view among_numbers = " = ANY (CAST(:keys AS BIGINT[]))";
constexpr std::string_view among_json = " IN (SELECT value FROM json_each(:keys))";

/// Quoted as PostgreSQL's arrays and JSON alike read it; JSON wants control characters escaped, too.
void add_quoted(std::string& list, std::string_view text, Dialect dialect) {
  constexpr std::string_view hex = "0123456789abcdef";
  list += '"';
  for (const char letter : text) {
    const auto code = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      list += '\\';
      list += letter;
    } else if (dialect == Dialect::sqlite && code < 0x20 && code != 0) {  // U+0000 is refused where it is bound
      list.append("\\u00") += hex[code >> 4U];
      list += hex[code & 15U];
    } else {
      list += letter;
    }
  }
  list += '"';
}

void add(std::string& list, const std::string& text, Dialect dialect) { add_quoted(list, text, dialect); }
void add(std::string& list, std::int64_t number, Dialect) { list += std::to_string(number); }

template <class Key>
std::string list_of(Dialect dialect, std::span<const Key> keys) {
  std::string list{dialect == Dialect::postgresql ? "{" : "["};
  for (const Key& key : keys) {
    if (list.size() > 1) list += ',';
    add(list, key, dialect);
  }
  list += dialect == Dialect::postgresql ? '}' : ']';
  return list;
}

bool is_text(const Value& value) { return std::holds_alternative<std::string>(value.content()); }

/// One column of the rows as PostgreSQL reads an array.
std::string array_of(std::span<const Value> values, std::size_t columns, std::size_t column) {
  const bool texts = is_text(values[column]);
  std::string list{"{"};
  for (std::size_t at = column; at < values.size(); at += columns) {
    if (at > column) list += ',';
    const auto& content = values[at].content();
    if (texts) {
      add_quoted(list, std::get<std::string>(content), Dialect::postgresql);
    } else {
      list += std::to_string(std::get<std::int64_t>(content));
    }
  }
  list += '}';
  return list;
}

void insert_arrays(Transaction& tx, std::string_view into, std::size_t columns, std::string_view rest,
                   std::span<const Value> values) {
  std::string sql{into};
  std::vector<Value> arrays;
  arrays.reserve(columns);
  sql += " SELECT * FROM unnest(";
  for (std::size_t column = 0; column < columns; ++column) {
    sql += column == 0 ? "CAST(:c" : ", CAST(:c";
    sql += std::to_string(column);
    sql += is_text(values[column]) ? " AS TEXT[])" : " AS BIGINT[])";
    arrays.emplace_back(array_of(values, columns, column));
  }
  sql.append(")").append(rest);
  tx.execute(sql, arrays);
}

std::string insert_of(std::string_view into, std::size_t columns, std::string_view rest, std::size_t rows) {
  std::string sql{into};
  sql += " VALUES ";
  for (std::size_t at = 0; at < rows * columns; ++at) {
    const bool begins = at % columns == 0;
    sql += begins ? (at == 0 ? "(:v" : "), (:v") : ", :v";
    sql += std::to_string(at);
  }
  sql.append(")").append(rest);
  return sql;
}

void insert_rows(Transaction& tx, std::string_view into, std::size_t columns, std::string_view rest,
                 std::span<const Value> values) {
  for (const std::size_t rows : rows_at_once) {
    const std::size_t size = rows * columns;
    if (values.size() < size) continue;
    const std::string sql = insert_of(into, columns, rest, rows);
    for (; values.size() >= size; values = values.subspan(size)) tx.execute(sql, values.first(size));
  }
}

}  // namespace

Keys::Keys(Dialect dialect, std::span<const std::string> texts)
    : dialect_{dialect}, texts_{true}, value_{list_of(dialect, texts)} {}

Keys::Keys(Dialect dialect, std::span<const std::int64_t> numbers)
    : dialect_{dialect}, texts_{false}, value_{list_of(dialect, numbers)} {}

std::string_view Keys::among() const {
  if (dialect_ == Dialect::sqlite) return among_json;
  return texts_ ? among_texts : among_numbers;
}

std::string Keys::select(std::string_view columns, std::string_view table, std::string_view column,
                         std::string_view condition) const {
  std::string sql{"SELECT "};
  sql.append(columns);
  if (dialect_ == Dialect::sqlite) {
    sql.append(" FROM ").append(table).append(" WHERE ").append(column).append(among_json).append(condition);
    return sql;
  }
  // OFFSET keeps PostgreSQL from making a join of it, which it would read the whole of a small table for, and go on so
  // while the table grows.
  sql.append(" FROM unnest(CAST(:keys AS ").append(texts_ ? "TEXT" : "BIGINT").append("[])) AS keys(key) CROSS JOIN ");
  sql.append("LATERAL (SELECT ").append(columns).append(" FROM ").append(table).append(" WHERE ").append(column);
  sql.append(" = keys.key").append(condition).append(" OFFSET 0) AS found");
  return sql;
}

void insert_many(Transaction& tx, std::string_view into, std::size_t columns, std::string_view rest,
                 std::span<const Value> values) {
  if (columns == 0 || values.size() % columns != 0) throw std::invalid_argument("rows of another length");
  if (values.empty()) return;
  if (tx.dialect() == Dialect::postgresql) {
    insert_arrays(tx, into, columns, rest, values);
  } else {
    insert_rows(tx, into, columns, rest, values);
  }
}

}  // namespace motcua::store
