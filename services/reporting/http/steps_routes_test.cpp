// What the service says of steps of linked procedures, against real units and an embedded database of each kind.
#include <gtest/gtest.h>

#include "core/text.hpp"
#include "reporting/http/service_examples.hpp"

namespace motcua::reporting {
namespace {

using namespace examples;  // NOLINT: the service and its days, this file only

class TheServiceOfSteps : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Kinds, TheServiceOfSteps, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(TheServiceOfSteps, ReportsStepsByOwnerAndByAgencyInTheirOwnWords) {
  Service service{GetParam()};
  const auto& district = service.unit("307", "2020-12-15");
  const auto& ward = service.unit("11440", "2020-12-15");
  service.take_in(ward.id, "2020-03-02", 3);
  service.begin_step(RecordId{"d1"}, 1, ward.id, "one_door", "2020-03-02", Timeliness::on_time);
  service.begin_step(RecordId{"d1"}, 2, district.id, "land_registration", "2020-03-12", Timeliness::overdue);
  service.begin_step(RecordId{"d2"}, 1, district.id, "one_door", "2020-03-02");
  const auto about_steps = [&](Parameters more) {
    const auto answer = service.city_about("/v1/reports/steps", year_2020("307", std::move(more)));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return http::read_json(answer.body);
  };

  const json by_owner = about_steps({{"by", "unit"}});
  EXPECT_EQ(by_owner["received"]["total"], 3);
  EXPECT_EQ(by_owner["received"]["postal"], 3);
  EXPECT_EQ(by_owner["resolved"]["overdue"], 1);
  EXPECT_EQ(by_owner["pending"]["overdue"], 1);
  EXPECT_EQ(by_owner["rates"]["on_time"]["percent"], "50.00");
  EXPECT_TRUE(by_owner["rates"]["on_time"]["definition"].get<std::string>().find("bước") != std::string::npos);
  EXPECT_TRUE(by_owner["definitions"]["paused"].get<std::string>().find("bước") != std::string::npos);
  ASSERT_EQ(by_owner["rows"].size(), 2U);
  EXPECT_EQ(by_owner["rows"][0]["key"], ward.id.str());
  EXPECT_EQ(by_owner["rows"][1]["resolved"]["overdue"], 1);

  const json by_agency = about_steps({{"by", "agency"}});
  EXPECT_EQ(by_agency["by"], "agency");
  ASSERT_EQ(by_agency["rows"].size(), 2U);
  EXPECT_EQ(by_agency["rows"][0]["key"], "land_registration");
  EXPECT_EQ(by_agency["rows"][0]["resolved"]["overdue"], 1);
  EXPECT_EQ(by_agency["rows"][1]["key"], "one_door");
  EXPECT_EQ(by_agency["rows"][1]["received"]["total"], 2);

  const auto csv = core::parse_csv(
      service.city_about("/v1/reports/steps", year_2020("307", {{"by", "agency"}}), {{"accept", "text/csv"}}).body);
  ASSERT_EQ(csv->size(), 4U);
  EXPECT_EQ(csv->at(2).at(0), "agency");
  EXPECT_EQ(csv->at(2).at(1), "land_registration");
  EXPECT_EQ(service.city_json(year_2020("307"))["received"]["total"], 3) << "of dossiers";
  EXPECT_EQ(service.city_about("/v1/reports/steps", year_2020("307", {{"by", "field"}})).status, 400);
  EXPECT_EQ(service.city_about("/v1/reports/steps", year_2020("307", {{"form", "06"}})).status, 400);
}

TEST_P(TheServiceOfSteps, ListsTheStepsBehindACell) {
  Service service{GetParam()};
  const auto& district = service.unit("307", "2020-12-15");
  service.begin_step(RecordId{"d1"}, 2, district.id, "land_registration", "2020-03-12", Timeliness::overdue);
  service.begin_step(RecordId{"d2"}, 1, district.id, "one_door", "2020-03-02");
  const auto answer =
      service.city_about("/v1/reports/steps/records",
                         year_2020("31", {{"cell", "received.total"}, {"by", "agency"}, {"row", "land_registration"}}));
  ASSERT_EQ(answer.status, 200) << answer.body;
  const json expected{{"dossier_id", "d1"},
                      {"step", 2},
                      {"number", "N-d1"},
                      {"procedure", {{"code", "1.004227.H24"}, {"version", "2020-1"}}},
                      {"agency", "land_registration"},
                      {"owner", {{"id", district.id.str()}, {"code", "307"}, {"name", "Kiến An"}}},
                      {"channel", "postal"},
                      {"begun_on", "2020-03-12"},
                      {"due_date", "2020-03-17"},
                      {"overdue_from", "2020-03-18"},
                      {"paused", false},
                      {"ended_on", "2020-03-22"},
                      {"ended_as", "overdue"}};
  EXPECT_EQ(http::read_json(answer.body)["items"], json::array({expected}));
}

TEST_P(TheServiceOfSteps, AnswersAboutDossiersAndStepsUnderTagsOfTheirOwn) {
  Service service{GetParam()};
  service.begin_step(RecordId{"d1"}, 1, service.unit("307", "2020-12-15").id, "one_door", "2020-03-02");
  const auto dossiers = service.city(year_2020("307"));
  const auto steps = service.city_about("/v1/reports/steps", year_2020("307"));
  EXPECT_NE(dossiers.headers.at(0).second, steps.headers.at(0).second);
  EXPECT_EQ(http::read_json(dossiers.body)["received"]["total"], 0);
  EXPECT_EQ(http::read_json(steps.body)["received"]["total"], 1);
  EXPECT_EQ(
      service.city_about("/v1/reports/steps", year_2020("307"), {{"if-none-match", steps.headers.at(0).second}}).status,
      304);
}

TEST_P(TheServiceOfSteps, ShowsAnOwnerItsStepsAndNobodyElses) {
  Service service{GetParam()};
  const auto& phu_lien = service.unit("11446", "2026-11-24");
  const auto status = [&](const std::string& asked) {
    return service.get("/v1/reports/steps", year_2020(asked), &phu_lien, {auth::Role::officer}).status;
  };
  EXPECT_EQ(status(phu_lien.id.str()), 200);
  EXPECT_EQ(status("31"), 404);
}

}  // namespace
}  // namespace motcua::reporting
