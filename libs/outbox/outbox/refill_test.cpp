#include <gtest/gtest.h>

#include "core/random.hpp"
#include "outbox/flow_for_tests.hpp"

namespace motcua::outbox {
namespace {

using namespace std::chrono_literals;

// A broker that forgets: the embedded one, on every database. Nobody gives a command in any of these.
class AForgetfulBroker : public ::testing::TestWithParam<std::string> {
 protected:
  Flow flow_{{GetParam(), "embedded"}};

  void write_some(int round) {
    for (int record = 0; record < 20; ++record) flow_.write("r" + std::to_string(record + round % 3), 2);
  }
};

TEST_P(AForgetfulBroker, IsFilledAgainWhileAllAreRunning) {
  flow_.start_relay();
  flow_.start_reader();
  for (int round = 0; round < 4; ++round) {
    write_some(round);
    flow_.expect_arrival();
    flow_.wipe_broker();
    write_some(round);
  }
  flow_.expect_arrival();
}

TEST_P(AForgetfulBroker, IsNoticedWhenNothingIsWritten) {
  flow_.start_relay();
  flow_.start_reader();
  write_some(0);
  flow_.expect_arrival();
  flow_.wipe_broker();
  EXPECT_TRUE(Flow::within(60s, [this] { return flow_.metric("motcua_outbox_wipes_total") >= 1; }));
  flow_.write("r0", 1);
  flow_.expect_arrival();
}

TEST_P(AForgetfulBroker, IsFilledAgainWhenItForgotWhileAllWereStopped) {
  flow_.start_relay();
  flow_.start_reader();
  write_some(0);
  flow_.expect_arrival();
  flow_.stop_reader();
  write_some(1);
  ASSERT_TRUE(Flow::within(60s, [this] { return flow_.published(); }));
  flow_.stop_relay();
  flow_.wipe_broker();
  flow_.start_reader();
  flow_.start_relay();
  flow_.expect_arrival();
}

TEST_P(AForgetfulBroker, DoesNotHideMessagesBehindAnOffsetThatWasKept) {
  flow_.start_relay();
  flow_.start_reader();
  write_some(0);
  flow_.expect_arrival();
  flow_.stop_reader();
  flow_.wipe_broker();
  // The new log grows past every offset that the reader kept.
  for (int round = 0; round < 10; ++round) write_some(round);
  ASSERT_TRUE(Flow::within(60s, [this] { return flow_.published(); }));
  flow_.start_reader();
  flow_.expect_arrival();
}

TEST_P(AForgetfulBroker, MayForgetAgainInTheMiddleOfARefill) {
  flow_.start_relay();
  for (int record = 0; record < 100; ++record) flow_.write("r" + std::to_string(record), 60);
  ASSERT_TRUE(Flow::within(60s, [this] { return flow_.published(); }));
  flow_.wipe_broker();
  flow_.start_reader();
  ASSERT_TRUE(Flow::within(60s, [this] { return flow_.applications > 1500; }));
  flow_.wipe_broker();
  flow_.expect_arrival();
}

TEST_P(AForgetfulBroker, KeepsLessThanWhatIsWritten) {
  flow_.start_relay();
  for (int number = 0; number < 2500; ++number) {  // 30 MB that do not compress; the broker keeps 20
    const std::string noise =
        core::random_text(12'000, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    flow_.write("r" + std::to_string(number / 8), 1, R"({"noise":")" + noise + R"("})");
  }
  ASSERT_TRUE(Flow::within(60s, [this] { return flow_.published(); }));
  flow_.start_reader();
  flow_.expect_arrival();
  EXPECT_GE(flow_.metric("motcua_inbox_refill_requests_total"), 1);
}

INSTANTIATE_TEST_SUITE_P(On, AForgetfulBroker, ::testing::ValuesIn(testing::database_kinds()),
                         [](const auto& one) { return one.param; });

}  // namespace
}  // namespace motcua::outbox
