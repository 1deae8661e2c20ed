#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "store/database.hpp"

// libpq's own.
typedef struct pg_conn PGconn;      // NOLINT: as it declares them
typedef struct pg_result PGresult;  // NOLINT

namespace motcua::store {

/// A serialization failure or a deadlock: the transaction may be run again at once.
class Contended : public Unavailable {
  using Unavailable::Unavailable;
};

/// Throws what a failure of PostgreSQL is to the caller: Conflict, Contended, Unavailable or std::runtime_error. Its
/// own text is kept only where it names a constraint, a table or a time-out: elsewhere it may quote a value.
[[noreturn]] void fail(const PGconn* server, const std::string& state, const std::string& words);

/// What PostgreSQL answered to one statement.
struct FreeAnswer {
  void operator()(PGresult* answer) const noexcept;
};
using Answer = std::unique_ptr<PGresult, FreeAnswer>;

/// One run of a prepared statement. A large text is not copied: the values live until it has been sent.
struct Execution {
  const std::string& statement;  ///< the name it was prepared under
  std::span<const Value> values;
};

/// Sends all of them, then waits for all: one round trip. Gives the answer to the last. When one fails, those after it
/// are not run, and its failure is thrown.
Answer run_in_one_go(PGconn* server, std::span<const Execution> executions);

std::size_t columns_of(const PGresult* answer);
std::int64_t changed_by(const PGresult* answer);
std::vector<std::vector<Cell>> rows_in(const PGresult* answer);

}  // namespace motcua::store
