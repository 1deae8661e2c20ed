#include "store/reading.hpp"

namespace motcua::store {

ReadingDatabase::ReadingDatabase(Dialect dialect, const std::string& place, const Settings& settings,
                                 metrics::Registry& metrics)
    : dialect_{dialect},
      meters_{metrics},
      pool_{[this, place, patience = settings.patience] { return connect(place, patience); }, settings.connections,
            settings.patience, meters_} {
  pool_.lend();  // one that is not there is reported at once
}

std::unique_ptr<Connection> ReadingDatabase::connect(const std::string& place, std::chrono::milliseconds patience) {
  if (dialect_ == Dialect::sqlite) return Connection::sqlite(place, Connection::Role::onlooker, patience);
  return Connection::postgresql(place, patience, patience * 3, watchdog_);
}

void ReadingDatabase::transaction(const std::function<void(Transaction&)>&) {
  throw std::logic_error("this database was opened to be read");
}

void ReadingDatabase::read(const std::function<void(Transaction&)>& work) {
  auto connection = pool_.lend();
  connection->execute(dialect_ == Dialect::sqlite ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  OpenTransaction transaction{*connection};
  transaction.take_your_time();  // whoever goes through a whole database is longer at it than a citizen waits
  work(transaction);
  transaction.must_be_whole();
  connection->execute("COMMIT");
}

void ReadingDatabase::read_one(const std::function<void(Transaction&)>& work) {
  read([&](Transaction& tx) {
    LoneStatement statement{tx, LoneStatement::May::read};
    work(statement);
  });
}

bool ReadingDatabase::answers() noexcept {
  try {
    read([](Transaction& tx) { tx.query<std::int64_t>("SELECT 1"); });
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace motcua::store
