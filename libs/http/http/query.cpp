#include "http/query.hpp"

#include <algorithm>
#include <cctype>

#include "core/text.hpp"

namespace motcua::http {

std::optional<std::string> Query::text(std::string_view name, std::size_t longest) {
  known_.emplace(name);
  std::optional<std::string> found;
  for (const auto& [key, value] : request_.query) {
    if (key != name) continue;
    if (found) {
      wrong(name, {"chỉ được ghi một lần", "may be given only once"});
      return std::nullopt;
    }
    found = value;
  }
  if (!found) return std::nullopt;
  if (found->empty() || core::utf8_length(*found) > longest || core::has_control_characters(*found)) {
    wrong(name, {"phải có từ 1 đến " + std::to_string(longest) + " ký tự",
                 "must have 1 to " + std::to_string(longest) + " characters"});
    return std::nullopt;
  }
  return found;
}

std::optional<core::Date> Query::date(std::string_view name) {
  const auto given = text(name, 10);
  if (!given) return std::nullopt;
  const auto day = core::parse_date(*given);
  if (!day) wrong(name, {"phải là một ngày có thật, dạng 2026-11-24", "must be a day that exists, as 2026-11-24"});
  return day;
}

std::optional<std::int64_t> Query::number(std::string_view name, std::int64_t least, std::int64_t most) {
  const auto given = text(name, 20);
  if (!given) return std::nullopt;
  const auto value = core::parse_number(*given);
  if (value && *value >= least && *value <= most) return value;
  const std::string range = std::to_string(least) + " – " + std::to_string(most);
  wrong(name, {"phải là số nguyên trong khoảng " + range, "must be a whole number in " + range});
  return std::nullopt;
}

std::optional<std::string> Query::unit(std::string_view name) {
  auto given = text(name, 32);
  if (!given) return std::nullopt;
  if (std::all_of(given->begin(), given->end(), [](unsigned char c) { return std::isalnum(c) != 0; })) return given;
  wrong(name, {"chỉ gồm chữ và số", "must be letters and digits"});
  return std::nullopt;
}

void Query::need(std::string_view name) {
  const auto is_it = [name](const auto& one) { return one.first == name; };
  if (std::none_of(request_.query.begin(), request_.query.end(), is_it))
    wrong(name, {"bắt buộc phải có", "is required"});
}

void Query::wrong(std::string_view name, Words why) {
  faults_.push_back({std::string{"?"}.append(name), std::move(why)});
}

std::optional<Problem> Query::problem() {
  for (const auto& [key, value] : request_.query) {
    if (known_.insert(key).second) faults_.push_back(unknown_parameter(key));
  }
  if (faults_.empty()) return std::nullopt;
  return malformed(faults_);
}

Problem not_found() {
  return {404,
          "not-found",
          {"Không tìm thấy", "Not found"},
          {"Không có gì ở đây mà bạn được xem.", "Nothing here that you may see."}};
}

Fault unknown_parameter(std::string_view name) {
  return {std::string{"?"}.append(name), {"tham số không được biết", "is not a known parameter"}};
}

Problem malformed(std::vector<Fault> faults) {
  // Who sent something else altogether is not helped by hundreds; they would only take memory, line by line of an
  // import.
  constexpr std::size_t most = 20;
  if (faults.size() > most) faults.erase(faults.begin() + most, faults.end());
  return {400, "malformed", {"Yêu cầu không đọc được", "The request cannot be read"}, {}, std::move(faults)};
}

}  // namespace motcua::http
