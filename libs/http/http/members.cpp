#include "http/members.hpp"

#include "core/text.hpp"

namespace motcua::http {
namespace {

const Words missing{"bắt buộc phải có", "is required"};
const Words not_text{"phải là chuỗi ký tự", "must be a text"};

Words length_of(std::size_t longest) {
  const std::string most = std::to_string(longest);
  return {"phải có từ 1 đến " + most + " ký tự, không có ký tự điều khiển",
          "must have 1 to " + most + " characters and no control characters"};
}

bool is_good_text(const std::string& text, std::size_t longest) {
  return !core::trim(text).empty() && core::utf8_length(text) <= longest && !core::has_control_characters(text);
}

// RFC 6901 §3: a name that holds a slash must not read like two.
std::string escaped(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace

Members::Members(const nlohmann::json& value, std::string pointer, std::vector<Fault>& faults)
    : value_{value}, pointer_{std::move(pointer)}, faults_{faults}, is_object_{value.is_object()} {
  if (!is_object_) faults_.push_back({pointer_, {"phải là một đối tượng JSON", "must be a JSON object"}});
}

const nlohmann::json* Members::find(const char* name) {
  known_.insert(name);
  if (!is_object_) return nullptr;
  const auto found = value_.find(name);
  return found == value_.end() ? nullptr : &*found;
}

std::string Members::text(const char* name, std::size_t longest) {
  if (is_object_ && !value_.contains(name)) wrong(name, missing);
  return optional_text(name, longest).value_or(std::string{});
}

std::optional<std::string> Members::optional_text(const char* name, std::size_t longest) {
  const nlohmann::json* found = find(name);
  if (found == nullptr) return std::nullopt;
  if (!found->is_string()) {
    wrong(name, not_text);
    return std::nullopt;
  }
  auto given = found->get<std::string>();
  if (is_good_text(given, longest)) return given;
  wrong(name, length_of(longest));
  return std::nullopt;
}

std::optional<core::Instant> Members::optional_moment(const char* name) {
  const auto given = optional_text(name, 40);
  if (!given) return std::nullopt;
  const auto moment = core::parse_instant(*given);
  if (!moment) {
    wrong(name, {"phải là một thời điểm có thật theo RFC 3339, có múi giờ, dạng 2026-11-24T08:10:00+07:00",
                 "must be a moment that exists, RFC 3339 with an offset, as 2026-11-24T08:10:00+07:00"});
  }
  return moment;
}

core::Date Members::date(const char* name) {
  const std::string given = text(name, 10);
  if (given.empty()) return {};
  const auto date = core::parse_date(given);
  if (!date) wrong(name, {"phải là một ngày có thật, dạng 2026-11-24", "must be a day that exists, as 2026-11-24"});
  return date.value_or(core::Date{});
}

std::int64_t Members::number(const char* name, std::int64_t least, std::int64_t most) {
  if (!has(name)) wrong(name, {"bắt buộc phải có", "is required"});
  return number(name, least, most, least);
}

std::int64_t Members::number(const char* name, std::int64_t least, std::int64_t most, std::int64_t otherwise) {
  const nlohmann::json* found = find(name);
  if (found == nullptr) return otherwise;
  const bool fits = found->is_number_unsigned() ? found->get<std::uint64_t>() <= static_cast<std::uint64_t>(most)
                                                : found->is_number_integer();
  if (fits && found->get<std::int64_t>() >= least && found->get<std::int64_t>() <= most)
    return found->get<std::int64_t>();
  const std::string range = std::to_string(least) + " – " + std::to_string(most);
  wrong(name, {"phải là số nguyên trong khoảng " + range, "must be a whole number in " + range});
  return otherwise;
}

bool Members::flag(const char* name) {
  const nlohmann::json* found = find(name);
  if (found != nullptr && !found->is_boolean()) wrong(name, {"phải là true hoặc false", "must be true or false"});
  return found != nullptr && found->is_boolean() && found->get<bool>();
}

std::vector<std::string> Members::texts(const char* name, std::size_t most, std::size_t longest) {
  std::vector<std::string> result;
  const nlohmann::json* list = array(name, most);
  if (list == nullptr) return result;
  for (std::size_t at = 0; at < list->size(); ++at) {
    const nlohmann::json& item = (*list)[at];
    const std::string where = std::string{name} + "/" + std::to_string(at);
    if (!item.is_string()) {
      wrong(where, not_text);
    } else if (!is_good_text(item.get_ref<const std::string&>(), longest)) {
      wrong(where, length_of(longest));
    } else {
      result.push_back(item.get<std::string>());
    }
  }
  return result;
}

const nlohmann::json* Members::object(const char* name) {
  const nlohmann::json* found = find(name);
  if (found == nullptr || found->is_object()) return found;
  wrong(name, {"phải là một đối tượng JSON", "must be a JSON object"});
  return nullptr;
}

const nlohmann::json* Members::array(const char* name, std::size_t most) {
  const nlohmann::json* found = find(name);
  if (found == nullptr || (found->is_array() && found->size() <= most)) return found;
  wrong(name, {"phải là danh sách có nhiều nhất " + std::to_string(most) + " mục",
               "must be a list of at most " + std::to_string(most) + " items"});
  return nullptr;
}

void Members::finish() {
  if (!is_object_) return;
  constexpr std::size_t most_named = 50;  // an answer must not grow with what a client makes up
  for (const auto& [name, value] : value_.items()) {
    if (faults_.size() >= most_named) return;
    // A name from outside may hold anything; the pointer shows it only when it is short and plain.
    const bool plain = name.size() <= 64 && !core::has_control_characters(name);
    if (!known_.contains(name)) wrong(plain ? escaped(name) : "?", {"trường không được biết", "is not a known member"});
  }
}

}  // namespace motcua::http
