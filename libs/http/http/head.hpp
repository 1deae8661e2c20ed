#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "http/message.hpp"
#include "http/target.hpp"

namespace motcua::http {

/// In bytes, unless said otherwise.
struct Limits {
  std::size_t head = 16 * 1024;  ///< request line, header fields and the empty line
  std::size_t line = 8 * 1024;   ///< the request line by itself; more is 414
  std::size_t fields = 100;      ///< header fields
  std::size_t body = 8 * 1024 * 1024;
};

/// Why bytes are not a request that we take. The connection is closed after the answer: where the next request begins
/// is not known.
struct Breach {
  int status = 400;
  std::string_view code;    ///< of the problem type
  std::string_view reason;  ///< a label for metrics, from a short fixed list
  Words detail;
};

/// A request without its body.
struct Head {
  Method method = Method::get;
  Target target;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case, values trimmed
  bool keep_alive = true;
  bool expects_continue = false;
  bool chunked = false;
  std::size_t content_length = 0;

  bool announces_body() const { return chunked || content_length > 0; }
};

/// The whole head: lines that each end in CRLF, the last one empty. Strict where two readers could disagree about where
/// a request ends or what it says (RFC 9112 §11.2): names are tokens, no folded lines, no control characters, exactly
/// one Host, one Content-Length of digits or one `Transfer-Encoding: chunked`, never both; fields that must be single
/// are.
core::Result<Head, Breach> parse_head(std::string_view text, const Limits& limits);

bool is_token(std::string_view text);

}  // namespace motcua::http
