#pragma once

#include <string>

#include "store/meters.hpp"
#include "store/pool.hpp"
#include "store/watchdog.hpp"

namespace motcua::store {

/// A database that is looked at and not changed, while others may be at work on it: one connection for each read under
/// way. Every call may come from any thread.
class ReadingDatabase final : public Database {
 public:
  ReadingDatabase(Dialect dialect, const std::string& place, const Settings& settings, metrics::Registry& metrics);

  Dialect dialect() const override { return dialect_; }
  void transaction(const std::function<void(Transaction&)>& work) override;
  void read(const std::function<void(Transaction&)>& work) override;
  void read_one(const std::function<void(Transaction&)>& work) override;
  void write_one(const std::function<void(Transaction&)>& work) override { transaction(work); }
  bool answers() noexcept override;

 private:
  std::unique_ptr<Connection> connect(const std::string& place, std::chrono::milliseconds patience);

  Dialect dialect_;
  Watchdog watchdog_;
  Meters meters_;
  Pool pool_;
};

}  // namespace motcua::store
