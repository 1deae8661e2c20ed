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

#include "store/pipeline.hpp"
#include "store/prepared.hpp"

namespace motcua::store {
namespace {

constexpr std::size_t statements_kept = 256;
// More do not travel together: what the server answers must fit into what the system buffers while we still send.
constexpr std::size_t posted_most = 64;

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

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};

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
  using Statement = std::shared_ptr<Prepared>;
  struct Posted {
    Statement statement;
    std::vector<Value> values;
  };
  std::unordered_map<std::string, std::vector<Statement>, TextHash, std::equal_to<>> statements;
  std::vector<Posted> posted;
  std::size_t kept = 0;
  std::uint64_t uses = 0;
  std::uint64_t answered = 0;
  bool doubtful = false;  // a statement failed, perhaps because its plan does not fit any more

  Parts() = default;
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
  ~Parts() {
    // Each statement would be deallocated with a question, which a server that is stopped never answers.
    if (socket >= 0) ::shutdown(socket, SHUT_RDWR);
    posted.clear();
    statements.clear();  // before the session that they belong to
    if (socket >= 0) ::close(socket);
  }

  Watchdog::Watch watched() const {
    const auto until = silence ? std::chrono::steady_clock::now() + *silence : Watchdog::Time::max();
    return Watchdog::Watch{watchdog, socket, until};
  }

  /// Kept for the next time, if it is of a kind that has one.
  Statement prepared(Dialect dialect, std::string_view sql, std::span<const Value> values, std::size_t columns) {
    expect_storable(values);
    if (!worth_keeping(sql)) return std::make_shared<Prepared>(session, dialect, sql, values, columns);
    auto found = statements.find(sql);
    if (found == statements.end()) found = statements.try_emplace(std::string{sql}).first;
    for (auto& one : found->second) {
      if (!one->takes(values, columns)) continue;
      one->last_used = ++uses;
      return one;
    }
    auto made = std::make_shared<Prepared>(session, dialect, sql, values, columns);
    made->last_used = ++uses;
    if (kept >= statements_kept) {
      forget_oldest();
      found = statements.try_emplace(std::string{sql}).first;
    }
    ++kept;
    return found->second.emplace_back(std::move(made));
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

  void forget_all() {
    statements.clear();
    kept = 0;
  }

  // PostgreSQL. Whoever calls these watches.

  Statement prepared(std::string_view sql, std::span<const Value> values) {
    try {
      return prepared(Dialect::postgresql, sql, values, 0);
    } catch (const soci::soci_error& error) {
      doubtful = true;
      const auto* postgresql = dynamic_cast<const soci::postgresql_soci_error*>(&error);
      fail(server, postgresql == nullptr ? "" : postgresql->sqlstate(), error.get_error_message());
    }
  }

  /// What was posted, then this.
  Answer run(const Statement& statement, std::span<const Value> values) {
    const auto before = std::exchange(posted, {});
    std::vector<Execution> executions;
    executions.reserve(before.size() + 1);
    for (const Posted& one : before) executions.push_back({one.statement->name(), one.values});
    executions.push_back({statement->name(), values});
    try {
      auto answer = run_in_one_go(server, executions);
      ++answered;
      return answer;
    } catch (const Conflict&) {
      throw;
    } catch (const Contended&) {
      throw;
    } catch (...) {
      doubtful = true;
      throw;
    }
  }

  void post(std::string_view sql, std::vector<Value> values) {
    if (posted.size() == posted_most) deliver();
    auto statement = prepared(sql, values);
    posted.push_back({std::move(statement), std::move(values)});
  }

  void deliver() {
    if (posted.empty()) return;
    const Posted last = std::move(posted.back());
    posted.pop_back();
    run(last.statement, last.values);
  }

  // SQLite.

  /// SOCI leaves a statement that failed half-way; it is prepared anew the next time.
  template <class Use>
  auto by_soci(std::string_view sql, std::span<const Value> values, std::size_t columns, Use use) {
    try {
      return use(*prepared(Dialect::sqlite, sql, values, columns));
    } catch (const soci::soci_error& error) {
      const auto translated = in_our_words(error);
      forget(sql);
      std::rethrow_exception(translated);
    } catch (...) {
      forget(sql);
      throw;
    }
  }

  // what() of SOCI's errors lists the bound values, which may be a citizen's; get_error_message() does not.
  std::exception_ptr in_our_words(const soci::soci_error& error) const {
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
    throw Unavailable("cannot open " + file + ": " + error.get_error_message());
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
    // What is erased is overwritten, in the file and not only in the tables: people are erased by law.
    connection->execute("PRAGMA secure_delete = ON");
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
  if (dialect_ == Dialect::sqlite) {
    return parts_->by_soci(sql, values, 0, [&](Prepared& statement) { return statement.execute(values); });
  }
  const auto watch = parts_->watched();  // ends after the statement, which may end with a question of its own
  const auto statement = parts_->prepared(sql, values);
  return changed_by(parts_->run(statement, values).get());
}

std::vector<std::vector<Cell>> Connection::rows(std::string_view sql, std::span<const Value> values,
                                                std::size_t columns) {
  if (dialect_ == Dialect::sqlite) {
    return parts_->by_soci(sql, values, columns, [&](Prepared& statement) { return statement.rows(values, sql); });
  }
  const auto watch = parts_->watched();
  const auto statement = parts_->prepared(sql, values);
  const auto answer = parts_->run(statement, values);
  expect_columns(columns_of(answer.get()), columns, sql);
  return rows_in(answer.get());
}

void Connection::post(std::string_view sql, std::vector<Value> values) {
  if (dialect_ == Dialect::sqlite) {
    execute(sql, values);
    return;
  }
  const auto watch = parts_->watched();
  parts_->post(sql, std::move(values));
}

void Connection::deliver() {
  const auto watch = parts_->watched();
  parts_->deliver();
}

std::uint64_t Connection::answered() const { return parts_->answered; }

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
  parts_->posted.clear();
  try {
    if (in_transaction()) execute("ROLLBACK");
    const auto watch = parts_->watched();
    // Not before: PostgreSQL takes no DEALLOCATE in a transaction that failed.
    if (std::exchange(parts_->doubtful, false)) parts_->forget_all();
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

void OpenTransaction::post(std::string_view sql, std::vector<Value> values) {
  must_be_whole();
  try {
    connection_.post(sql, std::move(values));
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
