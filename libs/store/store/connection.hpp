#pragma once

#include <memory>
#include <string>

#include "store/database.hpp"
#include "store/watchdog.hpp"

namespace motcua::store {

/// One connection of SOCI and the statements prepared on it. Used by one thread at a time. Errors come out as
/// Unavailable, Conflict or std::runtime_error, with the database's words but never with a bound value.
class Connection {
 public:
  /// Of a file that belongs to this process: the writer, or a reader that cannot change anything. Of one that another
  /// process may have: an onlooker, who neither makes the file nor cleans up after the last one who leaves it.
  enum class Role { writer, reader, onlooker };
  static std::unique_ptr<Connection> sqlite(const std::string& file, Role role, std::chrono::milliseconds patience);
  /// `conninfo` as libpq reads it. A statement waits for a lock as long as `patience`, and runs twice that at most,
  /// as the server counts; whoever waits for the server longer than `silence` is told Unavailable. The watchdog
  /// outlives the connection.
  static std::unique_ptr<Connection> postgresql(const std::string& conninfo, std::chrono::milliseconds patience,
                                                std::chrono::milliseconds silence, Watchdog& watchdog);
  ~Connection();

  Dialect dialect() const { return dialect_; }
  std::int64_t execute(std::string_view sql, std::span<const Value> values = {});
  std::vector<std::vector<Cell>> rows(std::string_view sql, std::span<const Value> values, std::size_t columns);
  /// Runs before whatever is asked next, which throws its failure. PostgreSQL: travels with that.
  void post(std::string_view sql, std::vector<Value> values = {});
  /// Runs what was posted.
  void deliver();
  /// Grows with every answer that the database gives.
  std::uint64_t answered() const;

  /// The database may end a transaction by itself (disk full); then a rollback to a savepoint finds nothing.
  bool in_transaction() const noexcept;
  /// The server is gone, or was never heard of again.
  bool lost() const noexcept;
  /// Until rolled_back(): waits no longer than this for an answer, or for ever.
  void answer_within(std::optional<std::chrono::milliseconds> silence);
  /// Ends an open transaction. False: the connection is of no more use.
  bool rolled_back() noexcept;

 private:
  struct Parts;
  Connection(Dialect dialect, std::unique_ptr<Parts> parts);

  Dialect dialect_;
  std::unique_ptr<Parts> parts_;
};

/// What `work` sees of a connection. After a failed statement the transaction is over, on both databases, whatever
/// `work` does about the exception.
class OpenTransaction final : public Transaction {
 public:
  explicit OpenTransaction(Connection& connection) : connection_{connection} {}
  Dialect dialect() const override { return connection_.dialect(); }
  void take_your_time() override;
  std::int64_t execute(std::string_view sql, std::span<const Value> values) override;
  std::vector<std::vector<Cell>> rows(std::string_view sql, std::span<const Value> values,
                                      std::size_t columns) override;
  void post(std::string_view sql, std::vector<Value> values) override;
  /// Throws what a statement threw, if one did.
  void must_be_whole() const;

 private:
  Connection& connection_;
  std::exception_ptr failure_;
};

/// What `work` sees that says one statement and no more.
class LoneStatement final : public Transaction {
 public:
  enum class May { read, write };
  LoneStatement(Transaction& around, May may) : around_{around}, may_{may} {}
  Dialect dialect() const override { return around_.dialect(); }
  /// Throws std::logic_error: that would be statements of its own.
  void take_your_time() override;
  std::int64_t execute(std::string_view sql, std::span<const Value> values) override;
  std::vector<std::vector<Cell>> rows(std::string_view sql, std::span<const Value> values,
                                      std::size_t columns) override;
  void post(std::string_view sql, std::vector<Value> values) override { execute(sql, values); }

 private:
  void begin(std::string_view sql);

  Transaction& around_;
  May may_;
  bool begun_ = false;
};

}  // namespace motcua::store
