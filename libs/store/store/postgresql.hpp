#pragma once

#include <string>

#include "store/meters.hpp"
#include "store/pool.hpp"

namespace motcua::store {

/// PostgreSQL: a pool of connections, one lent to each transaction. Every call may come from any thread.
class PostgresqlDatabase final : public Database {
 public:
  PostgresqlDatabase(const std::string& conninfo, const Settings& settings, metrics::Registry& metrics);

  Dialect dialect() const override { return Dialect::postgresql; }
  void transaction(const std::function<void(Transaction&)>& work) override;
  void read(const std::function<void(Transaction&)>& work) override;
  void read_one(const std::function<void(Transaction&)>& work) override;
  void write_one(const std::function<void(Transaction&)>& work) override;
  bool answers() noexcept override;

 private:
  void run(std::string_view begin, const std::function<void(Transaction&)>& work);
  void run_alone(LoneStatement::May may, const std::function<void(Transaction&)>& work);

  const std::chrono::milliseconds patience_;
  Meters meters_;
  Watchdog watchdog_;
  Pool pool_;
};

std::unique_ptr<Leadership> postgresql_leadership(const std::string& conninfo, const Settings& settings,
                                                  std::string_view what);

}  // namespace motcua::store
