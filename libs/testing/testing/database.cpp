#include <libpq-fe.h>

#include <cstdlib>
#include <stdexcept>

#include "core/random.hpp"
#include "testing/testing.hpp"

namespace motcua::testing {
namespace {

const char* postgresql_server() {
  const char* server = std::getenv("MOTCUA_TEST_POSTGRESQL");
  return server != nullptr && *server != '\0' ? server : nullptr;
}

/// Straight through libpq: CREATE and DROP DATABASE stand outside transactions.
void on_server(const std::string& statement) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> server{
      PQconnectdb((std::string{postgresql_server()} + " dbname=postgres").c_str()), &PQfinish};
  if (PQstatus(server.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(server.get()));
  PQsetNoticeProcessor(
      server.get(), [](void*, const char*) {}, nullptr);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result{PQexec(server.get(), statement.c_str()), &PQclear};
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) throw std::runtime_error(PQerrorMessage(server.get()));
}

}  // namespace

std::vector<std::string> database_kinds() {
  if (postgresql_server() == nullptr) return {"sqlite"};
  return {"sqlite", "postgresql"};
}

TemporaryDatabase::TemporaryDatabase(const std::string& kind) {
  if (kind == "sqlite") {
    folder_ = std::make_unique<TemporaryFolder>();
    settings_.url = "sqlite:" + folder_->path() + "/test.db";
  } else {
    const std::string name = "motcua_test_" + core::random_text(16, "abcdefghijklmnopqrstuvwxyz0123456789");
    on_server("CREATE DATABASE " + name);
    drop_ = "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)";
    settings_.url = "postgresql:" + std::string{postgresql_server()} + " dbname=" + name;
  }
}

TemporaryDatabase::~TemporaryDatabase() {
  try {
    if (!drop_.empty()) on_server(drop_);
  } catch (const std::exception&) {
    // The server is gone; so is the database, for this test.
  }
}

void let_change(store::Transaction& tx, const std::string& table) {
  if (tx.dialect() == store::Dialect::postgresql) {
    tx.run("ALTER TABLE " + table + " DISABLE TRIGGER USER");
    return;
  }
  for (const auto& [name] :
       tx.query<std::string>("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table", table))
    tx.run("DROP TRIGGER " + name);
}

}  // namespace motcua::testing
