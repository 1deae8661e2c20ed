#include "store/postgresql.hpp"

#include <random>
#include <thread>

#include "store/digest.hpp"
#include "store/pipeline.hpp"

namespace motcua::store {
namespace {

constexpr int attempts = 5;

/// Those who were in each other's way do not meet again at the same moment.
void step_aside(int attempt) {
  thread_local std::minstd_rand random{std::random_device{}()};
  std::this_thread::sleep_for(std::chrono::milliseconds{std::uniform_int_distribution<>{1, 5 << attempt}(random)});
}

template <class Run>
void until_uncontended(Meters& meters, const Run& run) {
  for (int attempt = 1;; ++attempt) {
    try {
      run();
      return;
    } catch (const Contended&) {
      if (attempt == attempts) throw;
    }
    meters.begun_again();
    step_aside(attempt);
  }
}

/// A plan is kept for as long as its statement is prepared, and one that was made while a table was all but empty reads
/// that table from end to end, however much it grows, until the server next counts its rows. What a service asks has an
/// index; what has none (there is no other way then) is still read. Joins are of a few rows by their keys. And what
/// takes a millisecond is not shared out among processes that take ten to start.
std::unique_ptr<Connection> for_a_service(std::unique_ptr<Connection> connection) {
  connection->rows(
      "SELECT set_config('enable_seqscan', 'off', false), set_config('jit', 'off', false), "
      "set_config('enable_mergejoin', 'off', false), set_config('enable_hashjoin', 'off', false), "
      "set_config('max_parallel_workers_per_gather', '0', false)",
      {}, 5);
  return connection;
}

}  // namespace

PostgresqlDatabase::PostgresqlDatabase(const std::string& conninfo, const Settings& settings,
                                       metrics::Registry& metrics)
    : patience_{settings.patience},
      meters_{metrics},
      pool_{[this, conninfo, silence = settings.silence.value_or(settings.patience * 3)] {
              return for_a_service(Connection::postgresql(conninfo, patience_, silence, watchdog_));
            },
            settings.connections, settings.patience, meters_} {
  pool_.lend();  // one that does not answer is reported at the start, not at the first citizen
}

// A connection from the pool may have died since it was last used (the server was restarted). While it has answered
// nothing, nothing has been done that could be kept, so the work is simply done again on a new one.
void PostgresqlDatabase::run(std::string_view begin, const std::function<void(Transaction&)>& work) {
  until_uncontended(meters_, [&] {
    for (;;) {
      auto connection = pool_.lend();
      const auto before = connection->answered();
      try {
        connection->post(begin);
        OpenTransaction transaction{*connection};
        work(transaction);
        transaction.must_be_whole();  // a COMMIT of a failed transaction would be a silent ROLLBACK
        if (connection->answered() == before) connection->deliver();  // a COMMIT is not said twice
        connection->execute("COMMIT");
        return;
      } catch (const Unavailable&) {
        if (connection.fresh() || !connection->lost() || connection->answered() != before) throw;
        pool_.forget_idle();
      }
    }
  });
}

void PostgresqlDatabase::run_alone(LoneStatement::May may, const std::function<void(Transaction&)>& work) {
  for (;;) {
    auto connection = pool_.lend();
    try {
      OpenTransaction implicit{*connection};
      LoneStatement statement{implicit, may};
      work(statement);
      implicit.must_be_whole();
      return;
    } catch (const Unavailable&) {
      if (connection.fresh() || !connection->lost()) throw;
      pool_.forget_idle();
    }
  }
}

void PostgresqlDatabase::transaction(const std::function<void(Transaction&)>& work) {
  meters_.of_transaction([&] { run("BEGIN", work); });
}

void PostgresqlDatabase::read(const std::function<void(Transaction&)>& work) {
  run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", work);
}

void PostgresqlDatabase::read_one(const std::function<void(Transaction&)>& work) {
  run_alone(LoneStatement::May::read, work);
}

void PostgresqlDatabase::write_one(const std::function<void(Transaction&)>& work) {
  meters_.of_transaction([&] { until_uncontended(meters_, [&] { run_alone(LoneStatement::May::write, work); }); });
}

bool PostgresqlDatabase::answers() noexcept {
  const auto enough = std::chrono::steady_clock::now() + patience_;
  bool fresh = false;
  // A connection that died while it lay in the pool says nothing: a new one is asked as well, if there is time.
  while (!fresh && std::chrono::steady_clock::now() < enough) {
    try {
      fresh = true;
      auto connection = pool_.lend();
      fresh = connection.fresh();
      connection->answer_within(patience_);
      connection->rows("SELECT 1", {}, 1);
      return true;
    } catch (const std::exception&) {
      pool_.forget_idle();
    }
  }
  return false;
}

namespace {

class PostgresqlLeadership final : public Leadership {
 public:
  PostgresqlLeadership(std::string conninfo, const Settings& settings, std::string_view what)
      : conninfo_{std::move(conninfo)},
        patience_{settings.patience},
        // The lock's number: 60 bits of a digest, so that different names do not meet.
        number_{static_cast<std::int64_t>(
            std::stoull(sha256_hex("motcua leadership " + std::string{what}).substr(0, 15), nullptr, 16))} {}

  bool held() noexcept override {
    const std::lock_guard lock{mutex_};
    try {
      if (!connection_) connect();
      // The lock lives as long as its connection: an answer on it is the proof.
      if (ours_) {
        connection_->rows("SELECT 1", {}, 1);
      } else {
        const Value number[] = {number_};
        const auto got = connection_->rows("SELECT pg_try_advisory_lock(:number)", number, 1);
        ours_ = got.at(0).at(0) == "t";
      }
      return ours_;
    } catch (const std::exception&) {
      ours_ = false;
      connection_.reset();
      return false;
    }
  }

 private:
  void connect() {
    connection_ = Connection::postgresql(conninfo_, patience_, patience_, watchdog_);
    // A leader that vanished with its machine gives way within seconds, not hours.
    connection_->rows(
        "SELECT set_config('tcp_keepalives_idle', '3', false), set_config('tcp_keepalives_interval', '2', false), "
        "set_config('tcp_keepalives_count', '3', false)",
        {}, 3);
  }

  const std::string conninfo_;
  const std::chrono::milliseconds patience_;
  const std::int64_t number_;
  Watchdog watchdog_;
  std::mutex mutex_;
  std::unique_ptr<Connection> connection_;
  bool ours_ = false;
};

}  // namespace

std::unique_ptr<Leadership> postgresql_leadership(const std::string& conninfo, const Settings& settings,
                                                  std::string_view what) {
  return std::make_unique<PostgresqlLeadership>(conninfo, settings, what);
}

}  // namespace motcua::store
