#include "reporting/http/requests.hpp"

#include <gtest/gtest.h>

namespace motcua::reporting {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

http::Request request(Parameters query, const std::string& accept = "") {
  http::Request made{};
  made.method = http::Method::get;
  made.query = std::move(query);
  if (!accept.empty()) made.headers.emplace_back("accept", accept);
  return made;
}

Parameters good(Parameters more = {}) {
  Parameters all{{"unit", "307"}, {"from", "2019-12-15"}, {"to", "2020-12-15"}};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

struct Bad {
  const char* name;
  Parameters query;
  std::vector<std::string> pointers;
};
class ABadQuestion : public testing::TestWithParam<Bad> {};

TEST_P(ABadQuestion, IsRefusedWithEveryFault) {
  const auto read = read_report(Subject::dossiers, request(GetParam().query));
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().status, 400);
  std::vector<std::string> pointers;
  for (const auto& fault : read.error().errors) pointers.push_back(fault.pointer);
  EXPECT_EQ(pointers, GetParam().pointers);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ABadQuestion,
    testing::Values(
        Bad{"Empty", {}, {"?unit", "?from", "?to"}},
        Bad{"DayThatDoesNotExist", {{"unit", "307"}, {"from", "2020-02-30"}, {"to", "2020-12-15"}}, {"?from"}},
        Bad{"Moment", {{"unit", "307"}, {"from", "2020-02-03T00:00:00Z"}, {"to", "2020-12-15"}}, {"?from"}},
        Bad{"Unknown", good({{"colour", "red"}}), {"?colour"}}, Bad{"Repeated", good({{"unit", "306"}}), {"?unit"}},
        Bad{"NoSuchBy", good({{"by", "officer"}}), {"?by"}}, Bad{"AgencyOfDossiers", good({{"by", "agency"}}), {"?by"}},
        Bad{"NoSuchAttribution", good({{"attribution", "later"}}), {"?attribution"}},
        Bad{"NoSuchForm", good({{"form", "07"}}), {"?form"}},
        Bad{"UnitWithSigns", {{"unit", "30'7"}, {"from", "2020-01-01"}, {"to", "2020-12-15"}}, {"?unit"}},
        Bad{"Two", good({{"as_of", "x"}, {"known_at", ""}}), {"?as_of", "?known_at"}}),
    [](const auto& one) { return one.param.name; });

TEST(AQuestion, IsReadWhole) {
  const auto read = read_report(
      Subject::dossiers,
      request(good({{"as_of", "2020-06-30"}, {"known_at", "2021-01-01"}, {"by", "field"}, {"attribution", "as_now"}})));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->question.unit, "307");
  EXPECT_EQ(read->question.period.as_of, core::parse_date("2020-06-30"));
  EXPECT_EQ(read->question.period.known_at, core::parse_date("2021-01-01"));
  EXPECT_EQ(read->question.by, By::field);
  EXPECT_EQ(read->question.attribution, Attribution::as_now);
  EXPECT_EQ(read->format, Format::json);
}

TEST(TheFormat, IsWhatTheClientAcceptsMost) {
  const auto format = [](const std::string& accept, Parameters more = {}) {
    return read_report(Subject::dossiers, request(good(std::move(more)), accept));
  };
  EXPECT_EQ(format("text/csv")->format, Format::csv);
  EXPECT_EQ(format("text/*")->format, Format::csv);
  EXPECT_EQ(format("*/*")->format, Format::json);
  EXPECT_EQ(format("text/csv;q=0.5, application/json")->format, Format::json);
  EXPECT_EQ(format("TEXT/CSV, application/json;q=0.9")->format, Format::csv);
  EXPECT_EQ(format("text/csv", {{"form", "06"}})->format, Format::form06);
  EXPECT_EQ(format("*/*", {{"form", "06"}})->format, Format::form06);
  EXPECT_EQ(format("image/png").error().status, 406);
  EXPECT_EQ(format("text/csv;q=0").error().status, 406);
  EXPECT_EQ(format("application/json", {{"form", "06"}}).error().status, 406);
}

TEST(Form06, HasFieldsForItsLines) {
  EXPECT_EQ(read_report(Subject::dossiers, request(good({{"form", "06"}}), "text/csv"))->question.by, By::field);
  EXPECT_EQ(read_report(Subject::dossiers, request(good({{"form", "06"}, {"by", "unit"}}), "text/csv"))->question.by,
            By::unit);
}

TEST(TheRecordsOfACell, NeedACellThatThereIs) {
  EXPECT_EQ(read_records(Subject::dossiers, request(good())).error().errors.at(0).pointer, "?cell");
  EXPECT_EQ(read_records(Subject::dossiers, request(good({{"cell", "pending"}}))).error().errors.at(0).pointer,
            "?cell");
  EXPECT_EQ(read_records(Subject::dossiers, request(good({{"cell", "pending.total"}, {"row", "land"}})))
                .error()
                .errors.at(0)
                .pointer,
            "?row");
  EXPECT_EQ(read_records(Subject::dossiers, request(good({{"cell", "pending.total"}, {"limit", "201"}})))
                .error()
                .errors.at(0)
                .pointer,
            "?limit");
  const auto read =
      read_records(Subject::dossiers,
                   request(good({{"cell", "pending.overdue"}, {"by", "field"}, {"row", "land"}, {"limit", "200"}})));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->cell, Cell::pending_overdue);
  EXPECT_EQ(read->limit, 200U);
}

TEST(AQuestionAboutSteps, HasAgenciesInPlaceOfFieldsAndNoForm) {
  const auto read = read_report(Subject::steps, request(good({{"by", "agency"}})));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->question.subject, Subject::steps);
  EXPECT_EQ(read->question.by, By::agency);
  EXPECT_EQ(read_report(Subject::steps, request(good({{"by", "unit"}}), "text/csv"))->format, Format::csv);
  const auto pointers = [](Parameters more) {
    const auto refused = read_report(Subject::steps, request(good(std::move(more)), "text/csv"));
    std::vector<std::string> all;
    for (const auto& fault : refused.error().errors) all.push_back(fault.pointer);
    return all;
  };
  EXPECT_EQ(pointers({{"by", "field"}}), std::vector<std::string>{"?by"});
  EXPECT_EQ(pointers({{"form", "06"}}), std::vector<std::string>{"?form"});
  EXPECT_EQ(read_records(Subject::steps, request(good({{"cell", "withdrawn"}, {"by", "field"}}))).error().errors.size(),
            1U);
}

}  // namespace
}  // namespace motcua::reporting
