#pragma once

#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/file.hpp"

namespace motcua::http {

/// `other` is any method that HTTP does not define; no route has it.
enum class Method { get, head, post, put, patch, del, options, trace, connect, other };
const char* name_of(Method method);

/// A whole, well-formed request: framed, bounded, decoded.
struct Request {
  Method method = Method::get;
  std::string path{};                                          ///< decoded, without the query
  std::map<std::string, std::string> parameters{};             ///< of the route's template, decoded, never empty
  std::vector<std::pair<std::string, std::string>> query{};    ///< decoded, in order; names may repeat
  std::vector<std::pair<std::string, std::string>> headers{};  ///< names in lower case, values trimmed
  std::string body{};
  std::shared_ptr<const core::File> upload{};  ///< instead of `body` where the route keeps uploads; null: none came
  std::string peer{};                          ///< the address that the connection came from, without port
  std::string client{};       ///< who asks, also behind proxies of ours; for limits by address (proxies.hpp)
  std::string traceparent{};  ///< W3C; made here when the client sent none or a bad one
  std::string route{};        ///< the template, `/v1/dossiers/{id}`
  std::stop_token closing{};  ///< the server stops: a handler that takes seconds ends where it can be begun again

  /// The first header of that (lower-case) name; nothing when there is none.
  std::optional<std::string_view> header(std::string_view name) const;
  std::string_view trace_id() const;  ///< 32 hex digits of traceparent
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string content_type{};  ///< empty: no body is announced
  std::string body{};
  std::shared_ptr<const core::File> file{};  ///< instead of `body`: sent from where it lies

  Response& with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

Response json(int status, std::string body);

/// The language of `title` and `detail`: Vietnamese unless the client prefers English.
enum class Language { vietnamese, english };
Language language_of(const Request& request);

/// A sentence in both languages.
struct Words {
  std::string vi;
  std::string en;
};

/// One thing wrong with a request's body, query or header.
struct Fault {
  std::string pointer;  ///< JSON pointer into the body (`/applicant/name`), or `?unit` for the query, `Idempotency-Key`
                        ///< for a header
  Words detail;
};

/// RFC 9457. `type` is stable: `https://motcua.vn/problems/` + a code such as `not-found`.
struct Problem {
  int status;
  std::string code;
  Words title;
  Words detail{};
  std::vector<Fault> errors{};
  std::vector<std::pair<std::string, std::string>> headers{};  ///< as Allow, Retry-After
  std::vector<std::pair<std::string, std::string>>
      members{};  ///< extension members with text values, as `rule`, `source`
};
/// application/problem+json with type, title, status, detail, errors, trace_id.
Response answer(const Problem& problem, const Request& request);

}  // namespace motcua::http
