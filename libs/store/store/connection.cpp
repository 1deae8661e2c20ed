#include "store/connection.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <unordered_map>

#include "store/sql_text.hpp"

namespace motcua::store {
namespace {

// A statement's kinds of values are fixed when it is prepared; so one SQL text may be kept several times.
constexpr std::size_t statements_kept = 256;
// What a cached statement may keep of a large text or page between two uses.
constexpr std::size_t text_kept = 16 * 1024;

std::string_view first_word(std::string_view sql) {
  const auto first = sql.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return sql.substr(first, sql.find_first_of(" \t\r\n(;", first) - first);
}

/// Statements worth keeping. DDL and PRAGMAs run once.
bool worth_keeping(std::string_view sql) {
  constexpr std::string_view kept[] = {"SELECT", "INSERT", "UPDATE",   "DELETE",    "WITH",
                                       "BEGIN",  "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"};
  return std::ranges::find(kept, first_word(sql)) != std::end(kept);
}

enum class Kind : char { whole, text };

bool fits(Kind kind, const Value& value) {
  const auto& content = value.content();
  return content.index() == 0 || (content.index() == 1) == (kind == Kind::whole);
}

/// SOCI holds references to these places while the statement lives: none of the vectors may grow.
struct Prepared {
  Prepared(soci::session& session, Dialect dialect, std::string_view sql, std::span<const Value> values,
           std::size_t columns)
      : wholes(values.size()),
        texts(values.size()),
        given(values.size(), soci::i_null),
        cells(columns),
        present(columns, soci::i_null),
        statement{session} {
    const Placed placed = place(sql, dialect);
    if (placed.placeholders != values.size()) {
      throw std::logic_error(std::to_string(values.size()) + " values for " + std::to_string(placed.placeholders) +
                             " placeholders: " + std::string{sql});
    }
    for (std::size_t at = 0; at < values.size(); ++at) {
      // PostgreSQL is sent texts only and finds the types itself; SQLite compares by the type that is bound.
      const bool whole = dialect == Dialect::sqlite && values[at].content().index() == 1;
      kinds.push_back(whole ? Kind::whole : Kind::text);
      if (whole) {
        statement.exchange(soci::use(wholes[at], given[at]));
      } else {
        statement.exchange(soci::use(texts[at], given[at]));
      }
    }
    for (std::size_t at = 0; at < columns; ++at) statement.exchange(soci::into(cells[at], present[at]));
    statement.alloc();
    statement.prepare(placed.sql);
    statement.define_and_bind();
  }

  bool takes(Dialect dialect, std::span<const Value> values, std::size_t columns) const {
    if (values.size() != kinds.size() || columns != cells.size()) return false;
    if (dialect == Dialect::postgresql) return true;
    for (std::size_t at = 0; at < kinds.size(); ++at) {
      if (!fits(kinds[at], values[at])) return false;
    }
    return true;
  }

  void bind(std::span<const Value> values) {
    for (std::size_t at = 0; at < values.size(); ++at) {
      const auto& content = values[at].content();
      given[at] = content.index() == 0 ? soci::i_null : soci::i_ok;
      if (const auto* whole = std::get_if<std::int64_t>(&content)) {
        if (kinds[at] == Kind::whole) {
          wholes[at] = *whole;
        } else {
          texts[at] = std::to_string(*whole);
        }
      } else if (const auto* text = std::get_if<std::string>(&content)) {
        // PostgreSQL keeps none, and would be given the text up to it.
        if (text->find('\0') != std::string::npos) throw std::invalid_argument("a text with U+0000 cannot be stored");
        texts[at] = *text;
      }
    }
  }

  void forget_large() {
    for (auto& text : texts) {
      if (text.capacity() > text_kept) std::string{}.swap(text);
    }
  }

  std::vector<Kind> kinds;
  std::vector<long long> wholes;
  std::vector<std::string> texts;
  std::vector<soci::indicator> given;
  std::vector<std::string> cells;
  std::vector<soci::indicator> present;
  soci::statement statement;
  std::uint64_t last_used = 0;
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};

bool unavailable_in_postgresql(std::string_view state) {
  // 08 connection, 53 resources, 57P0x shutdown, 57014 statement time-out, 55P03 lock time-out, 58 system, 25P03 idle
  // too long, 25006 read only: a primary that has become a replica.
  return state.starts_with("08") || state.starts_with("53") || state.starts_with("57") || state.starts_with("58") ||
         state == "55P03" || state == "25P03" || state == "25006";
}

}  // namespace

struct Connection::Parts {
  soci::session session;
  sqlite_api::sqlite3* file = nullptr;
  PGconn* server = nullptr;
  Watchdog* watchdog = nullptr;
  int socket = -1;  // our own descriptor of it: libpq closes its one when it likes, and another may get the number
  std::chrono::milliseconds usual_silence{0};
  std::optional<std::chrono::milliseconds> silence;
  bool read_only = false;
  std::unordered_map<std::string, std::vector<std::unique_ptr<Prepared>>, TextHash, std::equal_to<>> statements;
  std::vector<std::string> failed;
  std::size_t kept = 0;
  std::uint64_t uses = 0;

  Parts() = default;
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
  ~Parts() {
    // Each statement would be deallocated with a question, which a server that is stopped never answers.
    if (socket >= 0) ::shutdown(socket, SHUT_RDWR);
    statements.clear();  // before the session that they belong to
    if (socket >= 0) ::close(socket);
  }

  Watchdog::Watch watched() const {
    const auto until = silence ? std::chrono::steady_clock::now() + *silence : Watchdog::Time::max();
    return Watchdog::Watch{watchdog, socket, until};
  }

  Prepared& prepared(Dialect dialect, std::string_view sql, std::span<const Value> values, std::size_t columns) {
    auto found = statements.find(sql);
    if (found == statements.end()) found = statements.try_emplace(std::string{sql}).first;
    for (auto& one : found->second) {
      if (!one->takes(dialect, values, columns)) continue;
      one->last_used = ++uses;
      return *one;
    }
    auto made = std::make_unique<Prepared>(session, dialect, sql, values, columns);
    made->last_used = ++uses;
    if (kept >= statements_kept) {
      forget_oldest();
      found = statements.try_emplace(std::string{sql}).first;
    }
    ++kept;
    return *found->second.emplace_back(std::move(made));
  }

  void forget_oldest() {
    auto oldest = statements.end();
    std::uint64_t oldest_use = uses;
    for (auto at = statements.begin(); at != statements.end(); ++at) {
      for (const auto& one : at->second) {
        if (one->last_used >= oldest_use) continue;
        oldest = at;
        oldest_use = one->last_used;
      }
    }
    if (oldest != statements.end()) forget(oldest->first);
  }

  void forget(std::string_view sql) {
    const auto found = statements.find(sql);
    if (found == statements.end()) return;
    kept -= found->second.size();
    statements.erase(found);
  }

  /// SOCI leaves a statement that failed half-way: it is prepared anew the next time. PostgreSQL takes no DEALLOCATE
  /// before the transaction has been rolled back.
  void forget_failed(std::string_view sql) {
    if (server != nullptr) {
      failed.emplace_back(sql);
    } else {
      forget(sql);
    }
  }

  /// Runs `use(prepared statement)`.
  template <class Use>
  auto with_statement(Dialect dialect, std::string_view sql, std::span<const Value> values, std::size_t columns,
                      Use&& use) {
    try {
      const auto watch = watched();
      if (!worth_keeping(sql)) {
        Prepared once{session, dialect, sql, values, columns};
        once.bind(values);
        return use(once);
      }
      Prepared& statement = prepared(dialect, sql, values, columns);
      statement.bind(values);
      auto result = use(statement);
      statement.forget_large();
      return result;
    } catch (const soci::soci_error& error) {
      const auto translated = in_our_words(error);
      forget_failed(sql);
      std::rethrow_exception(translated);
    } catch (...) {
      forget_failed(sql);
      throw;
    }
  }

  /// How many columns the database answered with; PostgreSQL's rows are let go as well, which SOCI would keep until the
  /// next use.
  std::size_t columns_of(Prepared& prepared) const {
    auto* backend = prepared.statement.get_backend();
    if (server == nullptr) {
      auto* sqlite = static_cast<soci::sqlite3_statement_backend*>(backend);
      return static_cast<std::size_t>(sqlite_api::sqlite3_column_count(sqlite->stmt_));
    }
    auto& result = static_cast<soci::postgresql_statement_backend*>(backend)->result_;
    const auto columns = static_cast<std::size_t>(PQnfields(result));
    result.reset();
    return columns;
  }

  // what() of SOCI's errors lists the bound values, which may be a citizen's; get_error_message() does not.
  // PostgreSQL's own text is kept only where it names a constraint, a table or a time-out.
  std::exception_ptr in_our_words(const soci::soci_error& error) const {
    if (const auto* postgresql = dynamic_cast<const soci::postgresql_soci_error*>(&error)) {
      const std::string state = postgresql->sqlstate();
      const std::string words = "PostgreSQL " + state + ": " + error.get_error_message();
      if (state == "23505") return std::make_exception_ptr(Conflict(words));
      if (state == "40001" || state == "40P01") return std::make_exception_ptr(Contended(words));
      if (PQstatus(server) == CONNECTION_BAD || unavailable_in_postgresql(state))
        return std::make_exception_ptr(Unavailable(words));
      if (state.starts_with("42") || state.starts_with("23")) return std::make_exception_ptr(std::runtime_error(words));
      return std::make_exception_ptr(std::runtime_error("PostgreSQL " + state));
    }
    if (server != nullptr) return std::make_exception_ptr(Unavailable("PostgreSQL: " + error.get_error_message()));
    const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
    const int code = sqlite != nullptr ? sqlite->result() : SQLITE_ERROR;
    const std::string words = "SQLite " + std::to_string(code) + ": " + error.get_error_message();
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID) {
      return std::make_exception_ptr(Conflict(words));
    }
    switch (code & 0xff) {
      case SQLITE_READONLY:
        if (read_only) break;
        [[fallthrough]];
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
      case SQLITE_NOMEM:
      case SQLITE_IOERR:
      case SQLITE_FULL:
      case SQLITE_CANTOPEN:
      case SQLITE_PROTOCOL: return std::make_exception_ptr(Unavailable(words));
      default: break;
    }
    return std::make_exception_ptr(std::runtime_error(words));
  }
};

Connection::Connection(Dialect dialect, std::unique_ptr<Parts> parts) : dialect_{dialect}, parts_{std::move(parts)} {}
Connection::~Connection() = default;

std::unique_ptr<Connection> Connection::sqlite(const std::string& file, Role role, std::chrono::milliseconds patience) {
  auto parts = std::make_unique<Parts>();
  try {
    parts->session.open(soci::sqlite3, "db=\"" + file + "\"" + (role == Role::onlooker ? " readonly=true" : ""));
  } catch (const soci::soci_error& error) {
    throw std::runtime_error("cannot open " + file + ": " + error.get_error_message());
  }
  parts->file = static_cast<soci::sqlite3_session_backend*>(parts->session.get_backend())->conn_;
  sqlite_api::sqlite3_extended_result_codes(parts->file, 1);
  parts->read_only = role != Role::writer;
  std::unique_ptr<Connection> connection{new Connection{Dialect::sqlite, std::move(parts)}};
  // The time-out comes first, or the next one fails at once when the file is busy.
  connection->execute("PRAGMA busy_timeout = " + std::to_string(patience.count()));
  if (role == Role::writer) {
    connection->execute("PRAGMA journal_mode = WAL");
    connection->execute("PRAGMA synchronous = FULL");
    connection->execute("PRAGMA foreign_keys = ON");
    connection->execute("PRAGMA cache_size = -2048");
    connection->execute("PRAGMA wal_autocheckpoint = 4000");
    connection->execute("PRAGMA journal_size_limit = 67108864");
  } else {
    // Only the writer checkpoints: two connections that do so at one moment have been seen to corrupt a file
    // (sqlite.org/wal.html).
    connection->execute("PRAGMA wal_autocheckpoint = 0");
    connection->execute("PRAGMA cache_size = -256");
    connection->execute("PRAGMA query_only = ON");
  }
  return connection;
}

std::unique_ptr<Connection> Connection::postgresql(const std::string& conninfo, std::chrono::milliseconds patience,
                                                   std::chrono::milliseconds silence, Watchdog& watchdog) {
  auto parts = std::make_unique<Parts>();
  // A server whose machine has vanished is noticed; what the caller's conninfo says comes last and wins.
  const auto seconds = std::max<std::int64_t>(2, std::chrono::ceil<std::chrono::seconds>(patience).count());
  const std::string ours = "fallback_application_name=motcua connect_timeout=" + std::to_string(seconds) +
                           " tcp_user_timeout=" + std::to_string(seconds * 1000) +
                           " keepalives_idle=10 keepalives_interval=3 keepalives_count=3 ";
  try {
    parts->session.open(soci::postgresql, ours + conninfo);
  } catch (const soci::soci_error& error) {
    throw Unavailable("PostgreSQL: " + error.get_error_message());
  }
  parts->server = static_cast<soci::postgresql_session_backend*>(parts->session.get_backend())->conn_;
  parts->socket = ::fcntl(PQsocket(parts->server), F_DUPFD_CLOEXEC, 0);
  if (parts->socket < 0) throw Unavailable("PostgreSQL: out of file descriptors");
  parts->watchdog = &watchdog;
  parts->usual_silence = silence;
  parts->silence = silence;
  PQsetErrorVerbosity(parts->server, PQERRORS_TERSE);  // without DETAIL, which quotes the row's values
  PQsetNoticeProcessor(
      parts->server, [](void*, const char*) {}, nullptr);
  std::unique_ptr<Connection> connection{new Connection{Dialect::postgresql, std::move(parts)}};
  const auto wait = std::to_string(patience.count());
  const auto run = std::to_string(patience.count() * 2);
  const Value settings[] = {wait, run, run};
  connection->rows(
      "SELECT set_config('lock_timeout', :wait, false), set_config('statement_timeout', :run, false), "
      "set_config('idle_in_transaction_session_timeout', :run, false)",
      settings, 3);
  return connection;
}

std::int64_t Connection::execute(std::string_view sql, std::span<const Value> values) {
  return parts_->with_statement(dialect_, sql, values, 0, [&](Prepared& prepared) {
    prepared.statement.execute(true);
    return std::max<std::int64_t>(0, prepared.statement.get_affected_rows());
  });
}

std::vector<std::vector<Cell>> Connection::rows(std::string_view sql, std::span<const Value> values,
                                                std::size_t columns) {
  return parts_->with_statement(dialect_, sql, values, columns, [&](Prepared& prepared) {
    std::vector<std::vector<Cell>> rows;
    // To the last row, always: a SELECT of SQLite that stops half-way keeps its snapshot.
    for (bool more = prepared.statement.execute(true); more; more = prepared.statement.fetch()) {
      auto& row = rows.emplace_back();
      row.reserve(columns);
      for (std::size_t at = 0; at < columns; ++at) {
        if (prepared.present[at] == soci::i_ok) {
          row.emplace_back(std::move(prepared.cells[at]));
        } else {
          row.emplace_back(std::nullopt);
        }
      }
    }
    const auto found = parts_->columns_of(prepared);
    if (found != columns) {
      throw std::logic_error(std::to_string(found) + " columns where " + std::to_string(columns) +
                             " were asked for: " + std::string{sql});
    }
    return rows;
  });
}

bool Connection::in_transaction() const noexcept {
  if (dialect_ == Dialect::sqlite) return sqlite_api::sqlite3_get_autocommit(parts_->file) == 0;
  return PQtransactionStatus(parts_->server) != PQTRANS_IDLE;
}

bool Connection::lost() const noexcept {
  return dialect_ == Dialect::postgresql && PQstatus(parts_->server) != CONNECTION_OK;
}

void Connection::answer_within(std::optional<std::chrono::milliseconds> silence) { parts_->silence = silence; }

bool Connection::rolled_back() noexcept {
  parts_->silence = parts_->usual_silence;
  try {
    if (in_transaction()) execute("ROLLBACK");
    const auto watch = parts_->watched();
    for (const auto& sql : std::exchange(parts_->failed, {})) parts_->forget(sql);
    return !lost();
  } catch (const std::exception&) {
    return false;
  }
}

void OpenTransaction::take_your_time() {
  connection_.answer_within(std::nullopt);
  if (connection_.dialect() == Dialect::sqlite) return;
  rows(
      "SELECT set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)",
      {}, 2);
}

std::int64_t OpenTransaction::execute(std::string_view sql, std::span<const Value> values) {
  must_be_whole();
  try {
    return connection_.execute(sql, values);
  } catch (...) {
    failure_ = std::current_exception();
    throw;
  }
}

std::vector<std::vector<Cell>> OpenTransaction::rows(std::string_view sql, std::span<const Value> values,
                                                     std::size_t columns) {
  must_be_whole();
  try {
    return connection_.rows(sql, values, columns);
  } catch (...) {
    failure_ = std::current_exception();
    throw;
  }
}

void OpenTransaction::must_be_whole() const {
  if (failure_) std::rethrow_exception(failure_);
}

void LoneStatement::take_your_time() { throw std::logic_error("a statement alone has no time of its own"); }

std::int64_t LoneStatement::execute(std::string_view sql, std::span<const Value> values) {
  begin(sql);
  return around_.execute(sql, values);
}

std::vector<std::vector<Cell>> LoneStatement::rows(std::string_view sql, std::span<const Value> values,
                                                   std::size_t columns) {
  begin(sql);
  return around_.rows(sql, values, columns);
}

void LoneStatement::begin(std::string_view sql) {
  if (std::exchange(begun_, true)) throw std::logic_error("a second statement needs a transaction");
  if (may_ == May::read && first_word(sql) != "SELECT") throw std::logic_error("what reads alone is a SELECT");
}

}  // namespace motcua::store
