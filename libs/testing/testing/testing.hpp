#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "store/database.hpp"

namespace motcua::testing {

/// A folder that is removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// The databases that the same test runs on: `sqlite` always, `postgresql` when MOTCUA_TEST_POSTGRESQL names a server
/// (`host=… port=… user=…`, a role that may create databases); tests/run.sh starts one and sets it.
std::vector<std::string> database_kinds();

/// An empty database of that kind, dropped at the end.
class TemporaryDatabase {
 public:
  explicit TemporaryDatabase(const std::string& kind);
  ~TemporaryDatabase();
  TemporaryDatabase(const TemporaryDatabase&) = delete;
  TemporaryDatabase& operator=(const TemporaryDatabase&) = delete;
  /// For store::Database::open; may be opened again after being closed.
  const store::Settings& settings() const { return settings_; }

 private:
  std::unique_ptr<TemporaryFolder> folder_;
  store::Settings settings_;
  std::string drop_;
};

/// Takes away what keeps an append-only table's rows as they are, as somebody would who has its owner's rights.
void let_change(store::Transaction& tx, const std::string& table);

/// librdkafka's mock cluster behind the fixed port of the embedded broker, in this process.
class EmbeddedBroker {
 public:
  EmbeddedBroker();
  ~EmbeddedBroker();
  EmbeddedBroker(const EmbeddedBroker&) = delete;
  EmbeddedBroker& operator=(const EmbeddedBroker&) = delete;
  const std::string& address() const { return address_; }
  /// Forgets everything and goes on at the same address, as after kill -9.
  void wipe();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
  std::string address_;
};

/// A plain HTTP/1.1 client on one connection: what it sends is what the test says, byte for byte where asked.
struct HttpAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;
  std::string header(const std::string& name) const;
};
HttpAnswer request(std::uint16_t port, const std::string& method, const std::string& target,
                   const std::vector<std::pair<std::string, std::string>>& headers = {}, const std::string& body = {});

}  // namespace motcua::testing
