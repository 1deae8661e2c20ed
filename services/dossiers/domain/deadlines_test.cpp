#include "dossiers/domain/deadlines.hpp"

#include <gtest/gtest.h>

#include "dossiers/domain/examples.hpp"

namespace motcua::dossiers {
namespace {

TEST(TheDayOfAResult, IsTheVietnameseOne) {
  Deadline due{};
  due.date = examples::on("2021-03-08");
  const auto last_moment = core::parse_instant("2021-03-08T16:59:59.999Z");  // 23:59:59.999 in Vietnam
  EXPECT_EQ(deadlines::timeliness(*last_moment, due.date, due.at, calendar::Mode::day), Timeliness::on_time);
  EXPECT_EQ(deadlines::timeliness(*last_moment + std::chrono::milliseconds{1}, due.date, due.at, calendar::Mode::day),
            Timeliness::overdue);
}

}  // namespace
}  // namespace motcua::dossiers
