#include "core/time.hpp"

#include <gtest/gtest.h>

#include <random>

namespace motcua::core {
namespace {

using namespace std::chrono_literals;

TEST(AnInstant, IsWrittenInVietnameseTime) {
  EXPECT_EQ(format_instant(instant_from(0)), "1970-01-01T07:00:00+07:00");
  EXPECT_EQ(format_instant(instant_from(1'608'026'400'000)), "2020-12-15T17:00:00+07:00");
  EXPECT_EQ(format_instant(instant_from(1'608'026'400'007)), "2020-12-15T17:00:00.007+07:00");
}

TEST(AnInstant, IsReadWithAnyOffset) {
  const auto five_o_clock = instant_from(1'608'026'400'000);
  for (const std::string_view text :
       {"2020-12-15T17:00:00+07:00", "2020-12-15T10:00:00Z", "2020-12-15t10:00:00z", "2020-12-15T10:00:00-00:00",
        "2020-12-15T15:30:00+05:30", "2020-12-14T23:00:00-11:00", "2020-12-15T17:00:00.000000000+07:00",
        "2020-12-15T17:00:00.0+07:00"}) {
    EXPECT_EQ(parse_instant(text), five_o_clock) << text;
  }
}

TEST(AnInstant, IsCutToMilliseconds) {
  EXPECT_EQ(parse_instant("1970-01-01T00:00:00.5Z"), instant_from(500));
  EXPECT_EQ(parse_instant("1970-01-01T00:00:00.05Z"), instant_from(50));
  EXPECT_EQ(parse_instant("1970-01-01T00:00:00.999999999Z"), instant_from(999));
}

struct Bad {
  const char* name;
  std::string_view text;
};

class WhatIsNoInstant : public testing::TestWithParam<Bad> {};

TEST_P(WhatIsNoInstant, IsRefused) { EXPECT_FALSE(parse_instant(GetParam().text)) << GetParam().text; }

INSTANTIATE_TEST_SUITE_P(
    Instants, WhatIsNoInstant,
    testing::Values(Bad{"Nothing", ""}, Bad{"ADateAlone", "2020-12-15"}, Bad{"NoOffset", "2020-12-15T17:00:00"},
                    Bad{"ABlankForT", "2020-12-15 17:00:00Z"}, Bad{"NoSeconds", "2020-12-15T17:00Z"},
                    Bad{"ALeapSecond", "2016-12-31T23:59:60Z"}, Bad{"Hour24", "2020-12-15T24:00:00Z"},
                    Bad{"Minute60", "2020-12-15T17:60:00Z"}, Bad{"Month0", "2020-00-15T17:00:00Z"},
                    Bad{"Month13", "2020-13-15T17:00:00Z"}, Bad{"Day0", "2020-12-00T17:00:00Z"},
                    Bad{"Day31OfJune", "2020-06-31T17:00:00Z"}, Bad{"LeapDayOfAPlainYear", "2021-02-29T17:00:00Z"},
                    Bad{"LeapDayOf1900", "1900-02-29T17:00:00Z"}, Bad{"BeforeItsYears", "1899-12-31T23:59:59Z"},
                    Bad{"AfterItsYears", "3000-01-01T00:00:00Z"}, Bad{"AShortYear", "999-12-15T17:00:00Z"},
                    Bad{"ALongYear", "12020-12-15T17:00:00Z"}, Bad{"ANegativeYear", "-2020-12-15T17:00:00Z"},
                    Bad{"OneDigitOfMonth", "2020-1-15T17:00:00Z"}, Bad{"OneDigitOfHour", "2020-12-15T7:00:00Z"},
                    Bad{"APointAlone", "2020-12-15T17:00:00.Z"}, Bad{"TenDigits", "2020-12-15T17:00:00.1234567890Z"},
                    Bad{"ACommaFraction", "2020-12-15T17:00:00,5Z"},
                    Bad{"AnOffsetWithoutColon", "2020-12-15T17:00:00+0700"},
                    Bad{"AnOffsetOfHoursOnly", "2020-12-15T17:00:00+07"}, Bad{"Offset24", "2020-12-15T17:00:00+24:00"},
                    Bad{"OffsetMinute60", "2020-12-15T17:00:00+07:60"}, Bad{"TwoOffsets", "2020-12-15T17:00:00Z+07:00"},
                    Bad{"ABlankBefore", " 2020-12-15T17:00:00Z"}, Bad{"ABlankAfter", "2020-12-15T17:00:00Z "},
                    Bad{"ANul", std::string_view{"2020-12-15T17:00:00Z\0", 21}}, Bad{"BasicForm", "20201215T170000Z"},
                    Bad{"VietnameseOrder", "15-12-2020T17:00:00Z"}, Bad{"Slashes", "2020/12/15T17:00:00Z"},
                    Bad{"ASignedField", "2020-+2-15T17:00:00Z"}, Bad{"ArabicDigits", "٢٠٢٠-12-15T17:00:00Z"},
                    Bad{"AUnicodeMinus", "2020-12-15T17:00:00−07:00"}, Bad{"Words", "now"},
                    Bad{"ANumber", "1608026400000"}),
    [](const auto& one) { return std::string{one.param.name}; });

TEST(AnInstant, IsReadBackAsItWasWritten) {
  std::mt19937_64 random{1};
  std::uniform_int_distribution<std::int64_t> any{stored(*parse_instant("1900-01-02T00:00:00Z")),
                                                  stored(*parse_instant("2999-12-30T00:00:00Z"))};
  for (int i = 0; i < 20'000; ++i) {
    const Instant moment = instant_from(any(random));
    ASSERT_EQ(parse_instant(format_instant(moment)), moment);
  }
}

TEST(ADate, IsReadOnlyWhenThatDayExists) {
  EXPECT_EQ(parse_date("2020-02-29"), Date{std::chrono::year{2020} / 2 / 29});
  EXPECT_EQ(format_date(*parse_date("1900-01-01")), "1900-01-01");
  EXPECT_EQ(format_date(*parse_date("2999-12-31")), "2999-12-31");
  for (const std::string_view text :
       {"", "2021-02-29", "2020-04-31", "2020-2-29", "2020-02-29 ", "2020-02-29T00:00:00Z", "20200229", "1899-12-31",
        "3000-01-01", "29-02-2020", "2020-02-+9"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

TEST(ADate, IsShortInADossierNumber) {
  EXPECT_EQ(format_yymmdd(*parse_date("2020-12-05")), "201205");
  EXPECT_EQ(format_yymmdd(*parse_date("2009-01-31")), "090131");
}

TEST(TheCivilDay, TurnsAtMidnightInVietnam) {
  const Instant last_moment = *parse_instant("2020-12-15T23:59:59.999+07:00");
  EXPECT_EQ(format_date(vietnam_date(last_moment)), "2020-12-15");
  EXPECT_EQ(format_date(vietnam_date(last_moment + 1ms)), "2020-12-16");
  EXPECT_EQ(vietnam_time_of_day(last_moment), 24h - 1ms);
  EXPECT_EQ(vietnam_time_of_day(last_moment + 1ms), 0ms);
}

TEST(TheCivilDay, AndTheTimeOfDayMakeTheMomentAgainAlsoBefore1970) {
  for (const std::string_view text :
       {"2020-12-15T17:30:00.250+07:00", "1954-07-21T03:00:00Z", "1969-12-31T23:59:59.999Z"}) {
    const Instant moment = *parse_instant(text);
    EXPECT_EQ(vietnam_instant(vietnam_date(moment), vietnam_time_of_day(moment)), moment) << text;
  }
}

TEST(StoredTimes, AreMillisecondsAndDays) {
  EXPECT_EQ(stored(*parse_instant("1970-01-01T00:00:01Z")), 1000);
  EXPECT_EQ(stored(*parse_date("1970-01-02")), 1);
  EXPECT_EQ(date_from(stored(*parse_date("2020-12-15"))), parse_date("2020-12-15"));
}

}  // namespace
}  // namespace motcua::core
