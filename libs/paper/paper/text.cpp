#include "paper/text.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>
#include <new>

namespace motcua::paper {
namespace {

const utf8proc_uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

/// The code point at the beginning, and how many bytes it takes; nothing is taken of what is no UTF-8.
struct Taken {
  utf8proc_int32_t code_point = 0;
  std::size_t bytes = 0;
};
Taken first_of(std::string_view text) {
  Taken taken;
  const auto bytes = utf8proc_iterate(bytes_of(text), static_cast<utf8proc_ssize_t>(text.size()), &taken.code_point);
  if (bytes > 0) taken.bytes = static_cast<std::size_t>(bytes);
  return taken;
}

bool is_control(utf8proc_int32_t code_point) {
  return utf8proc_category(code_point) == UTF8PROC_CATEGORY_CC || code_point == 0x2028 || code_point == 0x2029;
}

}  // namespace

std::string utf8(char32_t code_point) {
  utf8proc_uint8_t bytes[4];
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), bytes);
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

std::u32string code_points(std::string_view text) {
  std::u32string all;
  while (!text.empty()) {
    const Taken taken = first_of(text);
    if (taken.bytes == 0) break;
    all += static_cast<char32_t>(taken.code_point);
    text.remove_prefix(taken.bytes);
  }
  return all;
}

std::string composed(std::string_view text) {
  utf8proc_uint8_t* made = nullptr;
  const auto size = utf8proc_map(bytes_of(text), static_cast<utf8proc_ssize_t>(text.size()), &made,
                                 static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned{made, &std::free};
  if (size == UTF8PROC_ERROR_NOMEM) throw std::bad_alloc{};
  if (size < 0) return {};
  std::string all;
  for (const char32_t one : code_points({reinterpret_cast<const char*>(made), static_cast<std::size_t>(size)}))
    all += is_control(static_cast<utf8proc_int32_t>(one)) ? " " : utf8(one);
  return all;
}

std::string capitals(std::string_view text) {
  std::string all;
  for (const char32_t one : code_points(text))
    all += utf8(static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(one))));
  return all;
}

std::vector<std::string_view> letters(std::string_view text) {
  std::vector<std::string_view> all;
  utf8proc_int32_t before = 0;
  utf8proc_int32_t state = 0;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Taken taken = first_of(text.substr(at));
    if (taken.bytes == 0) break;
    if (at > begin && utf8proc_grapheme_break_stateful(before, taken.code_point, &state)) {
      all.push_back(text.substr(begin, at - begin));
      begin = at;
    }
    before = taken.code_point;
    at += taken.bytes;
  }
  if (begin < text.size()) all.push_back(text.substr(begin));
  return all;
}

}  // namespace motcua::paper
