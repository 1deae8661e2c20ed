#include "outbox/letters.hpp"

namespace motcua::outbox {

Letters::Letters(bus::Settings settings, const std::string& consumer)
    : settings_{std::move(settings)}, dead_letter_topic_{"motcua." + consumer + ".dead-letters"} {
  serve();
}

void Letters::ask(const RefillRequest& request) { producer_->send(message_of(request), 0); }

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
  producer_->send(message, 0);
}

void Letters::serve() {
  if (producer_) producer_->poll(std::chrono::milliseconds{0});
  const bool broken = !producer_ || producer_->fatal();
  if (!broken && !topics_missing_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_try_) return;
  next_try_ = now + std::chrono::seconds{5};
  topics_missing_ =
      !bus::ensure_topics(settings_, {refill_topic_settings(), {dead_letter_topic_, 1, std::chrono::hours{24 * 30}}},
                          std::chrono::seconds{1});
  if (!broken) return;
  producer_ = std::make_unique<bus::Producer>(settings_, [this](const bus::Delivery& delivery) {
    if (!delivery.delivered) topics_missing_ = true;
  });
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
