#include "outbox/envelope.hpp"

#include <gtest/gtest.h>

namespace motcua::outbox {
namespace {

Outgoing an_event() {
  return {42,
          "d-1",
          3,
          "dossier.accepted.v1",
          R"({"due_date":"2021-02-26","nested":{"text":"a \"quoted\" } brace"}})",
          core::parse_instant("2021-02-01T08:00:00+07:00").value(),
          core::parse_instant("2021-02-01T08:00:01.5+07:00").value(),
          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"};
}

TEST(AMessage, ComesOutAsItWentIn) {
  const Outgoing sent = an_event();
  auto message = message_of(sent, "t", 4, "/test", 7, "r1/20");
  EXPECT_EQ(message.header("ce_id"), "d-1:3");
  EXPECT_EQ(message.header("ce_time"), "2021-02-01T08:00:00+07:00");
  EXPECT_EQ(message.key, "d-1");
  const Incoming came = incoming_of(std::move(message));
  EXPECT_EQ(came.unreadable, "");
  EXPECT_EQ(came.id, "d-1:3");
  EXPECT_EQ(came.epoch, 7);
  EXPECT_EQ(came.refill, "r1");
  EXPECT_EQ(came.refill_count, 20);
  EXPECT_EQ(came.event.record_id, sent.record_id);
  EXPECT_EQ(came.event.version, sent.version);
  EXPECT_EQ(came.event.sequence, sent.sequence);
  EXPECT_EQ(came.event.type, sent.type);
  EXPECT_EQ(came.event.data, sent.data);
  EXPECT_EQ(came.event.occurred_at, sent.occurred_at);
  EXPECT_EQ(came.event.recorded_at, sent.recorded_at);
  EXPECT_EQ(came.event.traceparent, sent.traceparent);
}

struct Garbled {
  const char* name;
  const char* value;
};
class AGarbledValue : public ::testing::TestWithParam<Garbled> {};

TEST_P(AGarbledValue, IsUnreadableButStillBelongsToItsRecord) {
  auto message = message_of(an_event(), "t", 4, "/test", 7, {});
  message.value = GetParam().value;
  const Incoming came = incoming_of(std::move(message));
  EXPECT_NE(came.unreadable, "");
  EXPECT_EQ(came.id, "d-1:3");
  EXPECT_EQ(came.event.sequence, 42);
}

TEST_P(AGarbledValue, BelongsToNoRecordWithoutHeaders) {
  bus::Message message;
  message.topic = "t";
  message.partition = 2;
  message.offset = 9;
  message.value = GetParam().value;
  const Incoming came = incoming_of(std::move(message));
  EXPECT_EQ(came.id, "t/2/9");
  EXPECT_EQ(came.event.sequence, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Of, AGarbledValue,
    ::testing::Values(
        Garbled{"Nothing", ""}, Garbled{"Noise", "\xff\x00\x01"}, Garbled{"AnArray", "[]"},
        Garbled{"AnOpenBrace", R"({"record_id":"d-1")"}, Garbled{"AnOpenQuote", R"({"record_id":"d-1)"},
        Garbled{"AWrongBracket", R"({"data":{"a":[}})"}, Garbled{"NothingInIt", "{}"}, Garbled{"TextBehindIt", "{} {}"},
        Garbled{"AComma", R"({"a":1,})"},
        Garbled{
            "NoData",
            R"({"record_id":"d-1","version":3,"sequence":42,"type":"t","occurred_at":"2021-02-01T08:00:00+07:00","recorded_at":"2021-02-01T08:00:00+07:00"})"},
        Garbled{
            "NoMoment",
            R"({"record_id":"d-1","version":3,"sequence":42,"type":"t","occurred_at":"2021-02-30T08:00:00+07:00","recorded_at":"2021-02-01T08:00:00+07:00","data":{}})"}),
    [](const auto& one) { return one.param.name; });

TEST(HeadersAndValue, MustNameTheSameEvent) {
  auto message = message_of(an_event(), "t", 4, "/test", 7, {});
  Outgoing other = an_event();
  other.version = 4;
  message.value = message_of(other, "t", 4, "/test", 7, {}).value;
  EXPECT_NE(incoming_of(std::move(message)).unreadable, "");
}

TEST(ARefillRequest, ComesOutAsItWentIn) {
  const RefillRequest sent{"reporting", "motcua.dossiers.v1", 1, 2000, "r1"};
  const auto came = refill_request_of(message_of(sent));
  ASSERT_TRUE(came);
  EXPECT_EQ(came->consumer, sent.consumer);
  EXPECT_EQ(came->topic, sent.topic);
  EXPECT_EQ(came->from_sequence, 1);
  EXPECT_EQ(came->count, 2000);
  EXPECT_EQ(came->request, "r1");
  bus::Message garbled;
  garbled.value = R"({"consumer":"reporting","topic":"t","from_sequence":-1,"count":1,"request":"r"})";
  EXPECT_FALSE(refill_request_of(garbled));
}

TEST(NestingBeyondReason, IsUnreadableAndNothingWorse) {
  EXPECT_FALSE(members_of("{\"a\":" + std::string(100000, '[') + std::string(100000, ']') + "}"));
}

}  // namespace
}  // namespace motcua::outbox
