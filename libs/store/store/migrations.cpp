#include <algorithm>
#include <charconv>
#include <map>

#include "store/database.hpp"
#include "store/digest.hpp"
#include "store/sql_text.hpp"

namespace motcua::store {
namespace {

// The same number in every program of this house: whoever migrates a database waits for whoever does already.
constexpr std::int64_t migrating = 0x6d6f74637561;

struct Migration {
  std::string component;
  std::int64_t number;
  std::string name;
  std::string_view text;
  std::string checksum;
};

std::vector<Migration> in_order(const Migrations& component) {
  std::vector<Migration> migrations;
  for (const auto& file : component.files) {
    std::int64_t number = 0;
    const auto digits = file.name.substr(0, 4);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + 4 || number < 1 || file.name.size() < 5 || file.name[4] != '_') {
      throw std::runtime_error("a migration is called NNNN_what.sql, not " + std::string{file.name});
    }
    migrations.push_back({component.component, number, std::string{file.name}, file.text, sha256_hex(file.text)});
  }
  std::ranges::sort(migrations, {}, &Migration::number);
  const auto twice = std::ranges::adjacent_find(migrations, {}, &Migration::number);
  if (twice != migrations.end())
    throw std::runtime_error("two migrations of " + component.component + " have the number of " + twice->name);
  return migrations;
}

void take_lock(Transaction& tx) {
  tx.take_your_time();
  if (tx.dialect() != Dialect::postgresql) return;  // one process, one writer
  // Another instance may be filling a new column of a large table: that is waited for longer than a citizen waits.
  tx.query<std::string, std::string>(
      "SELECT set_config('lock_timeout', '600000', true), set_config('statement_timeout', '0', true)");
  tx.query<std::optional<std::string>>("SELECT CAST(pg_advisory_xact_lock(CAST(:lock AS BIGINT)) AS TEXT)", migrating);
  tx.query<std::string>("SELECT set_config('lock_timeout', '60000', true)");
}

std::map<std::int64_t, std::string> applied(Transaction& tx, const std::string& component) {
  std::map<std::int64_t, std::string> checksums;
  for (auto& [number, checksum] : tx.query<std::int64_t, std::string>(
           "SELECT number, checksum FROM schema_migrations WHERE component = :component", component)) {
    checksums.emplace(number, std::move(checksum));
  }
  return checksums;
}

/// The first one that is missing, if the others are as this program knows them.
const Migration* missing(const std::string& component, const std::vector<Migration>& known,
                         const std::map<std::int64_t, std::string>& done) {
  const auto newest = done.empty() ? 0 : done.rbegin()->first;
  const auto ours = known.empty() ? 0 : known.back().number;
  if (newest > ours) {
    throw std::runtime_error("the database's " + component + " is at migration " + std::to_string(newest) +
                             ", this program knows " + std::to_string(ours) + ": start the newer program");
  }
  for (const auto& migration : known) {
    const auto found = done.find(migration.number);
    if (found == done.end()) {
      if (migration.number < newest)
        throw std::runtime_error("migration " + migration.name + " was added behind one that was applied");
      return &migration;
    }
    if (found->second != migration.checksum) {
      throw std::runtime_error("migration " + migration.name + " of " + component +
                               " was changed after it had been applied");
    }
  }
  return nullptr;
}

bool apply_next(Transaction& tx, const std::string& component, const std::vector<Migration>& known) {
  take_lock(tx);
  tx.run(
      "CREATE TABLE IF NOT EXISTS schema_migrations (component TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT "
      "NULL, "
      "checksum TEXT NOT NULL, applied_at BIGINT NOT NULL, PRIMARY KEY (component, number))");
  const auto* migration = missing(component, known, applied(tx, component));
  if (migration == nullptr) return false;
  for (const auto& statement : statements_of(migration->text, tx.dialect())) {
    try {
      tx.run(statement);
    } catch (const Unavailable&) {
      throw;
    } catch (const std::exception& failure) {
      throw std::runtime_error("migration " + migration->name + " of " + component + ": " + failure.what());
    }
  }
  tx.run(
      "INSERT INTO schema_migrations (component, number, name, checksum, applied_at) VALUES (:component, :number, "
      ":name, :checksum, :now)",
      component, migration->number, migration->name, migration->checksum, core::system_now());
  return true;
}

}  // namespace

void migrate(Database& database, const std::vector<Migrations>& components) {
  for (const auto& component : components) {
    const auto known = in_order(component);
    while (database.in_transaction([&](Transaction& tx) { return apply_next(tx, component.component, known); })) {
    }
  }
}

}  // namespace motcua::store
