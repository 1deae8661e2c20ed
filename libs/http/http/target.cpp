#include "http/target.hpp"

#include "core/text.hpp"

namespace motcua::http {
namespace {

constexpr std::size_t most_parameters = 100;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// pchar of RFC 3986 without the percent sign.
bool is_plain(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || std::string_view{"-._~!$&'()*+,;=:@"}.find(c) != std::string_view::npos;
}

// Brackets are not allowed in a query either, but too many clients send `filter[x]` as it is.
bool is_plain_in_query(char c) { return is_plain(c) || c == '/' || c == '?' || c == '[' || c == ']'; }

std::optional<std::string> decode(std::string_view text, bool (*plain)(char), bool plus_is_blank) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (c == '%') {
      if (at + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[at + 1]);
      const int low = hex_value(text[at + 2]);
      if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      at += 2;
    } else if (!plain(c)) {
      return std::nullopt;
    } else if (plus_is_blank && c == '+') {
      c = ' ';
    }
    decoded.push_back(c);
  }
  if (!core::is_utf8(decoded)) return std::nullopt;
  return decoded;
}

bool read_path(std::string_view path, Target& target) {
  while (true) {
    const std::size_t slash = path.find('/');
    auto segment = decode(path.substr(0, slash), is_plain, false);
    if (!segment || *segment == "." || *segment == ".." || core::has_control_characters(*segment)) return false;
    target.path += '/';
    target.path += *segment;
    target.segments.push_back(std::move(*segment));
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

bool read_query(std::string_view query, Target& target) {
  for (const std::string_view piece : core::split(query, '&')) {
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    auto name = decode(piece.substr(0, equals), is_plain_in_query, true);
    auto value =
        equals == std::string_view::npos ? std::string{} : decode(piece.substr(equals + 1), is_plain_in_query, true);
    if (!name || !value || target.query.size() == most_parameters) return false;
    target.query.emplace_back(std::move(*name), std::move(*value));
  }
  return true;
}

}  // namespace

std::optional<Target> parse_target(std::string_view text) {
  if (text.empty() || text.front() != '/') return std::nullopt;
  Target target;
  const std::size_t question = text.find('?');
  if (!read_path(text.substr(1, question == std::string_view::npos ? question : question - 1), target))
    return std::nullopt;
  if (question != std::string_view::npos && !read_query(text.substr(question + 1), target)) return std::nullopt;
  return target;
}

}  // namespace motcua::http
