#include <algorithm>
#include <array>

#include "bus/bus.hpp"
#include "bus/handle.hpp"
#include "log/log.hpp"

namespace motcua::bus {
namespace {

using Clock = std::chrono::steady_clock;
using Partitions = std::vector<std::pair<std::string, std::int32_t>>;

constexpr Clock::duration first_idle_pause = std::chrono::seconds{2};
constexpr Clock::duration longest_idle_pause = std::chrono::minutes{5};

Owned<rd_kafka_conf_t> reading(const Settings& settings, const std::string& group) {
  return configuration(settings,
                       {{"group.id", group},
                        {"enable.auto.commit", "false"},
                        {"enable.auto.offset.store", "false"},
                        {"auto.offset.reset", "earliest"},  // what was read before is dropped by its version
                        {"partition.assignment.strategy", "range"},
                        {"session.timeout.ms", "6000"},
                        {"heartbeat.interval.ms", "1000"},
                        {"max.poll.interval.ms", std::to_string(settings.longest_absence.count())},
                        {"isolation.level", "read_committed"},
                        // How soon a group hears that a topic is gone or back.
                        {"topic.metadata.refresh.interval.ms", "2000"},
                        // The embedded broker sits out the whole wait even when a message comes meanwhile.
                        {"fetch.wait.max.ms", std::to_string(settings.fetch_wait.count())},
                        {"fetch.error.backoff.ms", "100"},
                        // librdkafka 2.0.2 looks only once a second whether a full queue has room again: what fits in
                        // it is what a reader that catches up gets a second, and what it costs in memory then.
                        {"queued.min.messages", "100000"},
                        {"queued.max.messages.kbytes", "16384"},
                        // Counted before they are decompressed, so a fetch may bring many times as much.
                        {"max.partition.fetch.bytes", "262144"},
                        {"fetch.max.bytes", "1048576"}});
}

Message copied(const rd_kafka_message_t& raw) {
  Message message;
  message.topic = rd_kafka_topic_name(raw.rkt);
  message.partition = raw.partition;
  message.offset = raw.offset;
  message.key.assign(static_cast<const char*>(raw.key), raw.key == nullptr ? 0 : raw.key_len);
  message.value.assign(static_cast<const char*>(raw.payload), raw.payload == nullptr ? 0 : raw.len);
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&raw, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    const char* name = nullptr;
    const void* text = nullptr;
    std::size_t size = 0;
    message.headers.reserve(rd_kafka_header_cnt(headers));
    for (std::size_t at = 0; rd_kafka_header_get_all(headers, at, &name, &text, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
         ++at) {
      message.headers.emplace_back(name, std::string{static_cast<const char*>(text), text == nullptr ? 0 : size});
    }
  }
  return message;
}

void start_at(rd_kafka_t* client, const Partitions& partitions, const std::vector<std::int64_t>& offsets) {
  const Owned<rd_kafka_topic_partition_list_t> list{
      rd_kafka_topic_partition_list_new(static_cast<int>(partitions.size()))};
  for (std::size_t at = 0; at < partitions.size(); ++at) {
    rd_kafka_topic_partition_list_add(list.get(), partitions[at].first.c_str(), partitions[at].second)->offset =
        at < offsets.size() ? offsets[at] : RD_KAFKA_OFFSET_BEGINNING;
  }
  rd_kafka_assign(client, list.get());
}

}  // namespace

struct Consumer::Parts {
  Settings settings;
  std::vector<std::string> topics;
  Assigned assigned;
  bool by_itself =
      false;  // without a group: takes every partition there is, and looks now and then whether there are more
  std::int64_t from = RD_KAFKA_OFFSET_BEGINNING;
  Partitions held;
  Clock::time_point look_again{};
  // A connection broke: who answers next may be a broker that forgot everything, and that nobody would notice who goes
  // on at his old offset. A group would join again and be asked for its positions; without one we ask ourselves.
  bool doubt = false;
  Clock::time_point doubt_again{};
  // Since when a member of a group has had no word from it. librdkafka 2.0.2 never finds a coordinator again that keeps
  // its broker's number but changes its address, as the embedded broker does when it starts again.
  Clock::time_point without_group = Clock::now();
  bool in_group = false;
  // A member to whom the group gave nothing: when to doubt that, and how long to wait before the next time.
  Clock::time_point join_again{};
  Clock::duration idle_pause = first_idle_pause;
  Owned<rd_kafka_t> peeker;  // lives while partitions are being taken over
  Owned<rd_kafka_t> client;

  void subscribe() {
    const Owned<rd_kafka_topic_partition_list_t> list{
        rd_kafka_topic_partition_list_new(static_cast<int>(topics.size()))};
    for (const std::string& topic : topics)
      rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
    rd_kafka_subscribe(client.get(), list.get());
  }

  // A group that formed while the topic was missing (the broker was wiped) gave its members nothing, and librdkafka
  // 2.0.2, which takes the list that it remembers for the list that was used, never joins again. Having nothing may
  // also be right, where members are more than partitions: so ever more seldom.
  void doubt_having_nothing() {
    if (!in_group || !held.empty() || Clock::now() < join_again) return;
    join_again = Clock::now() + std::chrono::seconds{1};
    const bool something = std::any_of(topics.begin(), topics.end(), [&](const std::string& topic) {
      return partitions_of(client.get(), topic, std::chrono::milliseconds{500}).value_or(0) > 0;
    });
    if (!something) return;
    idle_pause = std::min<Clock::duration>(idle_pause * 2, longest_idle_pause);
    join_again = Clock::now() + idle_pause;
    log::info("a group's member without partitions joins again", {{"topic", topics.front()}});
    rd_kafka_unsubscribe(client.get());
    subscribe();
  }

  std::vector<std::int64_t> positions(const Partitions& partitions) {
    auto offsets = assigned ? assigned(partitions) : std::vector<std::int64_t>(partitions.size(), from);
    peeker.reset();
    return offsets;
  }

  bool holds(const std::string& topic) const {
    return std::any_of(held.begin(), held.end(), [&](const auto& partition) { return partition.first == topic; });
  }

  void take_all() {
    const bool recheck = doubt && Clock::now() >= doubt_again;
    if (Clock::now() < look_again && !recheck) return;
    Partitions found;
    bool missing = false;
    for (const std::string& topic : topics) {
      const int count = partitions_of(client.get(), topic, std::chrono::milliseconds{500}).value_or(0);
      if (count == 0 && (holds(topic) || topics.size() == 1)) {
        look_again = doubt_again = Clock::now() + std::chrono::milliseconds{200};
        return;
      }
      // A topic that nobody has published on yet holds up no other.
      missing = missing || count == 0;
      for (std::int32_t partition = 0; partition < count; ++partition) found.emplace_back(topic, partition);
    }
    look_again = Clock::now() + (missing ? Clock::duration{std::chrono::seconds{1}} : std::chrono::minutes{1});
    if (found.size() <= held.size() && !recheck) return;
    if (recheck) {
      doubt = false;
      doubt_again = Clock::now() + std::chrono::seconds{2};
    }
    held = found;
    start_at(client.get(), held, positions(held));
  }

  static void heard(rd_kafka_t*, int error, const char*, void* opaque) {
    if (error == RD_KAFKA_RESP_ERR__TRANSPORT || error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN)
      static_cast<Parts*>(opaque)->doubt = true;
  }

  static void rebalance(rd_kafka_t* client, rd_kafka_resp_err_t what, rd_kafka_topic_partition_list_t* list,
                        void* opaque) {
    auto& parts = *static_cast<Parts*>(opaque);
    if (what != RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
      parts.held.clear();
      parts.in_group = false;
      parts.without_group = Clock::now();
      rd_kafka_assign(client, nullptr);
      return;
    }
    Partitions given;
    for (int at = 0; at < list->cnt; ++at) given.emplace_back(list->elems[at].topic, list->elems[at].partition);
    parts.held = given;
    parts.in_group = true;
    parts.join_again = Clock::now() + parts.idle_pause;
    if (!given.empty()) parts.idle_pause = first_idle_pause;
    log::info("partitions assigned", {{"count", given.size()}});
    start_at(client, given, parts.positions(given));
  }
};

Consumer::Consumer(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}

Consumer::Consumer(const Settings& settings, const std::string& group, const std::string& instance,
                   const std::vector<std::string>& topics, Assigned assigned)
    : parts_{std::make_unique<Parts>()} {
  parts_->settings = settings;
  parts_->topics = topics;
  parts_->assigned = std::move(assigned);
  parts_->by_itself = group.empty();
  auto conf = reading(settings, parts_->by_itself ? "motcua.alone" : group);
  rd_kafka_conf_set_opaque(conf.get(), parts_.get());
  if (!parts_->by_itself) {
    std::array<char, 512> error{};
    rd_kafka_conf_set(conf.get(), "group.instance.id", instance.c_str(), error.data(), error.size());
    rd_kafka_conf_set_rebalance_cb(conf.get(), Parts::rebalance);
  }
  rd_kafka_conf_set_error_cb(conf.get(), Parts::heard);
  parts_->client = client(RD_KAFKA_CONSUMER, std::move(conf));
  rd_kafka_poll_set_consumer(parts_->client.get());
  if (parts_->by_itself) return;
  parts_->subscribe();
}

std::unique_ptr<Consumer> Consumer::tail(const Settings& settings, const std::string& topic) {
  auto parts = std::make_unique<Parts>();
  parts->settings = settings;
  parts->topics = {topic};
  parts->by_itself = true;
  parts->from = RD_KAFKA_OFFSET_END;
  parts->client = client(RD_KAFKA_CONSUMER, reading(settings, "motcua.tail"));
  rd_kafka_poll_set_consumer(parts->client.get());
  return std::unique_ptr<Consumer>{new Consumer{std::move(parts)}};
}

Consumer::~Consumer() {
  if (parts_) rd_kafka_consumer_close(parts_->client.get());
}

std::optional<Message> Consumer::poll(std::chrono::milliseconds patience) {
  if (parts_->by_itself) {
    parts_->take_all();
  } else {
    parts_->doubt_having_nothing();
  }
  const Owned<rd_kafka_message_t> raw{rd_kafka_consumer_poll(parts_->client.get(), milliseconds(patience))};
  if (!raw) return std::nullopt;
  if (raw->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    // librdkafka goes on by itself after every error that is not fatal.
    if (raw->err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) parts_->doubt = true;
    log::debug("kafka consumer", {{"error", rd_kafka_err2name(raw->err)}});
    return std::nullopt;
  }
  return copied(*raw);
}

void Consumer::seek(const std::string& topic, std::int32_t partition, std::int64_t offset) {
  const Owned<rd_kafka_topic_t> handle{rd_kafka_topic_new(parts_->client.get(), topic.c_str(), nullptr)};
  // Waits until messages fetched before are dropped; else they would be taken for those after the seek.
  const auto error = rd_kafka_seek(handle.get(), partition, offset, 5000);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR)
    log::warn("kafka seek", {{"topic", topic}, {"error", rd_kafka_err2name(error)}});
}

std::optional<Watermarks> Consumer::watermarks(const std::string& topic, std::int32_t partition,
                                               std::chrono::milliseconds patience) {
  return watermarks_of(parts_->client.get(), topic, partition, patience);
}

std::optional<Watermarks> Consumer::known_watermarks(const std::string& topic, std::int32_t partition) {
  Watermarks known{};
  const auto error =
      rd_kafka_get_watermark_offsets(parts_->client.get(), topic.c_str(), partition, &known.low, &known.high);
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR || known.high < 0) return std::nullopt;
  return known;
}

std::optional<Message> Consumer::peek(const std::string& topic, std::int32_t partition, std::int64_t offset,
                                      std::chrono::milliseconds patience) {
  if (!parts_->peeker) {
    parts_->peeker = client(RD_KAFKA_CONSUMER, reading(parts_->settings, "motcua.peek"));
    rd_kafka_poll_set_consumer(parts_->peeker.get());
  }
  const auto until = Clock::now() + patience;
  start_at(parts_->peeker.get(), {{topic, partition}}, {offset});
  while (Clock::now() < until) {
    const Owned<rd_kafka_message_t> raw{rd_kafka_consumer_poll(parts_->peeker.get(), 50)};
    if (!raw || raw->err != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
    auto message = copied(*raw);
    if (message.topic != topic || message.partition != partition) continue;
    if (message.offset != offset) return std::nullopt;
    return message;
  }
  return std::nullopt;
}

bool Consumer::fatal() const {
  const bool lost =
      !parts_->by_itself && !parts_->in_group && Clock::now() - parts_->without_group > std::chrono::seconds{15};
  return lost || rd_kafka_fatal_error(parts_->client.get(), nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR;
}

}  // namespace motcua::bus
