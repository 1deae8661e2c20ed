#include <algorithm>
#include <array>
#include <stdexcept>

#include "bus/bus.hpp"
#include "bus/handle.hpp"
#include "log/log.hpp"

namespace motcua::bus {
namespace {

struct DestroyNewTopics {
  void operator()(std::vector<rd_kafka_NewTopic_t*>* topics) const {
    rd_kafka_NewTopic_destroy_array(topics->data(), topics->size());
    delete topics;
  }
};
using NewTopics = std::unique_ptr<std::vector<rd_kafka_NewTopic_t*>, DestroyNewTopics>;

NewTopics described(const std::vector<Topic>& topics) {
  NewTopics list{new std::vector<rd_kafka_NewTopic_t*>};
  std::array<char, 512> error{};
  for (const Topic& topic : topics) {
    constexpr int as_the_broker_says = -1;
    auto* one =
        rd_kafka_NewTopic_new(topic.name.c_str(), topic.partitions, as_the_broker_says, error.data(), error.size());
    if (one == nullptr) throw std::runtime_error("topic " + topic.name + ": " + error.data());
    list->push_back(one);
    rd_kafka_NewTopic_set_config(one, "retention.ms", std::to_string(topic.retention.count()).c_str());
    rd_kafka_NewTopic_set_config(one, "cleanup.policy", "delete");
    // A broker turns away messages that come from its future (Kafka 4: an hour). By its own clock there are none, and
    // the moments that count stand in the events.
    rd_kafka_NewTopic_set_config(one, "message.timestamp.type", "LogAppendTime");
  }
  return list;
}

bool create(rd_kafka_t* client, const std::vector<Topic>& topics, std::chrono::milliseconds patience) {
  const NewTopics list = described(topics);
  const Owned<rd_kafka_queue_t> answers{rd_kafka_queue_new(client)};
  const Owned<rd_kafka_AdminOptions_t> options{rd_kafka_AdminOptions_new(client, RD_KAFKA_ADMIN_OP_CREATETOPICS)};
  std::array<char, 512> error{};
  rd_kafka_AdminOptions_set_request_timeout(options.get(), milliseconds(patience), error.data(), error.size());
  rd_kafka_AdminOptions_set_operation_timeout(options.get(), milliseconds(patience), error.data(), error.size());
  rd_kafka_CreateTopics(client, list->data(), list->size(), options.get(), answers.get());

  const Owned<rd_kafka_event_t> event{rd_kafka_queue_poll(answers.get(), milliseconds(patience) + 500)};
  if (!event) return false;
  if (rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) return false;
  std::size_t count = 0;
  const auto* result = rd_kafka_event_CreateTopics_result(event.get());
  const auto* const* each = rd_kafka_CreateTopics_result_topics(result, &count);
  bool all = true;
  for (std::size_t at = 0; at < count; ++at) {
    const auto its = rd_kafka_topic_result_error(each[at]);
    if (its == RD_KAFKA_RESP_ERR_NO_ERROR || its == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) continue;
    log::warn("topic not created",
              {{"topic", rd_kafka_topic_result_name(each[at])}, {"error", rd_kafka_err2name(its)}});
    all = false;
  }
  return all;
}

}  // namespace

bool ensure_topics(const Settings& settings, const std::vector<Topic>& topics, std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  const auto left = [&] {
    const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    return std::max(rest, std::chrono::milliseconds{1});
  };
  // A consumer, for those look for a topic without making it with the broker's defaults.
  auto admin = client(RD_KAFKA_CONSUMER, configuration(settings, {{"group.id", "motcua.topics"}}));
  rd_kafka_poll_set_consumer(admin.get());
  std::vector<Topic> missing;
  for (const Topic& topic : topics) {
    // The embedded broker has no CreateTopics and leaves such a request unanswered; being asked for a topic makes it
    // there.
    const auto count = partitions_of(admin.get(), topic.name, left());
    if (!count) return false;
    if (*count == 0) missing.push_back(topic);
  }
  if (missing.empty()) return true;
  if (!create(admin.get(), missing, left())) return false;
  for (const Topic& topic : missing) {
    while (partitions_of(admin.get(), topic.name, left()).value_or(0) == 0) {
      if (std::chrono::steady_clock::now() >= until) return false;
      rd_kafka_consumer_poll(admin.get(), 50);
    }
  }
  return true;
}

}  // namespace motcua::bus
