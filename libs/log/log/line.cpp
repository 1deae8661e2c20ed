#include "log/line.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "core/text.hpp"

namespace motcua::log {
namespace {

const char* name_of(Level level) {
  switch (level) {
    case Level::debug: return "debug";
    case Level::info: return "info";
    case Level::warn: return "warn";
    case Level::error: return "error";
  }
  return "error";
}

void append_ascii(std::string& out, char byte) {
  switch (byte) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f) {
    static constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u00";
    out += digits[static_cast<unsigned char>(byte) >> 4];
    out += digits[static_cast<unsigned char>(byte) & 15];
  } else {
    out += byte;
  }
}

std::size_t announced_length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte >= 0xf0) return 4;
  if (byte >= 0xe0) return 3;
  return 2;
}

void append_text(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      append_ascii(out, text.front());
      text.remove_prefix(1);
      continue;
    }
    const auto character = text.substr(0, announced_length(text.front()));
    if (core::is_utf8(character)) {
      out += character;
      text.remove_prefix(character.size());
    } else {
      out += "\xef\xbf\xbd";
      text.remove_prefix(1);
    }
  }
  out += '"';
}

template <class Number>
void append_number(std::string& out, Number number) {
  std::array<char, 32> buffer{};
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  out.append(buffer.data(), written.ptr);
}

struct Append {
  std::string& out;

  void operator()(const std::string& text) const { append_text(out, text); }
  void operator()(std::int64_t number) const { append_number(out, number); }
  void operator()(double number) const {
    if (std::isfinite(number)) {
      append_number(out, number);
    } else {
      out += "null";
    }
  }
  void operator()(bool flag) const { out += flag ? "true" : "false"; }
};

void append_member(std::string& out, std::string_view name, const Content& content) {
  if (out.size() > 1) out += ',';
  append_text(out, name);
  out += ':';
  std::visit(Append{out}, content);
}

}  // namespace

std::string line(core::Instant moment, Level level, std::string_view service, std::string_view trace_id,
                 std::string_view message, std::initializer_list<Field> fields) {
  std::string out{"{"};
  append_member(out, "time", core::format_instant(moment));
  append_member(out, "level", std::string{name_of(level)});
  append_member(out, "service", std::string{service});
  if (!trace_id.empty()) append_member(out, "trace_id", std::string{trace_id});
  append_member(out, "message", std::string{message});
  for (const auto& field : fields) append_member(out, field.name(), field.content());
  out += '}';
  return out;
}

}  // namespace motcua::log
