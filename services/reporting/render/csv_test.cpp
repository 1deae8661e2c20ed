#include "reporting/render/csv.hpp"

#include <gtest/gtest.h>

#include <map>

#include "core/text.hpp"

namespace motcua::reporting {
namespace {

struct Harmful {
  const char* name;
  std::string field;
  std::string written;
};
class AFieldThatASpreadsheetWouldRun : public testing::TestWithParam<Harmful> {};

TEST_P(AFieldThatASpreadsheetWouldRun, IsMadeHarmless) {
  EXPECT_EQ(csv_line({GetParam().field}), GetParam().written + "\r\n");
}

INSTANTIATE_TEST_SUITE_P(
    Table, AFieldThatASpreadsheetWouldRun,
    testing::Values(Harmful{"Equals", "=1+1", "'=1+1"}, Harmful{"Plus", "+1", "'+1"}, Harmful{"Minus", "-1", "'-1"},
                    Harmful{"At", "@SUM(A1)", "'@SUM(A1)"}, Harmful{"Tab", "\t=1", "'\t=1"},
                    Harmful{"CarriageReturn", "\r=1", "\"'\r=1\""}, Harmful{"LineFeed", "\n=1", "\"'\n=1\""},
                    Harmful{"WithQuotesAndCommas", "=HYPERLINK(\"http://x\",\"y\")",
                            "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""},
                    Harmful{"PlainTextIsLeftAlone", "Phường Trần Thành Ngọ", "Phường Trần Thành Ngọ"},
                    Harmful{"AMinusInsideIsLeftAlone", "2020-12-15", "2020-12-15"}),
    [](const auto& one) { return one.param.name; });

Report a_report() {
  const Cells cells{.online = 1,
                    .direct = 2,
                    .postal = 3,
                    .carried_over = 4,
                    .early = 2,
                    .on_time = 1,
                    .overdue = 1,
                    .pending_in_time = 3,
                    .pending_overdue = 1,
                    .paused_in_time = 2,
                    .paused_overdue = 1,
                    .withdrawn = 2,
                    .without_supplements = 3,
                    .with_supplements = 1,
                    .supplements = 2,
                    .submission_trips = 5,
                    .supplement_trips = 1,
                    .payment_trips = 2,
                    .collection_trips = 1};
  const core::Date to = core::parse_date("2020-12-15").value();
  return {.subject = Subject::dossiers,
          .unit = {"u0006", "307", "Kiến An"},
          .asked = std::nullopt,
          .period = {core::parse_date("2019-12-15").value(), to, to, to, true},
          .by = By::field,
          .attribution = Attribution::as_then,
          .burden = true,
          .total = cells,
          .rows = {{"land", "land", "=Đất đai", cells}},
          .not_attributable = std::nullopt,
          .sequence = 7,
          .catalogue_version = "v"};
}

TEST(ACsvReport, HasAsManyFieldsInEachLineAsItsHead) {
  const auto lines = core::parse_csv(csv_of(a_report()));
  ASSERT_TRUE(lines);
  ASSERT_EQ(lines->size(), 3U);
  for (const auto& line : *lines) EXPECT_EQ(line.size(), lines->front().size());
  EXPECT_EQ(lines->at(0).at(10), "received.total");
  EXPECT_EQ(lines->at(1).at(0), "total");
  EXPECT_EQ(lines->at(1).at(10), "10");
  EXPECT_EQ(lines->at(2).at(0), "field");
  EXPECT_EQ(lines->at(2).at(3), "'=Đất đai");
}

TEST(ACsvReport, HasThePausedOnesAfterThePendingOnesTheyAreCountedAmong) {
  const auto lines = core::parse_csv(csv_of(a_report()));
  ASSERT_TRUE(lines);
  const auto at = [&](std::size_t line, std::size_t column) { return lines->at(line).at(column); };
  const std::size_t pending = 10 + 9;
  EXPECT_EQ(at(0, pending), "pending.total");
  EXPECT_EQ(at(1, pending), "4");
  EXPECT_EQ(at(0, pending + 3), "paused.total");
  EXPECT_EQ(at(1, pending + 3), "3");
  EXPECT_EQ(at(0, pending + 4), "paused.in_time");
  EXPECT_EQ(at(1, pending + 4), "2");
  EXPECT_EQ(at(0, pending + 5), "paused.overdue");
  EXPECT_EQ(at(1, pending + 5), "1");
  EXPECT_EQ(at(0, pending + 6), "withdrawn");
}

TEST(ACsvReport, TellsOfDossiersWhatTheyCostTheCitizen) {
  const auto lines = core::parse_csv(csv_of(a_report()));
  ASSERT_TRUE(lines);
  std::map<std::string, std::string> total;
  for (std::size_t at = 0; at < lines->at(0).size(); ++at) total[lines->at(0).at(at)] = lines->at(1).at(at);
  EXPECT_EQ(total.at("supplements.none"), "3");
  EXPECT_EQ(total.at("supplements.some"), "1");
  EXPECT_EQ(total.at("ratios.first_time_right"), "75.00");
  EXPECT_EQ(total.at("supplements.requests"), "2");
  EXPECT_EQ(total.at("ratios.supplements_per_dossier"), "0.50");
  EXPECT_EQ(total.at("trips.total"), "9");
  EXPECT_EQ(total.at("ratios.trips_per_dossier"), "1.50");
}

TEST(ACsvReport, HasNoSuchColumnsUnlessAskedFor) {
  Report report = a_report();
  report.burden = false;
  const std::string text = csv_of(report);
  EXPECT_EQ(text.find("trips"), std::string::npos);
  EXPECT_EQ(text.find("supplements"), std::string::npos);
}

TEST(Form06Csv, HasThirteenColumnsWhoseSumsHold) {
  const auto lines = core::parse_csv(form06_csv_of(a_report(), http::Language::vietnamese));
  ASSERT_TRUE(lines);
  ASSERT_EQ(lines->size(), 3U);
  ASSERT_EQ(lines->at(0).size(), 13U);
  const auto column = [&](std::size_t line, std::size_t number) { return std::stoi(lines->at(line).at(number - 1)); };
  for (const std::size_t line : {1U, 2U}) {
    EXPECT_EQ(column(line, 3), column(line, 4) + column(line, 5) + column(line, 6));
    EXPECT_EQ(column(line, 7), column(line, 8) + column(line, 9) + column(line, 10));
    EXPECT_EQ(column(line, 3), column(line, 7) + column(line, 11));
    EXPECT_EQ(column(line, 11), column(line, 12) + column(line, 13));
    EXPECT_EQ(column(line, 9), 3);
  }
}

}  // namespace
}  // namespace motcua::reporting
