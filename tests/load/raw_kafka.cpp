// Raw librdkafka over the bytes of a topic of ours: what the relay and the consumer are held against. Reads up to COUNT
// messages of TOPIC into memory, produces them to a topic of its own (idempotent, lz4, as the relay does), again and
// again until there are COUNT, consumes them, and says how many a second, in one line of JSON.
//
//   load-kafka BROKERS TOPIC COUNT
//
// The embedded broker forgets what is over 5 MiB a partition, so fewer may come back than were sent: a read ends when
// nothing has come for a while, and what came is counted.

#include <librdkafka/rdkafka.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Options = std::vector<std::pair<const char*, std::string>>;

constexpr int partitions = 4;

struct Message {
  std::string key;
  std::string value;
  std::vector<std::pair<std::string, std::string>> headers;
};

struct Speed {
  std::size_t count = 0;
  double seconds = 0;
  double rate() const { return seconds > 0 ? static_cast<double>(count) / seconds : 0; }
};

rd_kafka_t* client(rd_kafka_type_t kind, const std::string& brokers, const Options& options) {
  std::array<char, 512> error{};
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  rd_kafka_conf_set(conf, "bootstrap.servers", brokers.c_str(), error.data(), error.size());
  rd_kafka_conf_set(conf, "socket.nagle.disable", "true", error.data(), error.size());
  for (const auto& [name, value] : options) {
    if (rd_kafka_conf_set(conf, name, value.c_str(), error.data(), error.size()) != RD_KAFKA_CONF_OK)
      throw std::runtime_error(error.data());
  }
  rd_kafka_t* made = rd_kafka_new(kind, conf, error.data(), error.size());
  if (made == nullptr) throw std::runtime_error(error.data());
  return made;
}

/// The embedded broker knows no such request and makes topics by itself, so the outcome is not looked at.
void make_topic(rd_kafka_t* producer, const std::string& name) {
  std::array<char, 512> error{};
  rd_kafka_NewTopic_t* topic = rd_kafka_NewTopic_new(name.c_str(), partitions, 1, error.data(), error.size());
  rd_kafka_queue_t* answers = rd_kafka_queue_new(producer);
  rd_kafka_CreateTopics(producer, &topic, 1, nullptr, answers);
  if (rd_kafka_event_t* event = rd_kafka_queue_poll(answers, 5000)) rd_kafka_event_destroy(event);
  rd_kafka_queue_destroy(answers);
  rd_kafka_NewTopic_destroy(topic);
}

void keep(std::vector<Message>& kept, const rd_kafka_message_t& raw) {
  Message message;
  message.key.assign(static_cast<const char*>(raw.key), raw.key == nullptr ? 0 : raw.key_len);
  message.value.assign(static_cast<const char*>(raw.payload), raw.payload == nullptr ? 0 : raw.len);
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&raw, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    const char* name = nullptr;
    const void* text = nullptr;
    std::size_t size = 0;
    for (std::size_t at = 0; rd_kafka_header_get_all(headers, at, &name, &text, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
         ++at) {
      message.headers.emplace_back(name, std::string{static_cast<const char*>(text), text == nullptr ? 0 : size});
    }
  }
  kept.push_back(std::move(message));
}

/// From the first request for messages to the last message, until `most` came or none for three seconds.
Speed consume(const std::string& brokers, const std::string& topic, std::size_t most, std::vector<Message>* kept) {
  rd_kafka_t* consumer = client(RD_KAFKA_CONSUMER, brokers,
                                {{"group.id", "load"},
                                 {"enable.auto.commit", "false"},
                                 {"auto.offset.reset", "earliest"},
                                 {"fetch.wait.max.ms", "10"},
                                 {"queued.min.messages", "1000000"},
                                 {"queued.max.messages.kbytes", "1048576"}});
  rd_kafka_poll_set_consumer(consumer);
  // Connected beforehand: that is not the question.
  const rd_kafka_metadata_t* metadata = nullptr;
  if (rd_kafka_metadata(consumer, 1, nullptr, &metadata, 5000) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    rd_kafka_metadata_destroy(metadata);
  }
  rd_kafka_topic_partition_list_t* all = rd_kafka_topic_partition_list_new(partitions);
  for (int partition = 0; partition < partitions; ++partition) {
    rd_kafka_topic_partition_list_add(all, topic.c_str(), partition)->offset = RD_KAFKA_OFFSET_BEGINNING;
  }
  const auto began = Clock::now();
  rd_kafka_assign(consumer, all);
  rd_kafka_topic_partition_list_destroy(all);

  Speed speed;
  auto last = began;
  while (speed.count < most) {
    rd_kafka_message_t* message = rd_kafka_consumer_poll(consumer, speed.count == 0 ? 10000 : 3000);
    if (message == nullptr) break;
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      last = Clock::now();
      ++speed.count;
      if (kept != nullptr) keep(*kept, *message);
    }
    rd_kafka_message_destroy(message);
  }
  speed.seconds = std::chrono::duration<double>{last - began}.count();
  rd_kafka_consumer_close(consumer);
  rd_kafka_destroy(consumer);
  return speed;
}

/// Returns when all are delivered.
void send(rd_kafka_t* producer, const std::string& topic, const std::vector<Message>& messages) {
  for (const Message& message : messages) {
    rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;
    do {
      rd_kafka_headers_t* headers = rd_kafka_headers_new(message.headers.size());
      for (const auto& [name, text] : message.headers)
        rd_kafka_header_add(headers, name.c_str(), -1, text.data(), static_cast<ssize_t>(text.size()));
      error = rd_kafka_producev(producer, RD_KAFKA_V_TOPIC(topic.c_str()), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                                RD_KAFKA_V_KEY(message.key.data(), message.key.size()),
                                RD_KAFKA_V_VALUE(const_cast<char*>(message.value.data()), message.value.size()),
                                RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_END);
      if (error != RD_KAFKA_RESP_ERR_NO_ERROR) rd_kafka_headers_destroy(headers);
      rd_kafka_poll(producer, error == RD_KAFKA_RESP_ERR__QUEUE_FULL ? 10 : 0);
    } while (error == RD_KAFKA_RESP_ERR__QUEUE_FULL);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) throw std::runtime_error(rd_kafka_err2str(error));
  }
  if (rd_kafka_flush(producer, 60000) != RD_KAFKA_RESP_ERR_NO_ERROR) throw std::runtime_error("not all was delivered");
}

/// From the first send to the last delivery report.
Speed produce(const std::string& brokers, const std::string& topic, const std::vector<Message>& messages) {
  rd_kafka_t* producer = client(RD_KAFKA_PRODUCER, brokers,
                                {{"enable.idempotence", "true"}, {"compression.codec", "lz4"}, {"linger.ms", "5"}});
  make_topic(producer, topic);
  rd_kafka_topic_t* handle = rd_kafka_topic_new(producer, topic.c_str(), nullptr);
  const rd_kafka_metadata_t* metadata = nullptr;
  if (rd_kafka_metadata(producer, 0, handle, &metadata, 5000) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    rd_kafka_metadata_destroy(metadata);
  }

  send(producer, topic, {messages.front()});  // the connection and the producer's id are not the question
  const auto began = Clock::now();
  send(producer, topic, messages);
  const Speed speed{messages.size(), std::chrono::duration<double>{Clock::now() - began}.count()};
  rd_kafka_topic_destroy(handle);
  rd_kafka_destroy(producer);
  return speed;
}

int run(const std::string& brokers, const std::string& topic, std::size_t count) {
  const std::string own = "load." + std::to_string(Clock::now().time_since_epoch().count());
  std::vector<Message> messages;
  consume(brokers, topic, count, &messages);
  if (messages.empty()) throw std::runtime_error("nothing came from " + topic);
  std::size_t bytes = 0;
  for (const Message& one : messages) {
    bytes += one.key.size() + one.value.size();
    for (const auto& [name, text] : one.headers) bytes += name.size() + text.size();
  }
  const std::size_t read = messages.size();
  messages.reserve(count);
  while (messages.size() < count) messages.push_back(messages[messages.size() - read]);
  const Speed produced = produce(brokers, own, messages);
  const Speed consumed = consume(brokers, own, messages.size(), nullptr);
  std::cout << R"({"read":)" << read << R"(,"messages":)" << messages.size() << R"(,"bytes_each":)" << bytes / read
            << R"(,"produced_per_second":)" << produced.rate() << R"(,"consumed":)" << consumed.count
            << R"(,"consumed_per_second":)" << consumed.rate() << "}" << std::endl;
  return EXIT_SUCCESS;
}

}  // namespace

int main(int count, char** words) {
  try {
    if (count != 4) throw std::runtime_error("load-kafka BROKERS TOPIC COUNT");
    return run(words[1], words[2], std::stoul(words[3]));
  } catch (const std::exception& broken) {
    std::cerr << "load-kafka: " << broken.what() << std::endl;
    return EXIT_FAILURE;
  }
}
