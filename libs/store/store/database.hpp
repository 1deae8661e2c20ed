#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/embedded.hpp"
#include "core/strong.hpp"
#include "core/time.hpp"
#include "metrics/metrics.hpp"

namespace motcua::store {

/// The database did not take or did not answer; nothing of the transaction is known to be kept. The caller may try
/// again.
class Unavailable : public std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// A unique constraint was violated. Which one is in what(), for logs; the transaction is over.
class Conflict : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class Dialect { sqlite, postgresql };

/// What a statement is given or gives back: nothing (NULL), a whole number or a text.
class Value {
 public:
  Value(std::nullopt_t) {}                                       // NOLINT: meant to be implicit
  Value(std::string text) : content_{std::move(text)} {}         // NOLINT
  Value(std::string_view text) : content_{std::string{text}} {}  // NOLINT
  Value(const char* text) : content_{std::string{text}} {}       // NOLINT
  template <class Number>
  requires std::is_integral_v<Number> Value(Number number) : content_{static_cast<std::int64_t>(number)} {}  // NOLINT
  template <class Tag>
  Value(const core::StrongText<Tag>& id) : content_{id.str()} {}   // NOLINT
  Value(core::Instant moment) : content_{core::stored(moment)} {}  // NOLINT
  Value(core::Date date) : content_{core::stored(date)} {}         // NOLINT
  template <class Optional>
  Value(const std::optional<Optional>& maybe) {  // NOLINT
    if (maybe) content_ = Value{*maybe}.content_;
  }

  const std::variant<std::monostate, std::int64_t, std::string>& content() const { return content_; }

 private:
  std::variant<std::monostate, std::int64_t, std::string> content_;
};

/// One row's cells as the database wrote them; `from_cell` below turns them into what the caller asked for.
using Cell = std::optional<std::string>;
/// The cell is what writing that value leaves.
bool holds(const Cell& cell, const Value& value);

template <class T>
struct FromCell;
template <>
struct FromCell<std::int64_t> {
  static std::int64_t of(Cell&& cell);
};
template <>
struct FromCell<int> {
  static int of(Cell&& cell);
};
template <>
struct FromCell<bool> {
  static bool of(Cell&& cell);
};
template <>
struct FromCell<std::string> {
  static std::string of(Cell&& cell);
};
template <>
struct FromCell<core::Instant> {
  static core::Instant of(Cell&& cell);
};
template <>
struct FromCell<core::Date> {
  static core::Date of(Cell&& cell);
};
template <class Tag>
struct FromCell<core::StrongText<Tag>> {
  static core::StrongText<Tag> of(Cell&& cell) {
    return core::StrongText<Tag>{FromCell<std::string>::of(std::move(cell))};
  }
};
template <class T>
struct FromCell<std::optional<T>> {
  static std::optional<T> of(Cell&& cell) {
    if (!cell) return std::nullopt;
    return FromCell<T>::of(std::move(cell));
  }
};

/// Statements inside a transaction or a read. Placeholders are `:name`, bound by position in order of appearance (a
/// name used twice is bound twice). Statements are prepared once a connection and kept: write SQL with placeholders,
/// never with values. PostgreSQL finds a placeholder's type by where it stands; where nothing tells (`:unit IS NULL`),
/// write CAST(:unit AS TEXT). A statement that failed ends the transaction on both databases, also when `work` catches
/// the exception. Exceptions carry the database's words and never a bound value. Keywords are written in capitals.
class Transaction {
 public:
  virtual ~Transaction() = default;

  virtual Dialect dialect() const = 0;
  /// From here on statements of this transaction may take as long as they need; for migrations.
  virtual void take_your_time() = 0;
  /// Rows changed.
  virtual std::int64_t execute(std::string_view sql, std::span<const Value> values) = 0;
  virtual std::vector<std::vector<Cell>> rows(std::string_view sql, std::span<const Value> values,
                                              std::size_t columns) = 0;
  /// For what only has to be done: it runs before anything asked after it, in order, and what it fails with is thrown
  /// there or by the COMMIT. On PostgreSQL it travels with that, so that it costs no round trip of its own.
  virtual void post(std::string_view sql, std::vector<Value> values) = 0;

  template <class... Values>
  std::int64_t run(std::string_view sql, const Values&... values) {
    const std::array<Value, sizeof...(values)> bound{Value(values)...};
    return execute(sql, bound);
  }
  template <class... Values>
  void send(std::string_view sql, const Values&... values) {
    std::vector<Value> bound;
    bound.reserve(sizeof...(values));
    (bound.emplace_back(values), ...);
    post(sql, std::move(bound));
  }
  /// All rows as tuples: `for (const auto& [id, version] : tx.query<std::string, std::int64_t>("SELECT …", unit))`.
  /// NULL in a column that is not std::optional throws std::runtime_error.
  template <class... Columns, class... Values>
  std::vector<std::tuple<Columns...>> query(std::string_view sql, const Values&... values) {
    const std::array<Value, sizeof...(values)> bound{Value(values)...};
    return query_bound<Columns...>(sql, bound);
  }
  template <class... Columns>
  std::vector<std::tuple<Columns...>> query_bound(std::string_view sql, std::span<const Value> values) {
    std::vector<std::tuple<Columns...>> result;
    auto found = rows(sql, values, sizeof...(Columns));
    result.reserve(found.size());
    for (auto& row : found) result.push_back(tuple_of<Columns...>(row, std::index_sequence_for<Columns...>{}));
    return result;
  }
  /// The first row, if there is one.
  template <class... Columns, class... Values>
  std::optional<std::tuple<Columns...>> first(std::string_view sql, const Values&... values) {
    auto found = query<Columns...>(sql, values...);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  }
  /// ` FOR UPDATE` where the dialect has it; SQLite has one writer and needs none.
  std::string_view for_update() const { return dialect() == Dialect::postgresql ? " FOR UPDATE" : ""; }

 private:
  template <class... Columns, std::size_t... At>
  static std::tuple<Columns...> tuple_of(std::vector<Cell>& row, std::index_sequence<At...>) {
    return std::tuple<Columns...>{FromCell<Columns>::of(std::move(row[At]))...};
  }
};

struct Settings {
  /// `sqlite:/var/lib/motcua/dossiers.db` or `postgresql:host=127.0.0.1 port=5432 dbname=dossiers user=motcua`.
  std::string url;
  int connections = 16;                      ///< PostgreSQL: connections in all; SQLite: readers beside the one writer
  std::chrono::milliseconds patience{3000};  ///< how long a caller waits for a connection or a lock before Unavailable
  /// PostgreSQL: how long a caller waits for an answer to a statement; left out, three times `patience`, for the server
  /// itself gives up after two.
  std::optional<std::chrono::milliseconds> silence{};
};

/// One database and its connections, on SOCI. Thread-safe; owned by main.
class Database {
 public:
  /// Opens it. SQLite: takes the file's lock for this process; a second process on one file gets std::runtime_error
  /// that says so. PostgreSQL that does not answer throws Unavailable.
  static std::unique_ptr<Database> open(const Settings& settings, metrics::Registry& metrics);
  /// For a look at a database that others may be at work on: takes no lock, migrates nothing, makes no file, and
  /// `transaction` throws std::logic_error. A read may last as long as it takes.
  static std::unique_ptr<Database> open_to_read(const Settings& settings, metrics::Registry& metrics);
  virtual ~Database() = default;

  virtual Dialect dialect() const = 0;
  /// Runs `work` in one transaction and returns after COMMIT. `work` may run on another thread and more than once
  /// (after a serialization failure): it must have no effect outside. What it throws rolls everything of it back and is
  /// thrown here. SQLite: callers that come together share one COMMIT, each in a savepoint of its own.
  virtual void transaction(const std::function<void(Transaction&)>& work) = 0;
  /// Runs `work` on one consistent snapshot that sees every transaction whose `transaction` call has returned. Changes
  /// nothing.
  virtual void read(const std::function<void(Transaction&)>& work) = 0;
  /// As `read`, for `work` that asks one statement, a SELECT: that is a snapshot of its own, so there is no BEGIN and
  /// no COMMIT, which on PostgreSQL are two of three round trips. A second statement throws std::logic_error. Asked
  /// again on a new connection when its own has died.
  virtual void read_one(const std::function<void(Transaction&)>& work) = 0;
  /// As `transaction`, for `work` that is one statement: the database makes a transaction of it and answers when it is
  /// durable. After a lost connection it may be run again although it was kept; so it must do nothing more the second
  /// time (`ON CONFLICT DO NOTHING`).
  virtual void write_one(const std::function<void(Transaction&)>& work) = 0;
  /// A statement that answers when the database does, within about `patience`; for readiness. Never throws.
  virtual bool answers() noexcept = 0;

  template <class Work>
  auto in_transaction(Work&& work) {
    std::optional<std::invoke_result_t<Work&, Transaction&>> result;
    transaction([&](Transaction& tx) { result.emplace(work(tx)); });
    return std::move(*result);
  }
  template <class Work>
  auto in_read(Work&& work) {
    std::optional<std::invoke_result_t<Work&, Transaction&>> result;
    read([&](Transaction& tx) { result.emplace(work(tx)); });
    return std::move(*result);
  }
  template <class Work>
  auto in_read_one(Work&& work) {
    std::optional<std::invoke_result_t<Work&, Transaction&>> result;
    read_one([&](Transaction& tx) { result.emplace(work(tx)); });
    return std::move(*result);
  }
};

/// A lock that one process at a time holds on a database, for as long as it lives and its connection does: who leads
/// the relay. PostgreSQL: an advisory lock on a connection of its own. SQLite: always held, the file has one process
/// anyway.
class Leadership {
 public:
  static std::unique_ptr<Leadership> of(const Settings& settings, std::string_view what);
  virtual ~Leadership() = default;
  /// Tries to take it, or confirms that it is still held. Never blocks long, never throws: false when it is not ours.
  virtual bool held() noexcept = 0;
};

/// Migrations of one component: `NNNN_what.sql`, in order. Statements end with `;` at a line's end. A block between the
/// lines
/// `-- only: postgresql` (or sqlite) and `-- end` is for that dialect alone.
struct Migrations {
  std::string component;
  std::span<const core::EmbeddedFile> files;
};
/// Applies what is missing, each in a transaction, under a lock; records number, name and checksum. Throws
/// std::runtime_error when a migration that was applied has another checksum now, or the database is newer than this
/// program.
void migrate(Database& database, const std::vector<Migrations>& components);

}  // namespace motcua::store
