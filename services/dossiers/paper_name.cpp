#include "dossiers/paper_name.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "http/query.hpp"

namespace motcua::dossiers {
namespace {

constexpr std::size_t longest = 200;

http::Problem bad(http::Words why) { return http::malformed({{"Content-Disposition", std::move(why)}}); }

std::optional<std::string> unescaped(std::string_view text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      bytes += text[at];
      continue;
    }
    const auto digit = [&](std::size_t where) {
      return where < text.size() ? std::string_view{"0123456789abcdef"}.find(core::lower(text.substr(where, 1)))
                                 : std::string_view::npos;
    };
    const std::size_t high = digit(at + 1);
    const std::size_t low = digit(at + 2);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return bytes;
}

/// One `name=value` of the header, quotes taken away; false at its end or where it is broken.
class Parameters {
 public:
  explicit Parameters(std::string_view rest) : rest_{rest} {}

  bool next(std::string& name, std::string& value) {
    if (rest_.empty()) return false;
    const std::size_t equals = rest_.find('=');
    if (rest_.front() != ';' || equals == std::string_view::npos) return fail();
    name = core::lower(core::trim(rest_.substr(1, equals - 1)));
    rest_ = rest_.substr(equals + 1);
    return rest_.starts_with('"') ? quoted(value) : plain(value);
  }
  bool broken() const { return broken_; }

 private:
  bool plain(std::string& value) {
    const std::size_t end = std::min(rest_.find(';'), rest_.size());
    value = core::trim(rest_.substr(0, end));
    rest_ = rest_.substr(end);
    return true;
  }
  bool quoted(std::string& value) {
    value.clear();
    for (std::size_t at = 1; at < rest_.size(); ++at) {
      if (rest_[at] == '"') {
        rest_ = core::trim(rest_.substr(at + 1));
        return true;
      }
      if (rest_[at] == '\\' && at + 1 < rest_.size()) ++at;
      value += rest_[at];
    }
    return fail();
  }
  bool fail() {
    broken_ = true;
    return false;
  }

  std::string_view rest_;
  bool broken_ = false;
};

// Marks of direction make `gpj.exe` look like `exe.jpg`.
bool turns_reading(std::string_view name) {
  constexpr std::array<std::string_view, 12> marks{"\u200e", "\u200f", "\u061c", "\u202a", "\u202b", "\u202c",
                                                   "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"};
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return name.find(mark) != std::string_view::npos; });
}

bool is_name(std::string_view name) {
  return core::is_utf8(name) && !core::has_control_characters(name) && !turns_reading(name) &&
         core::utf8_length(name) <= longest && name.find_first_of("/\\:") == std::string_view::npos &&
         core::trim(name) == name && !name.starts_with('.') && !extension_of(name).empty();
}

}  // namespace

core::Result<std::string, http::Problem> paper_name_from(const http::Request& request) {
  const std::string_view header = request.header("content-disposition").value_or("");
  const std::size_t type = std::min(header.find(';'), header.size());
  std::optional<std::string> plain;
  std::optional<std::string> extended;
  Parameters parameters{header.substr(type)};
  std::string name;
  std::string value;
  bool good = core::lower(core::trim(header.substr(0, type))) == "attachment";
  while (good && parameters.next(name, value)) {
    constexpr std::string_view utf8 = "utf-8''";
    if (name == "filename") {
      good = !plain;
      plain = value;
    } else if (name == "filename*") {
      good = !extended && core::lower(value.substr(0, utf8.size())) == utf8;
      if (good) extended = unescaped(std::string_view{value}.substr(utf8.size()));
      good = good && extended.has_value();
    }
  }
  if (!good || parameters.broken() || (!plain && !extended)) {
    return bad(
        {"phải có dạng: attachment; filename*=UTF-8''tên-tệp", "must be: attachment; filename*=UTF-8''file-name"});
  }
  std::string found = extended ? *extended : *plain;
  if (!is_name(found)) {
    return bad({"tên tệp phải có phần mở rộng, tối đa 200 ký tự, không có đường dẫn và ký tự điều khiển",
                "a file's name has an extension, at most 200 characters, no path and no control characters"});
  }
  return found;
}

std::string extension_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? "" : core::lower(name.substr(dot + 1));
}

std::string disposition_of(const std::optional<std::string>& name, const std::string& otherwise) {
  std::string header = "attachment; filename=\"" + otherwise + '"';
  if (!name) return header;
  header += "; filename*=UTF-8''";
  for (const char c : *name) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    header += plain ? std::string{c} : '%' + core::to_hex({&c, 1});
  }
  return header;
}

}  // namespace motcua::dossiers
