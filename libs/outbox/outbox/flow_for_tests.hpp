#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "outbox/history.hpp"
#include "outbox/inbox.hpp"
#include "outbox/relay.hpp"
#include "testing/testing.hpp"

namespace motcua::outbox {

/// Which database and which broker a test runs on: SQLite with the embedded one always, PostgreSQL with Kafka when the
/// environment names them.
struct Ground {
  std::string database;
  std::string broker;
};
std::vector<Ground> every_ground();
std::string name_of(const ::testing::TestParamInfo<Ground>& ground);

/// A publisher and a reader with a broker between them, each with a database of its own. Writers count up a number in
/// each record; the reader counts what it sees.
class Flow {
 public:
  explicit Flow(Ground ground);
  ~Flow();

  /// Adds `events` to the record, one transaction.
  void write(const std::string& record, int events, const std::string& data = R"({"n":1})");
  void start_relay();
  void stop_relay();
  void start_reader(const std::string& instance = "one");
  void stop_reader(const std::string& instance = "one");
  /// The reader's database is lost; to be called while it is stopped.
  void lose_reader_database();
  void wipe_broker();

  /// The broker has acknowledged everything written, and that is written down.
  bool published();
  /// Everything written has been applied: each event once, in order, counted complete.
  bool arrived();
  /// Waits for it, at most a minute and a half.
  void expect_arrival();
  static bool within(std::chrono::seconds patience, const std::function<bool()>& happens);

  store::Database& publisher() { return *publisher_; }
  store::Database& reader() { return *reader_; }
  Inbox& inbox() { return *readers_.begin()->second.inbox; }
  const std::string& topic() const { return topic_; }
  const std::string& consumer() const { return consumer_; }
  const bus::Settings& bus() const { return bus_; }
  Relay& relay() { return *relay_; }
  RelaySettings relay_settings() const;
  double metric(const std::string& name) const;

  /// Called for every event before it is counted.
  std::function<void(store::Transaction&, const Event&)> on_apply;
  std::atomic<int> applications = 0;

 private:
  struct Reader {
    std::unique_ptr<Inbox> inbox;
    std::jthread thread;
  };

  Ground ground_;
  std::unique_ptr<testing::EmbeddedBroker> broker_;
  bus::Settings bus_;
  std::string topic_;
  std::string consumer_;
  metrics::Registry metrics_{"flow"};
  std::unique_ptr<testing::TemporaryDatabase> publisher_place_;
  std::unique_ptr<testing::TemporaryDatabase> reader_place_;
  std::unique_ptr<store::Database> publisher_;
  std::unique_ptr<store::Database> reader_;
  std::mutex relay_mutex_;
  std::unique_ptr<Relay> relay_;
  std::jthread relay_thread_;
  std::map<std::string, Reader> readers_;
  std::mutex written_mutex_;
  std::map<std::string, std::pair<std::int64_t, std::string>> written_;
};

}  // namespace motcua::outbox
