#include "dossiers/http/documents.hpp"

#include <algorithm>
#include <string_view>

#include "core/text.hpp"

namespace motcua::dossiers {
namespace {

bool is_number(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// `UBTVQH15`, `QĐ`, `TTg`: at least two capitals, then at most four digits or the one small letter that there is.
bool is_abbreviation(std::string_view text) {
  constexpr std::string_view barred_d = "Đ";
  int capitals = 0;
  while (!text.empty() && ((text.front() >= 'A' && text.front() <= 'Z') || text.starts_with(barred_d))) {
    text.remove_prefix(text.starts_with(barred_d) ? barred_d.size() : 1);
    ++capitals;
  }
  return capitals >= 2 && (text == "g" || is_number(text, 0, 4));
}

/// Its number, the year of a law, and whose document of which kind it is (Decree 30/2020/NĐ-CP, Annex I). No number of
/// a person and no name written as people write it can look so.
bool is_document_number(std::string_view text) {
  auto parts = core::split(text, '/');
  if (parts.size() == 3) {
    if (!is_number(parts[1], 4, 4)) return false;
    parts.erase(parts.begin() + 1);
  }
  if (parts.size() != 2 || !is_number(parts[0], 1, 6)) return false;
  const auto abbreviations = core::split(parts[1], '-');
  return std::ranges::all_of(abbreviations, is_abbreviation);
}

}  // namespace

std::string read_document_number(http::Members& members, const char* name) {
  std::string number = members.text(name, 100);
  if (!number.empty() && !is_document_number(number))
    members.wrong(name, {"là số văn bản, dạng 2450/VPCP-KGVX", "is a document's number, as 2450/VPCP-KGVX"});
  return number;
}

}  // namespace motcua::dossiers
