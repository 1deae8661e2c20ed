#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/random.hpp"
#include "http/json.hpp"
#include "outbox/inbox.hpp"
#include "reporting/flattening.hpp"
#include "reporting/http/routes.hpp"
#include "reporting/store/projection.hpp"
#include "testing/testing.hpp"

/// The whole service but its ports, for tests.
namespace motcua::reporting::examples {

using nlohmann::json;
using Parameters = std::vector<std::pair<std::string, std::string>>;

inline const core::Instant now = core::parse_instant("2026-11-24T09:00:00+07:00").value();
inline core::Date day(const char* text) { return core::parse_date(text).value(); }

class Service {
 public:
  explicit Service(const std::string& kind)
      : issuer_{auth::DevelopmentIssuer::in(folder_.path())},
        files_{kind},
        metrics_{"test"},
        catalogue_{CATALOGUE_FOLDER},
        database_{store::Database::open(files_.settings(), metrics_)},
        cache_{cache::Cache::open({.url = "memory"}, metrics_)},
        tokens_{{.jwks = folder_.path() + "/jwks.json", .issuer = "test", .audience = "motcua"},
                [] { return now; },
                metrics_},
        reports_{*database_, catalogue_, *cache_, "motcua.dossiers.v1", [] { return now; }} {
    store::migrate(
        *database_,
        {{"inbox", outbox::inbox_migrations()}, {"answers", store::answers_migrations()}, {"reporting", migrations()}});
  }

  const catalogue::Unit& unit(const char* code, const char* on) {
    return *catalogue_.current()->units.in_force(code, day(on));
  }

  void learn(const std::vector<Fact>& facts) {
    database_->transaction([&](store::Transaction& tx) {
      apply(tx, facts, [&](const core::UnitId& id) { return catalogue_.current()->units.with_ancestors(id); });
    });
  }
  /// `many` dossiers of a unit accepted on the day, due five days later; those with an end are resolved on that day.
  void take_in(const core::UnitId& unit, const char* on, int many, std::optional<const char*> resolved = std::nullopt) {
    const About about{unit, "1.000894.H24", "2018-1", "civil_status", Channel::direct};
    std::vector<Fact> facts;
    for (int one = 0; one < many; ++one) {
      const RecordId record{"d" + std::to_string(++records_)};
      facts.push_back({record, about, day(on), day(on), Registered{"N" + std::to_string(records_)}});
      facts.push_back({record, about, day(on), day(on), Accepted{to_the_end_of(day(on) + std::chrono::days{5})}});
      if (resolved) facts.push_back({record, about, day(*resolved), day(*resolved), Resolved{Timeliness::early}});
    }
    learn(facts);
  }

  /// A step of some dossier, begun on the day and due five days later, ended as it says on the tenth.
  void begin_step(const RecordId& dossier, int number, const core::UnitId& owner, const char* agency, const char* on,
                  std::optional<Timeliness> ended = std::nullopt) {
    const About about{owner, "1.004227.H24", "2020-1", agency, Channel::postal};
    const auto fact = [&](core::Date when, decltype(Fact::what) what) {
      return Fact{id_of({dossier, number}), about, when, when, std::move(what), Subject::steps};
    };
    std::vector<Fact> facts{fact(day(on), Registered{"N-" + dossier.str()}),
                            fact(day(on), Accepted{to_the_end_of(day(on) + std::chrono::days{5})})};
    if (ended) facts.push_back(fact(day(on) + std::chrono::days{10}, Resolved{*ended}));
    learn(facts);
  }

  http::Response get(const std::string& path, Parameters query, const catalogue::Unit* unit, std::set<auth::Role> roles,
                     Parameters headers = {}) {
    return handle(http::Method::get, path, unit, std::move(roles), [&](http::Request& request) {
      request.query = std::move(query);
      request.headers = std::move(headers);
    });
  }
  /// Of a route with an id in its path.
  http::Response get_one(const std::string& route, const std::string& id, const catalogue::Unit* unit,
                         std::set<auth::Role> roles, Parameters headers = {}) {
    return handle(http::Method::get, route, unit, std::move(roles), [&](http::Request& request) {
      request.parameters["id"] = id;
      request.headers = std::move(headers);
    });
  }
  http::Response post(const std::string& path, std::string body, const std::string& key, const catalogue::Unit* unit,
                      std::set<auth::Role> roles) {
    return handle(http::Method::post, path, unit, std::move(roles), [&](http::Request& request) {
      request.body = std::move(body);
      if (!key.empty()) request.headers.emplace_back("idempotency-key", key);
    });
  }
  /// Another publication of the same question, as if a version of the rules before the first had made these totals.
  std::string publish_by_older_rules(const std::string& id, const std::map<std::string, std::int64_t>& totals) {
    Figures figures;
    for (const auto& [cell, value] : totals) figures[{FigureName::Line::total, "", cell}] = value;
    return database_->in_transaction([&](store::Transaction& tx) {
      Publication older = publication(tx, id).value();
      older.id = core::uuid7(now);
      older.rules_version = 0;
      insert(tx, older, {published_content(tx, id).value().body, written(figures)});
      return older.id;
    });
  }
  http::Response city(Parameters query, Parameters headers = {}) {
    return city_about("/v1/reports/dossiers", std::move(query), std::move(headers));
  }
  http::Response city_about(const std::string& path, Parameters query, Parameters headers = {}) {
    return get(path, std::move(query), &unit("31", "2026-11-24"), {auth::Role::city_reader}, std::move(headers));
  }
  json city_json(Parameters query) {
    const auto answer = city(std::move(query));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return http::read_json(answer.body);
  }

 private:
  http::Response handle(http::Method method, const std::string& path, const catalogue::Unit* unit,
                        std::set<auth::Role> roles, const std::function<void(http::Request&)>& fill) {
    http::Request request{};
    request.method = method;
    request.path = path;
    request.route = path;
    fill(request);
    if (unit != nullptr) {
      const auth::Actor actor{"test", "someone", "client", unit->id, std::move(roles)};
      request.headers.emplace_back("authorization",
                                   "Bearer " + issuer_.token(actor, "motcua", now, std::chrono::seconds{60}));
    }
    for (const http::Route& route : routes(reports_, publications_, tokens_, limits_)) {
      if (route.path == path && route.method == method) return route.handler(request);
    }
    return {.status = 404};
  }

  testing::TemporaryFolder folder_;
  auth::DevelopmentIssuer issuer_;
  testing::TemporaryDatabase files_;
  metrics::Registry metrics_;
  catalogue::Source catalogue_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<cache::Cache> cache_;
  auth::Verifier tokens_;
  runtime::Limits limits_{
      {.token = {1'000'000'000, 1'000}, .address = {1'000'000'000, 1'000}}, [] { return now; }, metrics_};
  Reports reports_;
  Publications publications_{reports_, *database_, "motcua.dossiers.v1", [] { return now; }};
  int records_ = 0;
};

inline Parameters year_2020(const std::string& unit, Parameters more = {}) {
  Parameters all{{"unit", unit}, {"from", "2019-12-15"}, {"to", "2020-12-15"}};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace motcua::reporting::examples
