#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace motcua::paper {

/// The same text with each letter and its marks as one character wherever there is one (NFC), and a blank for each
/// control character: `e` and two marks become `ế`, for which fonts have a shape. What is no UTF-8 becomes empty.
std::string composed(std::string_view text);

/// In capitals: `Phường Phù Liễn` → `PHƯỜNG PHÙ LIỄN`.
std::string capitals(std::string_view text);

/// What a reader takes for single letters, each with the marks upon it: where a long word may be cut.
std::vector<std::string_view> letters(std::string_view text);

/// Code points of well-formed UTF-8.
std::u32string code_points(std::string_view text);
std::string utf8(char32_t code_point);

}  // namespace motcua::paper
