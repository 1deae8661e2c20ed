#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::core {

/// Well-formed UTF-8 without surrogates or overlong forms.
bool is_utf8(std::string_view text);
/// Code points in well-formed UTF-8.
std::size_t utf8_length(std::string_view text);
/// True when the text holds a control character (U+0000–U+001F, U+007F–U+009F); names and reasons may not.
bool has_control_characters(std::string_view text);

std::vector<std::string_view> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);
/// ASCII only.
std::string lower(std::string_view text);
/// The whole text as a decimal number: no sign, no blanks, no leading plus; nothing on overflow.
std::optional<std::int64_t> parse_number(std::string_view text);

std::string to_hex(std::string_view bytes);
std::string base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

/// Takes time that depends on the lengths only.
bool equal_in_constant_time(std::string_view left, std::string_view right);

/// Rows of an RFC 4180 file (comma, quotes doubled, CRLF or LF). Nothing when a quote is left open.
std::optional<std::vector<std::vector<std::string>>> parse_csv(std::string_view text);

}  // namespace motcua::core
