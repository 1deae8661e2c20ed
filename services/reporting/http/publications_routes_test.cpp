// Publishing over the routes, on each database: who may, what is kept, what is told of it later.
#include <gtest/gtest.h>

#include "reporting/http/service_examples.hpp"

namespace motcua::reporting {
namespace {

using namespace examples;

class Publishing : public ::testing::TestWithParam<std::string> {
 protected:
  json wanted(const json& more = json::object()) const {
    json body{{"unit", "307"}, {"from", "2019-12-15"}, {"to", "2020-12-15"}};
    body.update(more);
    return body;
  }
  http::Response publish(const json& body, const std::string& key = "key-00000001") {
    return service.post("/v1/publications", body.dump(), key, &city, {auth::Role::city_reader});
  }
  json published(const json& body, const std::string& key = "key-00000001") {
    const auto answer = publish(body, key);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return http::read_json(answer.body);
  }
  http::Response read(const std::string& id, Parameters headers = {}) {
    return service.get_one("/v1/publications/{id}", id, &city, {auth::Role::city_reader}, std::move(headers));
  }
  http::Response restatement_of(const std::string& id) {
    return service.get_one("/v1/publications/{id}/restatement", id, &city, {auth::Role::city_reader},
                           {{"accept-language", "en"}});
  }
  json restated(const std::string& id) {
    const auto answer = restatement_of(id);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return http::read_json(answer.body);
  }
  http::Response list(Parameters query, const catalogue::Unit& unit, auth::Role role) {
    return service.get("/v1/publications", std::move(query), &unit, {role});
  }
  /// `many` dossiers accepted and learnt on the days.
  void learn(const char* on, const char* learnt, int many) {
    const About about{kien_an.id, "1.000894.H24", "2018-1", "civil_status", Channel::direct};
    std::vector<Fact> facts;
    for (int one = 0; one < many; ++one) {
      const RecordId record{"r" + std::to_string(++records_)};
      facts.push_back({record, about, day(on), day(learnt), Registered{"N"}});
      facts.push_back({record, about, day(on), day(learnt), Accepted{to_the_end_of(day(on) + std::chrono::days{5})}});
    }
    service.learn(facts);
  }

  Service service{GetParam()};
  const catalogue::Unit& city = service.unit("31", "2026-11-24");
  const catalogue::Unit& kien_an = service.unit("307", "2020-12-15");

 private:
  int records_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Kinds, Publishing, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

json figure(const json& restatement, const std::string& line, const std::string& cell) {
  for (const json& one : restatement.at("figures")) {
    if (one.at("line") == line && one.at("cell") == cell) return one;
  }
  return nullptr;
}

TEST_P(Publishing, KeepsTheReportByteForByte) {
  service.take_in(kien_an.id, "2020-11-02", 3, "2020-11-04");
  const json report = wanted({{"known_at", "2026-11-23"}, {"by", "unit"}, {"include", "burden"}});
  const json publication = published(report);
  EXPECT_EQ(publication["unit_id"], kien_an.id.str());
  EXPECT_EQ(publication["as_of"], "2020-12-15");
  EXPECT_EQ(publication["rules_version"], 1);
  EXPECT_TRUE(publication["title"].is_null());

  const auto body = read(publication["id"]);
  EXPECT_EQ(body.status, 200);
  EXPECT_EQ(body.body,
            service.city(year_2020("307", {{"known_at", "2026-11-23"}, {"by", "unit"}, {"include", "burden"}})).body);
  learn("2020-11-02", "2026-11-24", 2);
  EXPECT_EQ(read(publication["id"]).body, body.body);

  const std::string tag = "\"" + publication["digest"].get<std::string>() + "\"";
  const auto same = read(publication["id"], {{"if-none-match", tag}});
  EXPECT_EQ(same.status, 304);
  EXPECT_TRUE(same.body.empty());
}

TEST_P(Publishing, KeepsTablesAsTheyWereAskedFor) {
  service.take_in(kien_an.id, "2020-11-02", 3, "2020-11-04");
  for (const auto& [format, parameter] : {std::pair{"csv", ""}, std::pair{"form06", "06"}}) {
    const json publication =
        published(wanted({{"known_at", "2026-11-23"}, {"format", format}}), format + std::string{"-0000001"});
    const auto body = read(publication["id"]);
    EXPECT_TRUE(body.content_type.starts_with("text/csv"));
    Parameters query = year_2020("307", {{"known_at", "2026-11-23"}});
    if (*parameter != '\0') query.emplace_back("form", parameter);
    EXPECT_EQ(body.body, service.city(query, {{"accept", "text/csv"}}).body);
  }
}

TEST_P(Publishing, GivesARepeatTheFirstAnswer) {
  const auto first = publish(wanted());
  const auto again = publish(wanted());
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.headers, first.headers);
  EXPECT_EQ(publish(wanted({{"by", "unit"}})).status, 422);
  EXPECT_EQ(http::read_json(list({}, city, auth::Role::city_reader).body)["items"].size(), 1U);
}

TEST_P(Publishing, TellsFactsLearntLaterApartFromWhatArrivedLate) {
  learn("2020-11-02", "2020-11-02", 3);
  const json publication = published(wanted({{"known_at", "2026-11-23"}}));
  EXPECT_EQ(restated(publication["id"])["restated"], false);

  learn("2020-11-03", "2026-11-24", 2);
  learn("2020-11-03", "2020-11-05", 4);
  const json restatement = restated(publication["id"]);
  EXPECT_EQ(restatement["restated"], true);
  const json received = figure(restatement, "total", "received.total");
  EXPECT_EQ(received["published"], 3);
  EXPECT_EQ(received["now"], 9);
  EXPECT_EQ(received["difference"], 6);
  EXPECT_EQ(received["causes"], (json{{"facts", 2}, {"rules", 0}, {"arrived_late", 4}}));
  EXPECT_EQ(restatement["rules_version"]["changes"], json::array());
  const std::string then = received["records"]["then"];
  EXPECT_NE(then.find("known_at=2026-11-23"), std::string::npos) << then;
  EXPECT_EQ(received["records"]["now"].get<std::string>().find("known_at"), std::string::npos);
  EXPECT_TRUE(figure(restatement, "total", "withdrawn").is_null());
}

TEST_P(Publishing, TellsOtherRulesByTheirVersions) {
  learn("2020-11-02", "2020-11-02", 3);
  const json now = published(wanted({{"known_at", "2026-11-23"}}));
  // As if the version before the first had counted one of them as withdrawn.
  const std::string id = service.publish_by_older_rules(now["id"], {{"received.total", 3}, {"withdrawn", 1}});
  const json restatement = restated(id);
  EXPECT_EQ(restatement["rules_version"]["published"], 0);
  EXPECT_EQ(restatement["rules_version"]["now"], 1);
  ASSERT_EQ(restatement["rules_version"]["changes"].size(), 1U);
  EXPECT_EQ(figure(restatement, "total", "withdrawn")["causes"],
            (json{{"facts", 0}, {"rules", -1}, {"arrived_late", 0}}));
  EXPECT_TRUE(figure(restatement, "total", "withdrawn")["records"].is_null());
  EXPECT_TRUE(figure(restatement, "total", "received.total").is_null());
}

TEST_P(Publishing, LeadsToTheRecordsOfARow) {
  learn("2020-11-02", "2020-11-02", 1);
  const json publication = published(wanted({{"known_at", "2026-11-23"}, {"by", "procedure"}}));
  learn("2020-11-03", "2026-11-24", 2);
  const json row = figure(restated(publication["id"]), "row", "received.total");
  EXPECT_EQ(row["key"], "1.000894.H24");
  EXPECT_EQ(row["causes"]["facts"], 2);
  EXPECT_NE(row["records"]["now"].get<std::string>().find("row=1.000894.H24"), std::string::npos);
  EXPECT_NE(row["records"]["now"].get<std::string>().find("by=procedure"), std::string::npos);
}

TEST_P(Publishing, IsForLeadersAndTheCitysReader) {
  const catalogue::Unit& ward = service.unit("11443", "2026-11-24");
  const auto as = [&](auth::Role role, const char* unit) {
    return service
        .post("/v1/publications", wanted({{"unit", unit}}).dump(), "key-00000002" + std::string{auth::name_of(role)},
              &ward, {role})
        .status;
  };
  EXPECT_EQ(as(auth::Role::officer, "11443"), 403);
  EXPECT_EQ(as(auth::Role::auditor, "11443"), 403);
  EXPECT_EQ(as(auth::Role::leader, "31"), 404);
  EXPECT_EQ(service
                .post("/v1/publications", wanted({{"unit", ward.id.str()}}).dump(), "key-00000003", &ward,
                      {auth::Role::leader})
                .status,
            201);
}

TEST_P(Publishing, IsReadByWhoMayReadTheReport) {
  const catalogue::Unit& ward = service.unit("11443", "2026-11-24");
  const std::string id = published(wanted({{"unit", "31"}}))["id"];
  for (const char* path : {"/v1/publications/{id}", "/v1/publications/{id}/restatement"}) {
    EXPECT_EQ(service.get_one(path, id, &city, {auth::Role::officer}).status, 200);
    const auto unreachable = service.get_one(path, id, &ward, {auth::Role::leader});
    const auto unknown = service.get_one(path, "0198c7a2-0000-7000-8000-000000000000", &ward, {auth::Role::leader});
    EXPECT_EQ(unreachable.status, 404);
    EXPECT_EQ(unreachable.body, unknown.body);
    EXPECT_EQ(service.get_one(path, "no-id", &ward, {auth::Role::leader}).body, unknown.body);
  }
  EXPECT_EQ(list({{"unit", "31"}}, ward, auth::Role::leader).status, 404);
  EXPECT_EQ(http::read_json(list({}, ward, auth::Role::leader).body)["items"].size(), 0U);
}

TEST_P(Publishing, ListsTheNewestFirstInPages) {
  std::vector<std::string> ids;
  for (const char* key : {"key-0000000a", "key-0000000b", "key-0000000c"})
    ids.push_back(published(wanted(), key)["id"]);
  published(wanted({{"unit", "31"}}), "key-0000000d");
  std::vector<std::string> found;
  Parameters query{{"unit", kien_an.id.str()}, {"limit", "2"}};
  for (int pages = 0; pages < 2; ++pages) {
    const json page = http::read_json(list(query, city, auth::Role::city_reader).body);
    for (const json& item : page["items"]) found.push_back(item["id"]);
    if (!page.contains("next")) break;
    query = {{"unit", kien_an.id.str()}, {"limit", "2"}, {"cursor", page["next"]}};
  }
  EXPECT_EQ(found, (std::vector<std::string>{ids.rbegin(), ids.rend()}));
  EXPECT_EQ(http::read_json(list({}, city, auth::Role::city_reader).body)["items"].size(), 4U);
  EXPECT_EQ(list({{"cursor", "x"}}, city, auth::Role::city_reader).status, 400);
}

struct Bad {
  json more;
  int status;
  const char* pointer;
};

TEST_P(Publishing, NamesWhatIsWrong) {
  const std::vector<Bad> table{{{{"known_at", "2026-11-24"}}, 422, "/known_at"},
                               {{{"known_at", "2026-11-25"}}, 422, "/known_at"},
                               {{{"as_of", "2020-12-01"}, {"known_at", "2020-11-30"}}, 422, "/as_of"},
                               {{{"from", "2021-01-01"}}, 422, "/from"},
                               {{{"from", "1.1.2020"}}, 400, "/from"},
                               {{{"unit", nullptr}}, 400, "/unit"},
                               {{{"unit", "3 0"}}, 400, "/unit"},
                               {{{"by", "agency"}}, 400, "/by"},
                               {{{"report", "complaints"}}, 400, "/report"},
                               {{{"report", "steps"}, {"include", "burden"}}, 400, "/include"},
                               {{{"report", "steps"}, {"format", "form06"}}, 400, "/format"},
                               {{{"language", "fr"}}, 400, "/language"},
                               {{{"title", "Ông 031085001234"}}, 400, "/title"},
                               {{{"title", "Gọi 0912 345 678"}}, 400, "/title"},
                               {{{"title", "031.085-001.234"}}, 400, "/title"},
                               {{{"colour", "red"}}, 400, "/colour"}};
  for (const Bad& bad : table) {
    const auto answer = publish(wanted(bad.more));
    EXPECT_EQ(answer.status, bad.status) << bad.more << answer.body;
    EXPECT_NE(answer.body.find("\"pointer\":\"" + std::string{bad.pointer} + "\""), std::string::npos) << answer.body;
  }
  EXPECT_EQ(service.post("/v1/publications", wanted().dump(), "", &city, {auth::Role::city_reader}).status, 400);
  EXPECT_EQ(http::read_json(list({}, city, auth::Role::city_reader).body)["items"].size(), 0U);
}

TEST_P(Publishing, TakesStepsAsWell) {
  service.begin_step(RecordId{"d1"}, 1, kien_an.id, "tax", "2020-11-02", Timeliness::overdue);
  const json publication =
      published(wanted({{"report", "steps"}, {"by", "agency"}, {"title", "Từ 01-11-2026 - 30-11-2026"}}));
  EXPECT_EQ(publication["title"], "Từ 01-11-2026 - 30-11-2026");
  EXPECT_EQ(http::read_json(read(publication["id"]).body)["resolved"]["overdue"], 1);
  EXPECT_EQ(restated(publication["id"])["restated"], false);
}

}  // namespace
}  // namespace motcua::reporting
