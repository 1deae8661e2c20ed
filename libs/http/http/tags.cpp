#include "http/tags.hpp"

#include "core/text.hpp"
#include "http/query.hpp"

namespace motcua::http {

bool names_tag(std::string_view if_none_match, std::string_view tag) {
  for (std::string_view one : core::split(if_none_match, ',')) {
    one = core::trim(one);
    if (one == "*") return true;
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one.size() == tag.size() + 2 && one.front() == '"' && one.back() == '"' && one.substr(1, tag.size()) == tag)
      return true;
  }
  return false;
}

core::Result<std::optional<std::int64_t>, Problem> expected_version(const Request& request) {
  const auto header = request.header("if-match");
  if (!header || *header == "*") return std::optional<std::int64_t>{};
  std::string_view tag = *header;
  if (tag.size() >= 3 && tag.front() == '"' && tag.back() == '"') {
    // The version leads every ETag; what follows tells in which form the record was read.
    tag = tag.substr(1, tag.size() - 2);
    if (const auto version = core::parse_number(tag.substr(0, tag.find('-'))))
      return std::optional<std::int64_t>{*version};
  }
  return malformed(
      {{"If-Match",
        {"phải là ETag đã nhận, dạng \"3\" hoặc \"3-…\"", "must be an ETag that was given, as \"3\" or \"3-…\""}}});
}

}  // namespace motcua::http
