#include "dossiers/forms/wording.hpp"

#include <gtest/gtest.h>

#include "dossiers/domain/examples.hpp"

namespace motcua::dossiers::forms {
namespace {

using examples::at;
using examples::on;

TEST(Days, AreWrittenAsPapersHaveThem) {
  EXPECT_EQ(long_date(on("2020-12-05")), "ngày 05 tháng 12 năm 2020");
  EXPECT_EQ(short_date(on("2020-12-05")), "05/12/2020");
}

TEST(Moments, AreThoseOfVietnam) {
  EXPECT_EQ(long_moment(at("2020-12-05 00:07")), "00 giờ 07 phút, ngày 05 tháng 12 năm 2020");
  EXPECT_EQ(short_moment(at("2020-12-05 17:00")), "17:00 05/12/2020");
}

TEST(Limits, AreInTheUnitOfTheirMode) {
  EXPECT_EQ(limit_words({calendar::Mode::day, 5}), "5 ngày làm việc");
  EXPECT_EQ(limit_words({calendar::Mode::hour, 16 * 60}), "16 giờ làm việc");
  EXPECT_EQ(limit_words({calendar::Mode::calendar, 30}), "30 ngày");
}

TEST(Papers, AreNamedWithTheirKindAndNumber) {
  EXPECT_EQ(paper_words("Tờ khai", PaperKind::electronic, 3), "Tờ khai (bản điện tử, 3 bản)");
}

TEST(EveryWord, IsThere) {
  for (int code = 1; code <= 10; ++code) EXPECT_NE(status_words(static_cast<Status>(code)), "") << code;
  for (int code = 1; code <= 3; ++code) EXPECT_NE(channel_words(static_cast<Channel>(code)), "") << code;
  for (int code = 1; code <= 3; ++code) EXPECT_NE(timeliness_words(static_cast<Timeliness>(code)), "") << code;
}

}  // namespace
}  // namespace motcua::dossiers::forms
