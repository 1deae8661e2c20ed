#include "outbox/letters.hpp"

namespace motcua::outbox {
namespace {

constexpr std::uint64_t not_a_letter = 0;
constexpr std::chrono::seconds again_after{5};

}  // namespace

Letters::Letters(store::Database& database, bus::Settings settings, const std::string& consumer)
    : database_{database}, settings_{std::move(settings)}, dead_letter_topic_{"motcua." + consumer + ".dead-letters"} {
  connect();
}

void Letters::ask(const RefillRequest& request) { producer_->send(message_of(request), not_a_letter); }

void Letters::copy(const ParkedEvent& letter) {
  bus::Message message;
  message.topic = dead_letter_topic_;
  message.partition = 0;
  message.key = letter.event.record_id;
  message.value = letter.event.data;
  message.headers = {{"ce_id", letter.id},
                     {"ce_type", letter.event.type},
                     {"ce_subject", letter.event.record_id},
                     {"record_version", std::to_string(letter.event.version)},
                     {"sequence", std::to_string(letter.event.sequence)},
                     {"topic", letter.event.topic},
                     {"partition", std::to_string(letter.partition)},
                     {"reason", letter.reason}};
  const std::uint64_t tag = ++last_tag_;
  on_their_way_[tag] = {letter.event.topic, letter.id};
  if (!producer_->send(message, tag)) on_their_way_.erase(tag);
}

void Letters::serve() {
  producer_->poll(std::chrono::milliseconds{0});
  write_copied();
  connect();
  copy_the_rest();
}

void Letters::connect() {
  const bool broken = !producer_ || producer_->fatal();
  if (!broken && !topics_missing_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_try_) return;
  next_try_ = now + again_after;
  topics_missing_ =
      !bus::ensure_topics(settings_, {refill_topic_settings(), {dead_letter_topic_, 1, std::chrono::hours{24 * 30}}},
                          std::chrono::seconds{1});
  if (!broken) return;
  on_their_way_.clear();
  producer_ = std::make_unique<bus::Producer>(settings_, [this](const bus::Delivery& one) { delivered(one); });
}

void Letters::delivered(const bus::Delivery& delivery) {
  if (!delivery.delivered) topics_missing_ = true;
  const auto letter = on_their_way_.find(delivery.tag);
  if (letter == on_their_way_.end()) return;
  if (delivery.delivered) copied_.push_back(std::move(letter->second));
  on_their_way_.erase(letter);
}

void Letters::write_copied() {
  if (copied_.empty()) return;
  database_.transaction([this](store::Transaction& tx) {
    for (const auto& [topic, id] : copied_) mark_copied(tx, topic, id);
  });
  copied_.clear();
}

// Copies that were lost with a broker, a producer or this process.
void Letters::copy_the_rest() {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_look_ || topics_missing_ || !on_their_way_.empty()) return;
  next_look_ = now + again_after;
  constexpr std::int64_t at_once = 200;
  const auto letters = database_.in_read_one([](store::Transaction& tx) { return not_copied(tx, at_once); });
  for (const ParkedEvent& letter : letters) copy(letter);
}

std::vector<DeadLetter> dead_letters(store::Transaction& tx, const std::string& after, std::int64_t at_most) {
  const auto last = tx.first<core::Instant>("SELECT first_seen FROM inbox_parked WHERE id = :id", after);
  const core::Instant since = last ? std::get<0>(*last) : core::Instant{};
  std::vector<DeadLetter> letters;
  for (auto& [id, topic, record_id, version, reason, attempts, first_seen, waiting] :
       tx.query<std::string, std::string, std::string, std::int64_t, std::string, std::int64_t, core::Instant,
                std::int64_t>(
           "SELECT id, topic, record_id, version, reason, attempts, first_seen, (SELECT COUNT(*) FROM inbox_parked AS "
           "behind"
           " WHERE behind.topic = letter.topic AND behind.record_id = letter.record_id AND behind.record_id <> ''"
           " AND behind.version > letter.version) FROM inbox_parked AS letter WHERE dead > 0"
           " AND (first_seen > :since OR (first_seen = :since_too AND id > :after)) ORDER BY first_seen, id LIMIT "
           ":at_most",
           since, since, after, at_most)) {
    letters.push_back({std::move(id), std::move(topic), std::move(record_id), version, std::move(reason), attempts,
                       first_seen, waiting});
  }
  return letters;
}

}  // namespace motcua::outbox
