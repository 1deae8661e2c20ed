#include "dossiers/http/documents.hpp"

#include <string_view>

#include "dossiers/people.hpp"

namespace motcua::dossiers {
namespace {

/// Digits, a slash, and what follows it without a space.
bool is_document_number(std::string_view text) {
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < text.size() &&
         text.substr(0, slash).find_first_not_of("0123456789") == std::string_view::npos &&
         text.find(' ') == std::string_view::npos && !resembles_a_citizens_number(text);
}

}  // namespace

std::string read_document_number(http::Members& members, const char* name) {
  std::string number = members.text(name, 100);
  if (!number.empty() && !is_document_number(number))
    members.wrong(name, {"là số văn bản, dạng 2450/VPCP-KGVX", "is a document's number, as 2450/VPCP-KGVX"});
  return number;
}

}  // namespace motcua::dossiers
