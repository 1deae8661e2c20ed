#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <thread>

#include "bus/bus.hpp"
#include "bus/embedded.hpp"

namespace motcua::bus {
namespace {

using namespace std::chrono_literals;

// The same rules on the embedded broker and, where MOTCUA_TEST_KAFKA names one, on a real one.
class TheBus : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    static int count = 0;
    topic_ = "test.bus." + std::to_string(std::chrono::system_clock::now().time_since_epoch().count()) + "." +
             std::to_string(++count);
    if (GetParam() == "embedded") {
      embedded_ = std::make_unique<EmbeddedBroker>(0, std::vector<std::pair<std::string, int>>{{topic_, 4}});
      settings_.brokers = "127.0.0.1:" + std::to_string(embedded_->port());
    } else {
      settings_.brokers = std::getenv("MOTCUA_TEST_KAFKA");  // NOLINT: one thread
    }
    settings_.client_id = "bus-test";
    ASSERT_TRUE(ensure_topics(settings_, {{topic_, 4, 1h}}, 20s));
  }

  Message message(const std::string& key, const std::string& value) {
    return {topic_, -1, -1, key, value, {{"ce_id", key + ":" + value}}};
  }

  void send(const std::vector<Message>& messages) {
    Producer producer{settings_, [this](const Delivery& delivery) { deliveries_.push_back(delivery); }};
    std::uint64_t tag = 0;
    for (const Message& one : messages) ASSERT_TRUE(producer.send(one, ++tag));
    while (producer.in_flight() > 0 && !producer.fatal()) producer.poll(100ms);
  }

  static std::vector<Message> read(Consumer& consumer, std::size_t count) {
    std::vector<Message> found;
    const auto until = std::chrono::steady_clock::now() + 30s;
    while (found.size() < count && std::chrono::steady_clock::now() < until) {
      if (auto one = consumer.poll(100ms)) found.push_back(std::move(*one));
    }
    return found;
  }

  Consumer::Assigned from_the_beginning() {
    return [](const auto& partitions) { return std::vector<std::int64_t>(partitions.size(), -2); };
  }

  std::string topic_;
  Settings settings_;
  std::unique_ptr<EmbeddedBroker> embedded_;
  std::vector<Delivery> deliveries_;
};

TEST_P(TheBus, KeepsTheOrderOfAKeyAndTellsWhereEachMessageLanded) {
  std::vector<Message> sent;
  sent.reserve(500);
  for (int number = 0; number < 500; ++number)
    sent.push_back(message("key" + std::to_string(number % 7), std::to_string(number)));
  send(sent);
  ASSERT_EQ(deliveries_.size(), sent.size());
  for (const Delivery& delivery : deliveries_) {
    EXPECT_TRUE(delivery.delivered);
    EXPECT_EQ(delivery.partition, partition_of(sent[delivery.tag - 1].key, 4));
  }

  for (const std::string& group : {std::string{}, std::string{"test.group"}}) {
    Consumer consumer{settings_, group, "one", {topic_}, from_the_beginning()};
    std::map<std::string, int> last;
    const auto found = read(consumer, sent.size());
    ASSERT_EQ(found.size(), sent.size()) << "group " << group;
    for (const Message& one : found) {
      const int number = std::stoi(one.value);
      const auto before = last.find(one.key);
      if (before != last.end()) {
        EXPECT_LT(before->second, number);
      }
      last[one.key] = number;
      EXPECT_EQ(one.header("ce_id"), one.key + ":" + one.value);
    }
  }
}

TEST_P(TheBus, ReadsATopicWhileAnotherIsStillMissing) {
  const std::string later = topic_ + ".later";
  for (const std::string& group : {std::string{}, topic_}) {
    Consumer consumer{settings_, group, "one", {topic_, later + group}, from_the_beginning()};
    send({message("k", "1")});
    const auto first = read(consumer, 1);
    ASSERT_EQ(first.size(), 1U) << "group " << group;
    EXPECT_EQ(first.front().topic, topic_);

    ASSERT_TRUE(ensure_topics(settings_, {{later + group, 2, 1h}}, 20s));
    Message second = message("k", "2");
    second.topic = later + group;
    send({second});
    std::vector<Message> found = read(consumer, 1);
    while (!found.empty() && found.front().topic == topic_) found = read(consumer, 1);  // taken over: read again
    ASSERT_EQ(found.size(), 1U) << "group " << group;
    EXPECT_EQ(found.front().value, "2");
  }
}

TEST_P(TheBus, StartsEachPartitionWhereItsReaderSays) {
  std::vector<Message> sent;
  sent.reserve(40);
  for (int number = 0; number < 40; ++number) {
    sent.push_back(message("k", std::to_string(number)));
    sent.back().partition = number % 4;
  }
  send(sent);
  std::map<std::int32_t, Watermarks> marks;
  std::string peeked;
  Consumer* self = nullptr;
  Consumer consumer{settings_, "", "one", {topic_}, [&](const auto& partitions) {
                      for (const auto& [topic, partition] : partitions)
                        marks[partition] = self->watermarks(topic, partition, 5s).value();
                      peeked = self->peek(topic_, 2, 3, 10s).value().value;
                      return std::vector<std::int64_t>(partitions.size(), 7);
                    }};
  self = &consumer;
  const auto found = read(consumer, 12);
  EXPECT_EQ(found.size(), 12U);
  for (const Message& one : found) EXPECT_GE(one.offset, 7);
  EXPECT_EQ(marks.size(), 4U);
  EXPECT_EQ(marks[0].high, 10);
  EXPECT_EQ(peeked, "14");

  consumer.seek(topic_, 1, -2);
  const auto again = read(consumer, 10);
  ASSERT_EQ(again.size(), 10U);
  EXPECT_EQ(again.front().value, "1");
}

TEST_P(TheBus, TailsATopicFromItsEnd) {
  send({message("k", "before")});
  const auto tail = Consumer::tail(settings_, topic_);
  std::optional<Message> found;
  for (int round = 0; round < 100 && !found; ++round) {
    send({message("k", "after")});
    found = tail->poll(200ms);
  }
  ASSERT_TRUE(found);
  EXPECT_EQ(found->value, "after");
}

TEST_P(TheBus, KnowsATopicsPartitions) {
  Producer producer{settings_, [](const Delivery&) {}};
  EXPECT_EQ(producer.partitions(topic_, 5s), 4);
  EXPECT_TRUE(ensure_topics(settings_, {{topic_, 4, 1h}}, 10s)) << "a topic that exists is left as it is";
}

std::vector<std::string> brokers() {
  if (std::getenv("MOTCUA_TEST_KAFKA") == nullptr) return {"embedded"};  // NOLINT: one thread
  return {"embedded", "kafka"};
}
INSTANTIATE_TEST_SUITE_P(On, TheBus, testing::ValuesIn(brokers()), [](const auto& one) { return one.param; });

TEST(AnEmbeddedBroker, IsFoundAgainByItsClientsAfterItForgotEverything) {
  EmbeddedBroker broker{0, {{"t", 4}}};
  const Settings settings{"127.0.0.1:" + std::to_string(broker.port()), "bus-test"};
  std::vector<Delivery> deliveries;
  Producer producer{settings, [&](const Delivery& delivery) { deliveries.push_back(delivery); }};
  Consumer alone{settings, "", "one", {"t"}, nullptr};
  const auto carry = [&](const std::string& value) {
    producer.send({"t", 0, -1, "k", value, {}}, 1);
    const auto until = std::chrono::steady_clock::now() + 30s;
    while (std::chrono::steady_clock::now() < until && !producer.fatal()) {
      producer.poll(1ms);
      if (const auto one = alone.poll(50ms); one && one->value == value) return true;
    }
    return false;
  };
  ASSERT_TRUE(carry("first"));
  for (int round = 0; round < 3; ++round) {
    broker.wipe();
    EXPECT_TRUE(carry("after wipe " + std::to_string(round)));
    EXPECT_EQ(deliveries.back().offset, 0);
  }
  broker.stop();
  std::this_thread::sleep_for(300ms);
  broker.wipe();
  EXPECT_TRUE(carry("after a while without"));
  EXPECT_EQ(broker.port(), std::stoi(settings.brokers.substr(settings.brokers.rfind(':') + 1)));
}

TEST(AnEmbeddedBroker, KeepsABoundedAmount) {
  EmbeddedBroker broker{0, {{"t", 1}}};
  const Settings settings{"127.0.0.1:" + std::to_string(broker.port()), "bus-test"};
  Producer producer{settings, [](const Delivery&) {}};
  std::string noise;
  for (int at = 0; at < 100'000; ++at) noise += static_cast<char>((at * 7919L * (at % 251)) >> 3);
  for (int number = 0; number < 200; ++number) {
    noise[static_cast<std::size_t>(number)] = 'x';
    while (!producer.send({"t", 0, -1, "k", noise, {}}, 1)) producer.poll(10ms);
    producer.poll(0ms);
  }
  while (producer.in_flight() > 0) producer.poll(100ms);
  const auto marks = producer.watermarks("t", 0, 5s);
  ASSERT_TRUE(marks);
  EXPECT_EQ(marks->high, 200);
}

}  // namespace
}  // namespace motcua::bus
