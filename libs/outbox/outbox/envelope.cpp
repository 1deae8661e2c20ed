#include "outbox/envelope.hpp"

#include <array>
#include <cstdio>

#include "core/text.hpp"

namespace motcua::outbox {
namespace {

void add_text(std::string& json, std::string_view text) {
  json += '"';
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') {
      json += '\\';
      json += letter;
    } else if (static_cast<unsigned char>(letter) < 0x20) {
      std::array<char, 8> escaped{};
      std::snprintf(escaped.data(), escaped.size(), "\\u%04x", static_cast<unsigned>(letter));
      json += escaped.data();
    } else {
      json += letter;
    }
  }
  json += '"';
}

std::string_view skip_blanks(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string_view::npos ? std::string_view{} : text.substr(begin);
}

// Length of the string that begins here, with its quotes; 0 when it does not close.
std::size_t string_length(std::string_view text) {
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return 0;
}

// Length of the value that begins here; 0 when it does not close.
std::size_t value_length(std::string_view text) {
  if (text.empty()) return 0;
  if (text.front() == '"') return string_length(text);
  if (text.front() != '{' && text.front() != '[') return std::min(text.find_first_of(",}] \t\r\n"), text.size());
  constexpr std::size_t deepest = 64;
  std::string open;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char letter = text[at];
    if (letter == '"') {
      const std::size_t length = string_length(text.substr(at));
      if (length == 0) return 0;
      at += length - 1;
    } else if (letter == '{' || letter == '[') {
      open += letter == '{' ? '}' : ']';
      if (open.size() > deepest) return 0;
    } else if (letter == '}' || letter == ']') {
      if (open.empty() || open.back() != letter) return 0;
      open.pop_back();
      if (open.empty()) return at + 1;
    }
  }
  return 0;
}

// Names, ids and moments of ours hold nothing that JSON escapes.
std::string plain_text(std::string_view raw) {
  if (raw.size() < 2 || raw.front() != '"' || raw.find('\\') != std::string_view::npos) return {};
  return std::string{raw.substr(1, raw.size() - 2)};
}

std::string_view member(const Members& members, std::string_view name) {
  for (const auto& [its_name, value] : members) {
    if (its_name == name) return value;
  }
  return {};
}

std::int64_t number(std::string_view text) { return core::parse_number(text).value_or(0); }

// Fills the event from the value; returns why it cannot.
std::string read_value(Event& event, std::string_view value) {
  const auto members = members_of(value);
  if (!members) return "the value is not a JSON object";
  const std::string record_id = plain_text(member(*members, "record_id"));
  const std::string type = plain_text(member(*members, "type"));
  const std::int64_t version = number(member(*members, "version"));
  const std::int64_t sequence = number(member(*members, "sequence"));
  const auto occurred_at = core::parse_instant(plain_text(member(*members, "occurred_at")));
  const auto recorded_at = core::parse_instant(plain_text(member(*members, "recorded_at")));
  const std::string_view data = member(*members, "data");
  if (record_id.empty() || type.empty() || version < 1) return "the value names no record, version or type";
  // Every event of ours has one; without it nobody could tell later that it was counted.
  if (sequence < 1) return "the value names no sequence";
  const bool at_odds = (!event.record_id.empty() && event.record_id != record_id) ||
                       (event.version != 0 && event.version != version) ||
                       (event.sequence != 0 && sequence != 0 && event.sequence != sequence);
  if (at_odds) return "headers and value name different events";
  if (!occurred_at || !recorded_at) return "the value states no valid moments";
  if (data.empty() || data.front() != '{') return "the value has no data object";
  event.record_id = record_id;
  event.version = version;
  event.sequence = sequence;
  event.type = type;
  event.occurred_at = *occurred_at;
  event.recorded_at = *recorded_at;
  event.data = std::string{data};
  return {};
}

}  // namespace

bus::Topic refill_topic_settings() { return {std::string{refill_topic}, 1, std::chrono::hours{1}}; }

std::optional<Members> members_of(std::string_view json) {
  Members members;
  members.reserve(8);
  std::string_view rest = skip_blanks(json);
  if (rest.empty() || rest.front() != '{') return std::nullopt;
  rest = skip_blanks(rest.substr(1));
  while (!rest.empty() && rest.front() == '"') {
    const std::size_t name_length = string_length(rest);
    if (name_length == 0) return std::nullopt;
    const std::string_view name = rest.substr(1, name_length - 2);
    rest = skip_blanks(rest.substr(name_length));
    if (rest.empty() || rest.front() != ':') return std::nullopt;
    rest = skip_blanks(rest.substr(1));
    const std::size_t length = value_length(rest);
    if (length == 0) return std::nullopt;
    members.emplace_back(name, rest.substr(0, length));
    rest = skip_blanks(rest.substr(length));
    if (rest.empty() || rest.front() != ',') break;
    rest = skip_blanks(rest.substr(1));
    if (rest.empty() || rest.front() != '"') return std::nullopt;
  }
  if (rest.empty() || rest.front() != '}' || !skip_blanks(rest.substr(1)).empty()) return std::nullopt;
  return members;
}

bus::Message message_of(const Outgoing& event, const std::string& topic, int partitions, const std::string& source,
                        std::int64_t epoch, const std::string& refill) {
  const std::string occurred_at = core::format_instant(event.occurred_at);
  const std::string version = std::to_string(event.version);
  const std::string sequence = std::to_string(event.sequence);
  bus::Message message;
  message.topic = topic;
  message.partition = bus::partition_of(event.record_id, partitions);
  message.key = event.record_id;

  std::string& value = message.value;
  value.reserve(event.data.size() + 256);
  value += "{\"record_id\":";
  add_text(value, event.record_id);
  value += ",\"version\":" + version + ",\"sequence\":" + sequence + ",\"type\":";
  add_text(value, event.type);
  value += ",\"occurred_at\":\"" + occurred_at + "\",\"recorded_at\":\"" + core::format_instant(event.recorded_at) +
           "\",\"data\":";
  value += event.data;
  value += '}';

  message.headers = {{"ce_id", event.record_id + ":" + version},
                     {"ce_source", source},
                     {"ce_type", event.type},
                     {"ce_specversion", "1.0"},
                     {"ce_time", occurred_at},
                     {"ce_subject", event.record_id},
                     {"content-type", "application/json"},
                     {"log_epoch", std::to_string(epoch)},
                     {"sequence", sequence},
                     {"record_version", version}};
  if (!event.traceparent.empty()) message.headers.emplace_back("traceparent", event.traceparent);
  if (!refill.empty()) message.headers.emplace_back("refill", refill);
  return message;
}

bus::Message message_of(const RefillRequest& request) {
  bus::Message message;
  message.topic = refill_topic;
  message.partition = 0;
  message.key = request.consumer;
  message.value = "{\"consumer\":";
  add_text(message.value, request.consumer);
  message.value += ",\"topic\":";
  add_text(message.value, request.topic);
  message.value += ",\"from_sequence\":" + std::to_string(request.from_sequence) +
                   ",\"count\":" + std::to_string(request.count) + ",\"request\":";
  add_text(message.value, request.request);
  message.value += '}';
  return message;
}

std::optional<RefillRequest> refill_request_of(const bus::Message& message) {
  const auto members = members_of(message.value);
  if (!members) return std::nullopt;
  RefillRequest request{plain_text(member(*members, "consumer")), plain_text(member(*members, "topic")),
                        number(member(*members, "from_sequence")), number(member(*members, "count")),
                        plain_text(member(*members, "request"))};
  if (request.consumer.empty() || request.topic.empty() || request.from_sequence < 1 || request.count < 1 ||
      request.request.empty() || request.request.find('/') != std::string::npos) {
    return std::nullopt;
  }
  return request;
}

Incoming incoming_of(bus::Message&& message) {
  Incoming incoming{};
  incoming.partition = message.partition;
  incoming.offset = message.offset;
  incoming.epoch = number(message.header("log_epoch"));
  Event& event = incoming.event;
  event.topic = message.topic;
  event.record_id = message.header("ce_subject");
  event.version = number(message.header("record_version"));
  event.sequence = number(message.header("sequence"));
  event.type = message.header("ce_type");
  event.traceparent = message.header("traceparent");
  incoming.unreadable = read_value(event, message.value);
  if (!incoming.unreadable.empty()) {
    if (event.record_id.empty() || event.version < 1) {
      event.record_id.clear();
      event.version = 0;
      event.sequence = 0;
    }
    event.data = std::move(message.value);  // kept for whoever looks at the letter
  }
  incoming.id = event.record_id.empty()
                    ? message.topic + "/" + std::to_string(message.partition) + "/" + std::to_string(message.offset)
                    : event.record_id + ":" + std::to_string(event.version);
  const std::string_view refill = message.header("refill");
  if (const auto slash = refill.find('/'); slash != std::string_view::npos) {
    incoming.refill = refill.substr(0, slash);
    incoming.refill_count = number(refill.substr(slash + 1));
  }
  return incoming;
}

}  // namespace motcua::outbox
