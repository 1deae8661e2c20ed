// The whole service but its ports: token, question, figures, answer; against real units and an embedded database of
// each kind.
#include "reporting/http/routes.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "core/text.hpp"
#include "dossiers/contracts/events.hpp"
#include "reporting/http/service_examples.hpp"
#include "reporting/projections/dossiers.hpp"

namespace motcua::reporting {
namespace {

using namespace examples;  // NOLINT: the service and its days, this file only

class TheService : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Kinds, TheService, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(TheService, ReportsKienAnOf2020AsItsPageSays) {
  Service service{GetParam()};
  const auto& district = service.unit("307", "2020-12-15");
  const auto& ward = service.unit("11440", "2020-12-15");
  service.take_in(district.id, "2020-03-02", 2700, "2020-03-04");
  service.take_in(ward.id, "2020-05-04", 63, "2020-05-06");
  service.take_in(ward.id, "2020-12-14", 110);

  const json report = service.city_json(year_2020("307"));
  EXPECT_EQ(report["unit"]["name"], "Kiến An");
  EXPECT_EQ(report["received"]["total"], 2873);
  EXPECT_EQ(report["received"]["direct"], 2873);
  EXPECT_EQ(report["resolved"]["total"], 2763);
  EXPECT_EQ(report["pending"]["total"], 110);
  EXPECT_EQ(report["pending"]["overdue"], 0);
  EXPECT_EQ(report["rates"]["on_time"]["percent"], "100.00");
  EXPECT_EQ(report["rates"]["completion"]["percent"], "96.17");
  EXPECT_EQ(report["as_of"], "2020-12-15");
  EXPECT_EQ(report["known_at"], "2026-11-24");
  EXPECT_EQ(service.city_json(year_2020("307", {{"as_of", "2020-03-03"}}))["pending"]["total"], 2700);
  EXPECT_EQ(service.city_json({{"unit", "307"}, {"from", "2020-12-16"}, {"to", "2020-12-31"}})["pending"]["overdue"],
            110);
}

TEST_P(TheService, ShowsWhatIsPausedAsAPartOfWhatIsPendingAsOfAnyDay) {
  Service service{GetParam()};
  const auto& district = service.unit("307", "2020-12-15");
  const About about{district.id, "1.000894.H24", "2018-1", "civil_status", Channel::direct};
  const auto then = [&](const char* record, const char* on, const char* learnt, decltype(Fact::what) what) {
    service.learn({{RecordId{record}, about, day(on), day(learnt), std::move(what)}});
  };
  const DueDay due = to_the_end_of(day("2020-03-09"));
  for (const char* record : {"stopped", "late"}) {
    then(record, "2020-03-02", "2020-03-02", Registered{record});
    then(record, "2020-03-02", "2020-03-02", Accepted{due});
  }
  then("stopped", "2020-03-05", "2020-03-20", DueMoved{std::nullopt, true});
  then("late", "2020-03-12", "2020-03-12", DueMoved{due, true});
  then("late", "2020-03-16", "2020-03-16", DueMoved{to_the_end_of(day("2020-03-23")), false});

  const auto at = [&](const char* as_of, std::optional<const char*> known = std::nullopt) {
    Parameters more{{"as_of", as_of}};
    if (known) more.emplace_back("known_at", *known);
    const json report = service.city_json(year_2020("307", std::move(more)));
    EXPECT_EQ(report["pending"]["total"], 2) << as_of;
    EXPECT_TRUE(report["definitions"]["paused"].get<std::string>().starts_with("Tạm dừng"));
    EXPECT_EQ(report["paused"]["total"],
              report["paused"]["in_time"].get<int>() + report["paused"]["overdue"].get<int>());
    return std::pair{report["paused"]["in_time"].get<int>(), report["paused"]["overdue"].get<int>()};
  };
  EXPECT_EQ(at("2020-03-04"), (std::pair{0, 0}));
  EXPECT_EQ(at("2020-03-11"), (std::pair{1, 0}));
  EXPECT_EQ(at("2020-03-15"), (std::pair{1, 1}));
  EXPECT_EQ(at("2020-03-15", "2020-03-19"), (std::pair{0, 1}));
  EXPECT_EQ(at("2020-03-15", "2020-03-11"), (std::pair{0, 0}));
  EXPECT_EQ(at("2020-03-16"), (std::pair{1, 0}));

  const auto listed = service.get("/v1/reports/dossiers/records", year_2020("307", {{"cell", "paused.in_time"}}),
                                  &service.unit("31", "2026-11-24"), {auth::Role::auditor});
  ASSERT_EQ(listed.status, 200) << listed.body;
  const json item = http::read_json(listed.body)["items"].at(0);
  EXPECT_EQ(item["id"], "stopped");
  EXPECT_TRUE(item["due_date"].is_null());
  EXPECT_TRUE(item["overdue_from"].is_null());
  EXPECT_EQ(item["paused"], true);
  EXPECT_EQ(item["accepted_on"], "2020-03-02");
}

TEST_P(TheService, SaysWhatDossiersCostTheCitizen) {
  Service service{GetParam()};
  const About about{service.unit("307", "2020-12-15").id, "1.000894.H24", "2018-1", "civil_status", Channel::direct};
  const auto fact = [&](const char* record, const char* on, decltype(Fact::what) what,
                        std::optional<Trip> trip = std::nullopt) {
    return Fact{RecordId{record}, about, day(on), day(on), std::move(what), Subject::dossiers, trip};
  };
  const Accepted accepted{to_the_end_of(day("2020-03-10"))};
  std::vector<Fact> facts;
  for (const auto& [record, told] :
       {std::pair{"a", std::optional{0}}, std::pair{"b", std::optional{2}}, std::pair{"c", std::optional<int>{}}}) {
    facts.push_back(fact(record, "2020-03-02", Registered{record}, Trip::submission));
    facts.push_back(fact(record, "2020-03-02", accepted));
    facts.push_back(fact(record, "2020-03-06", Resolved{Timeliness::early, told}));
  }
  facts.push_back(fact("b", "2020-03-09", Uncounted{}, Trip::collection));
  facts.push_back(fact("refused", "2020-03-02", Registered{"N"}, Trip::submission));
  service.learn(facts);

  const json march =
      service.city_json({{"unit", "307"}, {"from", "2020-03-01"}, {"to", "2020-03-31"}, {"include", "burden"}});
  EXPECT_EQ(march["supplements"], (json{{"none", 1}, {"some", 1}, {"requests", 2}}));
  EXPECT_EQ(march["ratios"]["first_time_right"], "50.00");
  EXPECT_EQ(march["trips"],
            (json{{"total", 5}, {"submission", 4}, {"supplement", 0}, {"payment", 0}, {"collection", 1}}));
  EXPECT_EQ(march["ratios"]["supplements_per_dossier"], "1.00");
  EXPECT_EQ(march["ratios"]["trips_per_dossier"], "1.67");

  const json before =
      service.city_json({{"unit", "307"}, {"from", "2020-03-01"}, {"to", "2020-03-05"}, {"include", "burden"}});
  EXPECT_EQ(before["trips"]["total"], 4);
  EXPECT_EQ(before["ratios"]["first_time_right"], nullptr);

  const auto page =
      service.get("/v1/reports/dossiers/records",
                  {{"unit", "307"}, {"from", "2020-03-01"}, {"to", "2020-03-31"}, {"cell", "supplements.some"}},
                  &service.unit("31", "2026-11-24"), {auth::Role::city_reader});
  const json items = http::read_json(page.body)["items"];
  ASSERT_EQ(items.size(), 1U) << page.body;
  EXPECT_EQ(items[0]["id"], "b");
  EXPECT_EQ(items[0]["supplements"], 2);
}

TEST_P(TheService, SaysHowLongAProcedureTook) {
  Service service{GetParam()};
  const About about{service.unit("11443", "2020-12-15").id, "1.000894.H24", "2018-1", "civil_status", Channel::direct};
  std::vector<Fact> facts;
  for (int took = 1; took <= 10; ++took) {
    const auto then = [&](decltype(Fact::what) what) {
      facts.push_back(
          {RecordId{"d" + std::to_string(took)}, about, day("2020-03-16"), day("2020-03-16"), std::move(what)});
    };
    then(Registered{"N"});
    then(Accepted{to_the_end_of(day("2020-03-20"))});
    then(Resolved{Timeliness::early, 0, TimeUsed{Unit::working_days, took}});
  }
  service.learn(facts);

  for (const char* unit : {"11443", "307", "31"}) {
    const json march = service.city_json(
        {{"unit", unit}, {"from", "2020-03-01"}, {"to", "2020-03-31"}, {"by", "procedure"}, {"include", "burden"}});
    ASSERT_EQ(march["rows"].size(), 1U) << unit;
    EXPECT_EQ(march["rows"][0]["time_taken"],
              (json::array({{{"unit", "working_days"}, {"resolved", 10}, {"median", 5}, {"p90", 9}}})));
    EXPECT_TRUE(march["definitions"].contains("time_taken"));
  }
  EXPECT_FALSE(
      service.city_json({{"unit", "31"}, {"from", "2020-03-01"}, {"to", "2020-03-31"}, {"by", "procedure"}})["rows"][0]
          .contains("time_taken"));
}

TEST_P(TheService, HasNoRateWithoutADenominator) {
  Service service{GetParam()};
  const json report = service.city_json(year_2020("307"));
  EXPECT_TRUE(report["rates"]["on_time"]["percent"].is_null());
  EXPECT_TRUE(report["rates"]["completion"]["percent"].is_null());
  EXPECT_EQ(report["rates"]["completion"]["denominator"], 0);
}

TEST_P(TheService, AttributesAsNowOnlyWhatIsCertain) {
  Service service{GetParam()};
  service.take_in(service.unit("307", "2020-12-15").id, "2020-03-02", 5);
  service.take_in(service.unit("11440", "2020-12-15").id, "2020-03-02", 3);  // Ngọc Sơn, whole -> Phù Liễn
  service.take_in(service.unit("11443", "2020-12-15").id, "2020-03-02", 2);  // Trần Thành Ngọ, split

  const json ended = service.city_json(year_2020("307", {{"attribution", "as_now"}}));
  EXPECT_EQ(ended["received"]["total"], 0);
  EXPECT_EQ(ended["not_attributable"]["received"]["total"], 10);

  const json continued = service.city_json(
      year_2020(service.unit("11446", "2026-11-24").id.str(), {{"attribution", "as_now"}, {"by", "unit"}}));
  EXPECT_EQ(continued["received"]["total"], 3);
  EXPECT_EQ(continued["rows"].size(), 1U);
  EXPECT_EQ(continued["not_attributable"]["received"]["total"], 2);
  EXPECT_EQ(continued["not_attributable"]["rows"][0]["name"], "Trần Thành Ngọ");

  const json past = service.city_json(year_2020("11440", {{"attribution", "as_now"}}));
  EXPECT_EQ(past["unit"]["code"], "11446");
  EXPECT_EQ(past["unit_asked"]["code"], "11440");
  EXPECT_EQ(past["received"]["total"], 3);

  const json city = service.city_json(year_2020("31", {{"attribution", "as_now"}, {"by", "unit"}}));
  EXPECT_EQ(city["received"]["total"], 10);
  ASSERT_EQ(city["rows"].size(), 2U);
  EXPECT_EQ(city["rows"][0]["received"]["total"], 3);
  EXPECT_EQ(city["rows"][1]["key"], "not_attributable");
  EXPECT_EQ(city["rows"][1]["received"]["total"], 7);
  EXPECT_EQ(city["not_attributable"]["received"]["total"], 0);
}

TEST_P(TheService, ShowsAUnitItsOwnAndWhatItContinuesAndNothingElse) {
  Service service{GetParam()};
  const auto status = [&](const catalogue::Unit& of, const std::string& asked, std::set<auth::Role> roles) {
    return service.get("/v1/reports/dossiers", year_2020(asked), &of, std::move(roles)).status;
  };
  const auto& phu_lien = service.unit("11446", "2026-11-24");
  const std::string ngoc_son = service.unit("11440", "2020-12-15").id.str();
  const std::string tran_thanh_ngo = service.unit("11443", "2020-12-15").id.str();
  EXPECT_EQ(status(phu_lien, phu_lien.id.str(), {auth::Role::officer}), 200);
  EXPECT_EQ(status(phu_lien, ngoc_son, {auth::Role::auditor}), 200);
  EXPECT_EQ(status(phu_lien, tran_thanh_ngo, {auth::Role::leader}), 404);
  EXPECT_EQ(status(phu_lien, "31", {auth::Role::handler}), 404);
  EXPECT_EQ(status(phu_lien, "31", {auth::Role::city_reader}), 200);
  EXPECT_EQ(status(phu_lien, phu_lien.id.str(), {}), 404);
  EXPECT_EQ(status(service.unit("31", "2026-11-24"), "307", {auth::Role::leader}), 200);
  EXPECT_EQ(status(phu_lien, "99999", {auth::Role::city_reader}), 404);
  EXPECT_EQ(service.get("/v1/reports/dossiers", year_2020("307"), nullptr, {}).status, 401);
}

TEST_P(TheService, RefusesPeriodsThatCannotBe) {
  Service service{GetParam()};
  const auto answer = service.city(year_2020("307", {{"as_of", "2020-12-16"}}));
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(http::read_json(answer.body)["errors"][0]["pointer"], "?as_of");
  EXPECT_EQ(service.city(year_2020("307", {{"known_at", "2026-11-25"}})).status, 422);
}

TEST_P(TheService, AnswersNotModifiedUntilAFactArrives) {
  Service service{GetParam()};
  const auto tag_of = [](const http::Response& answer) { return answer.headers.at(0).second; };
  const std::string tag = tag_of(service.city(year_2020("307")));
  EXPECT_EQ(service.city(year_2020("307"), {{"if-none-match", tag}}).status, 304);
  EXPECT_NE(tag_of(service.city(year_2020("307"), {{"accept", "text/csv"}})), tag);
  EXPECT_NE(tag_of(service.city(year_2020("307"), {{"accept-language", "en"}})), tag);

  service.take_in(service.unit("307", "2020-12-15").id, "2020-03-02", 1);
  const auto changed = service.city(year_2020("307"), {{"if-none-match", tag}});
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(http::read_json(changed.body)["received"]["total"], 1);
}

TEST_P(TheService, WritesCsvOnDemand) {
  Service service{GetParam()};
  service.take_in(service.unit("307", "2020-12-15").id, "2020-03-02", 4);
  const auto answer = service.city(year_2020("307", {{"by", "field"}}), {{"accept", "text/csv"}});
  EXPECT_TRUE(answer.content_type.starts_with("text/csv"));
  const auto lines = core::parse_csv(answer.body);
  ASSERT_EQ(lines->size(), 3U);
  EXPECT_EQ(lines->at(2).at(3), "Hộ tịch");
  const auto form = core::parse_csv(service.city(year_2020("307", {{"form", "06"}}), {{"accept", "text/csv"}}).body);
  EXPECT_EQ(form->at(1).at(2), "4");
}

TEST_P(TheService, PagesTheDossiersBehindACell) {
  Service service{GetParam()};
  service.take_in(service.unit("307", "2020-12-15").id, "2020-03-02", 5);
  service.take_in(service.unit("11440", "2020-12-15").id, "2020-03-03", 4);
  std::set<std::string> numbers;
  Parameters more{{"cell", "pending.total"}, {"limit", "2"}};
  for (int page = 0; page < 10; ++page) {
    const auto answer = service.get("/v1/reports/dossiers/records", year_2020("307", more),
                                    &service.unit("31", "2026-11-24"), {auth::Role::auditor});
    ASSERT_EQ(answer.status, 200) << answer.body;
    const json body = http::read_json(answer.body);
    for (const json& item : body["items"]) {
      numbers.insert(item["number"]);
      EXPECT_EQ(item["accepted_on"].get<std::string>().substr(0, 8), "2020-03-");
      EXPECT_TRUE(item["ended_on"].is_null());
    }
    if (!body.contains("next")) break;
    more = {{"cell", "pending.total"}, {"limit", "2"}, {"cursor", body["next"]}};
  }
  EXPECT_EQ(numbers.size(), 9U);
  const auto forged =
      service.get("/v1/reports/dossiers/records", year_2020("307", {{"cell", "withdrawn"}, {"cursor", "AAAA"}}),
                  &service.unit("31", "2026-11-24"), {auth::Role::auditor});
  EXPECT_EQ(forged.status, 400);
}

// Whoever answers for a dossier today, June was counted by who took it in, and the units of today by whom they
// continue.
TEST_P(TheService, SaysTheSameWhenADossierGoesOnWithASuccessor) {
  Service service{GetParam()};
  const core::UnitId ward = service.unit("11440", "2025-06-30").id;
  const core::UnitId split = service.unit("11443", "2025-06-30").id;
  service.take_in(ward, "2025-06-27", 1);
  service.take_in(split, "2025-06-27", 1);
  const auto asked = [&](const char* unit, const char* to, Parameters more = {}) {
    Parameters all{{"unit", unit}, {"from", "2025-06-01"}, {"to", to}};
    all.insert(all.end(), more.begin(), more.end());
    return service.city_json(std::move(all));
  };
  const auto as_then = [&] { return asked("307", "2025-06-30", {{"by", "unit"}}); };
  const auto as_now = [&](const char* unit) {
    return asked(unit, "2026-11-24", {{"attribution", "as_now"}, {"by", "unit"}});
  };
  const std::vector<json> before{as_then(), as_now("11446"), as_now("11443"), as_now("31")};
  EXPECT_EQ(before[0]["received"]["total"], 2);
  EXPECT_EQ(before[1]["received"]["total"], 1);
  EXPECT_EQ(before[2]["received"]["total"], 0) << "which part of the split ward it is nobody told";

  const auto transferred = [&](const char* record, const core::UnitId& from, const char* to) {
    const dossiers::contracts::Transferred told{.about = {from, {"1.000894.H24", "2018-1", "civil_status"}, "direct"},
                                                .from_unit = from,
                                                .to_unit = service.unit(to, "2025-07-01").id,
                                                .decision = "1669/NQ-UBTVQH15",
                                                .planned = true,
                                                .handling_unit = std::nullopt,
                                                .officer = std::nullopt,
                                                .step_unit = std::nullopt,
                                                .moment_reason = std::nullopt};
    const core::Instant moment = core::parse_instant("2025-07-01T09:00:00+07:00").value();
    return fact_of({"motcua.dossiers.v1", record, 3, 3, std::string{told.type}, moment, moment,
                    dossiers::contracts::write(told), ""});
  };
  service.learn({transferred("d1", ward, "11446"), transferred("d2", split, "11443")});
  const std::vector<json> after{as_then(), as_now("11446"), as_now("11443"), as_now("31")};
  EXPECT_EQ(after, before);
}

TEST_P(TheService, ServesItsContract) {
  Service service{GetParam()};
  const auto answer = service.get("/openapi.yaml", {}, nullptr, {});
  EXPECT_EQ(answer.content_type, "application/yaml");
  EXPECT_TRUE(answer.body.starts_with("openapi: 3.1.0"));
}

}  // namespace
}  // namespace motcua::reporting
