#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace motcua::http {

/// What a request line asks for. Each segment is decoded by itself, so an encoded slash stays data inside its segment.
struct Target {
  std::vector<std::string> segments;  ///< of `/v1/dossiers`: `v1`, `dossiers`; of `/`: one that is empty
  std::string path;                   ///< decoded, for people; never split it again
  std::vector<std::pair<std::string, std::string>> query;
};

/// Origin form only (`/…`). Nothing for: a character that RFC 3986 does not allow there, a broken percent escape,
/// control characters in the path and NUL anywhere (also escaped), bytes that do not decode to UTF-8, dot segments,
/// more than 100 query parameters. In the query `+` is a blank, as every form encoder writes it.
std::optional<Target> parse_target(std::string_view text);

}  // namespace motcua::http
