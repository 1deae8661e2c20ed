#pragma once

#include <atomic>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "dossiers/desk.hpp"
#include "dossiers/domain/examples.hpp"
#include "dossiers/import.hpp"
#include "dossiers/published.hpp"
#include "dossiers/reading.hpp"
#include "dossiers/searching.hpp"
#include "dossiers/store/rows.hpp"
#include "http/json.hpp"
#include "outbox/history.hpp"
#include "store/digest.hpp"
#include "testing/testing.hpp"

namespace motcua::dossiers::examples {

/// A whole office on an empty database: the real catalogue, a clock that the test sets, nobody else.
class Office {
 public:
  explicit Office(const std::string& kind)
      : database_file_{kind}, database{store::Database::open(database_file_.settings(), registry)} {
    store::migrate(*database, {{"answers", store::answers_migrations()},
                               {"history", outbox::history_migrations()},
                               {"dossiers", rows::migrations()}});
  }

  const catalogue::Unit& ward(std::size_t which = 0) const {
    std::size_t at = 0;
    for (const catalogue::Unit& unit : source.current()->units.all()) {
      if (unit.level == catalogue::Level::commune && unit.in_force(core::vietnam_date(clock())) && at++ == which)
        return unit;
    }
    throw std::logic_error{"the catalogue has too few wards"};
  }
  const catalogue::Unit& unit(const std::string& code, core::Date day) const {
    return *source.current()->units.in_force(code, day);
  }
  /// One that wards receive, with some days to count and one agency to do it.
  const catalogue::Procedure& procedure(core::Date day, catalogue::Level level = catalogue::Level::commune) const {
    for (const catalogue::Procedure* one : source.current()->procedures.on(day)) {
      if (one->level == level && one->limit.mode == calendar::Mode::day && one->limit.amount >= 3 && one->steps.empty())
        return *one;
    }
    throw std::logic_error{"the catalogue has no such procedure"};
  }

  const store::Settings& place() const { return database_file_.settings(); }

  core::Instant clock() const { return core::instant_from(milliseconds_.load()); }
  void set_clock(core::Instant moment) { milliseconds_ = core::stored(moment); }
  void pass(std::chrono::milliseconds time) { set_clock(clock() + time); }

  Caller caller(std::set<auth::Role> roles, const core::UnitId& unit_id) const {
    return {{"issuer", "staff-1", "portal", unit_id, std::move(roles)},
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            [](const http::Problem& problem) { return http::answer(problem, http::Request{}); }};
  }
  Caller clerk() const {
    return caller({auth::Role::officer, auth::Role::handler, auth::Role::leader, auth::Role::importer}, ward().id);
  }
  Caller city_reader() const { return caller({auth::Role::city_reader}, unit("31", core::vietnam_date(clock())).id); }

  static Once once(const std::string& key, const std::string& body = "") {
    return {{"issuer", "staff-1", "POST", "/v1/dossiers", key}, store::sha256_hex(body)};
  }
  Once once() { return once("key-" + std::to_string(++keys_)); }

  Registration registration(Channel channel = Channel::direct) const {
    return {procedure(core::vietnam_date(clock())).code,
            ward().code,
            channel,
            {ApplicantKind::citizen, {"Nguyễn Thị Bích", "031190001234", "0912345678"}, std::nullopt},
            {{"Tờ khai", PaperKind::original, 1}}};
  }
  /// Registered by the clerk, who must succeed.
  nlohmann::json registered(Channel channel = Channel::direct) {
    const http::Response response = desk.take_in(clerk(), once(), registration(channel), std::nullopt);
    if (response.status != 201) throw std::logic_error{response.body};
    return http::read_json(response.body);
  }
  http::Response order(const nlohmann::json& dossier, const Order& what) {
    return desk.handle(clerk(), once(), id_of(dossier), std::nullopt, what, std::nullopt);
  }
  static DossierId id_of(const nlohmann::json& dossier) { return DossierId{dossier.at("id").get<std::string>()}; }

  std::optional<rows::Kept> kept(const DossierId& id) {
    return database->in_read([&](store::Transaction& tx) { return rows::load(tx, id, rows::For::reading); });
  }
  std::vector<outbox::HistoryRow> history(const DossierId& id) {
    return database->in_read([&](store::Transaction& tx) { return outbox::history_of(tx, id.str(), 0, 1000); });
  }
  /// What is stored is what the history folds to, column by column.
  bool is_as_its_history_folds(const DossierId& id) {
    const auto told = history(id);
    const rows::Kept expected{fold(told), told.back().hash};
    return database->in_read([&](store::Transaction& tx) { return rows::deviations(tx, {&expected, 1}).empty(); });
  }
  std::int64_t count(const std::string& table) {
    return database->in_read(
        [&](store::Transaction& tx) { return std::get<0>(*tx.first<std::int64_t>("SELECT COUNT(*) FROM " + table)); });
  }

 private:
  testing::TemporaryDatabase database_file_;
  std::atomic<std::int64_t> milliseconds_{core::stored(at("2026-11-23 09:00"))};
  std::atomic<int> keys_ = 0;

 public:
  metrics::Registry registry{"dossiers"};
  std::unique_ptr<store::Database> database;
  catalogue::Source source{CATALOGUE_FOLDER};
  Scopes scopes;
  IdentityKeyring keys{IdentityKeys{{"the first key of the tests' numbers"}}};
  std::unique_ptr<cache::Cache> hot = cache::Cache::open({.url = "memory"}, registry);
  Desk desk{*database, source, scopes, [this] { return clock(); }, "a secret of the tests", keys, registry};
  Import import{*database, source, scopes, [this] { return clock(); }, keys, registry};
  Reading reading{*database, source, scopes, *hot, [this] { return clock(); }, "a secret of the tests"};
  Searching searching{*database, source, scopes, keys, [this] { return clock(); }};
};

}  // namespace motcua::dossiers::examples
