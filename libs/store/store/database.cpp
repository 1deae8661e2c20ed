#include "store/database.hpp"

#include <charconv>

#include "store/postgresql.hpp"
#include "store/reading.hpp"
#include "store/sqlite.hpp"

namespace motcua::store {
namespace {

struct Address {
  Dialect dialect;
  std::string rest;
};

Address parse(const std::string& url) {
  const auto colon = url.find(':');
  const auto kind = url.substr(0, colon);
  const auto rest = colon == std::string::npos ? std::string{} : url.substr(colon + 1);
  if (!rest.empty() && !rest.starts_with("//")) {
    if (kind == "sqlite") return {Dialect::sqlite, rest};
    if (kind == "postgresql") return {Dialect::postgresql, rest};
  }
  // The address itself is not shown: it may hold a password.
  throw std::runtime_error("a database's address is `sqlite:/path/to/file.db` or `postgresql:host=… dbname=… user=…`");
}

class AlwaysLeading final : public Leadership {
 public:
  bool held() noexcept override { return true; }
};

}  // namespace

std::unique_ptr<Database> Database::open(const Settings& settings, metrics::Registry& metrics) {
  const auto [dialect, rest] = parse(settings.url);
  if (dialect == Dialect::sqlite) return std::make_unique<SqliteDatabase>(rest, settings, metrics);
  return std::make_unique<PostgresqlDatabase>(rest, settings, metrics);
}

std::unique_ptr<Database> Database::open_to_read(const Settings& settings, metrics::Registry& metrics) {
  const auto [dialect, rest] = parse(settings.url);
  return std::make_unique<ReadingDatabase>(dialect, rest, settings, metrics);
}

std::unique_ptr<Leadership> Leadership::of(const Settings& settings, std::string_view what) {
  const auto [dialect, rest] = parse(settings.url);
  if (dialect == Dialect::sqlite) return std::make_unique<AlwaysLeading>();
  return postgresql_leadership(rest, settings, what);
}

bool holds(const Cell& cell, const Value& value) {
  const auto& content = value.content();
  if (const auto* whole = std::get_if<std::int64_t>(&content)) return cell == std::to_string(*whole);
  if (const auto* text = std::get_if<std::string>(&content)) return cell == *text;
  return !cell;
}

std::int64_t FromCell<std::int64_t>::of(Cell&& cell) {
  const std::string text = FromCell<std::string>::of(std::move(cell));
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size())
    throw std::runtime_error("a column is not a whole number");
  return number;
}

int FromCell<int>::of(Cell&& cell) {
  const auto number = FromCell<std::int64_t>::of(std::move(cell));
  if (!std::in_range<int>(number)) throw std::runtime_error("a column's number is too large");
  return static_cast<int>(number);
}

bool FromCell<bool>::of(Cell&& cell) {
  const std::string text = FromCell<std::string>::of(std::move(cell));
  if (text == "1" || text == "t") return true;
  if (text == "0" || text == "f") return false;
  throw std::runtime_error("a column is neither true nor false");
}

std::string FromCell<std::string>::of(Cell&& cell) {
  if (!cell) throw std::runtime_error("a column is NULL where a value was expected");
  return std::move(*cell);
}

core::Instant FromCell<core::Instant>::of(Cell&& cell) {
  return core::instant_from(FromCell<std::int64_t>::of(std::move(cell)));
}

core::Date FromCell<core::Date>::of(Cell&& cell) {
  return core::date_from(FromCell<std::int64_t>::of(std::move(cell)));
}

}  // namespace motcua::store
