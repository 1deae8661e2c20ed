#include "outbox/flow_for_tests.hpp"

#include <cstdlib>

#include "core/random.hpp"
#include "log/log.hpp"

namespace motcua::outbox {

using namespace std::chrono_literals;

std::vector<Ground> every_ground() {
  const bool kafka = std::getenv("MOTCUA_TEST_KAFKA") != nullptr;  // NOLINT: one thread
  std::vector<Ground> grounds;
  for (const std::string& database : testing::database_kinds()) {
    grounds.push_back({database, database != "sqlite" && kafka ? "kafka" : "embedded"});
  }
  if (kafka && grounds.size() == 1) grounds.push_back({"sqlite", "kafka"});
  return grounds;
}

std::string name_of(const ::testing::TestParamInfo<Ground>& ground) {
  return ground.param.database + "_" + ground.param.broker;
}

Flow::Flow(Ground ground) : ground_{std::move(ground)} {
  if (std::getenv("MOTCUA_TEST_LOG") != nullptr)
    log::start("flow", log::Level::info);  // NOLINT: no other thread changes it
  const std::string name = "test" + core::random_text(10, "abcdefghijklmnopqrstuvwxyz");
  topic_ = "motcua." + name + ".v1";
  consumer_ = name;
  if (ground_.broker == "embedded") {
    broker_ = std::make_unique<testing::EmbeddedBroker>();
    bus_.brokers = broker_->address();
  } else {
    bus_.brokers = std::getenv("MOTCUA_TEST_KAFKA");  // NOLINT: no other thread changes it
  }
  bus_.client_id = name;
  publisher_place_ = std::make_unique<testing::TemporaryDatabase>(ground_.database);
  publisher_ = store::Database::open(publisher_place_->settings(), metrics_);
  store::migrate(*publisher_, {{"history", history_migrations()}});
  lose_reader_database();
}

Flow::~Flow() {
  while (!readers_.empty()) stop_reader(readers_.begin()->first);
  stop_relay();
}

void Flow::write(const std::string& record, int events, const std::string& data) {
  const std::lock_guard lock{written_mutex_};
  auto& [version, hash] = written_[record];
  const auto now = core::system_now();
  const std::vector<NewEvent> added(static_cast<std::size_t>(events),
                                    {"test.counted.v1", data, "tester", "u1", now, now, ""});
  hash = publisher_->in_transaction([&, last = version, last_hash = hash](store::Transaction& tx) {
    return append(tx, record, last, last_hash, added);
  });
  version += events;
  const std::lock_guard relay_lock{relay_mutex_};
  if (relay_) relay_->wake();
}

RelaySettings Flow::relay_settings() const { return {publisher_place_->settings(), bus_, topic_, 4, "/test", 1h}; }

void Flow::start_relay() {
  const std::lock_guard lock{relay_mutex_};
  relay_ = std::make_unique<Relay>(*publisher_, relay_settings(), metrics_);
  relay_thread_ = std::jthread{[relay = relay_.get()](const std::stop_token& stop) { relay->run(stop); }};
}

void Flow::stop_relay() {
  if (!relay_) return;
  relay_thread_ = {};
  const std::lock_guard lock{relay_mutex_};
  relay_.reset();
}

void Flow::start_reader(const std::string& instance) {
  InboxSettings settings{bus_, consumer_, instance, {topic_}};
  auto inbox = std::make_unique<Inbox>(
      *reader_, settings,
      [this](store::Transaction& tx, std::span<const Event> events) {
        for (const Event& event : events) {
          ++applications;
          if (on_apply) on_apply(tx, event);
          // The record's count is the version it should have: a repeat or a gap would show.
          tx.run(
              "INSERT INTO counted (record_id, events, last_version, disorder) VALUES (:record_id, 1, :version, 0)"
              " ON CONFLICT (record_id) DO UPDATE SET events = counted.events + 1, last_version = "
              "excluded.last_version,"
              " disorder = counted.disorder + CASE WHEN counted.last_version + 1 = excluded.last_version THEN 0 ELSE 1 "
              "END",
              event.record_id, event.version);
        }
      },
      metrics_);
  Reader& reader = readers_[instance];
  reader.inbox = std::move(inbox);
  reader.thread = std::jthread{[inbox = reader.inbox.get()](const std::stop_token& stop) { inbox->run(stop); }};
}

void Flow::stop_reader(const std::string& instance) { readers_.erase(instance); }

void Flow::lose_reader_database() {
  reader_.reset();
  reader_place_ = std::make_unique<testing::TemporaryDatabase>(ground_.database);
  reader_ = store::Database::open(reader_place_->settings(), metrics_);
  store::migrate(*reader_, {{"inbox", inbox_migrations()}});
  reader_->transaction([](store::Transaction& tx) {
    tx.run(
        "CREATE TABLE counted (record_id TEXT NOT NULL PRIMARY KEY, events BIGINT NOT NULL, last_version BIGINT NOT "
        "NULL,"
        " disorder BIGINT NOT NULL)");
  });
}

void Flow::wipe_broker() { broker_->wipe(); }

bool Flow::arrived() {
  const std::lock_guard lock{written_mutex_};
  std::int64_t total = 0;
  for (const auto& [record, state] : written_) total += state.first;
  return reader_->in_read([&](store::Transaction& tx) {
    if (complete_through(tx, topic_) != total) return false;
    std::size_t records = 0;
    for (const auto& [record, events, last, disorder] : tx.query<std::string, std::int64_t, std::int64_t, std::int64_t>(
             "SELECT record_id, events, last_version, disorder FROM counted")) {
      EXPECT_EQ(disorder, 0) << record;
      EXPECT_EQ(events, last) << record;
      EXPECT_LE(last, written_.at(record).first) << record;
      if (last != written_.at(record).first) return false;
      ++records;
    }
    return records == written_.size();
  });
}

bool Flow::published() {
  const std::lock_guard lock{written_mutex_};
  std::int64_t total = 0;
  for (const auto& [record, state] : written_) total += state.first;
  const auto log = publisher_->in_read([&](store::Transaction& tx) {
    return tx.first<std::int64_t>("SELECT published_through FROM outbox_log WHERE topic = :topic", topic_);
  });
  return log && std::get<0>(*log) == total;
}

bool Flow::within(std::chrono::seconds patience, const std::function<bool()>& happens) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < until) {
    if (happens()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return happens();
}

void Flow::expect_arrival() {
  EXPECT_TRUE(within(90s, [this] { return arrived(); }));
}

double Flow::metric(const std::string& name) const {
  const std::string text = metrics_.text();
  for (auto at = text.find("\n" + name); at != std::string::npos; at = text.find("\n" + name, at + 1)) {
    const auto end = text.find('\n', at + 1);
    const std::string line = text.substr(at + 1, end - at - 1);
    if (line.find(topic_) != std::string::npos || line.find('{') == std::string::npos)
      return std::stod(line.substr(line.rfind(' ')));
  }
  return -1;
}

}  // namespace motcua::outbox
