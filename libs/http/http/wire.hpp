#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/file.hpp"
#include "http/message.hpp"

namespace motcua::http {

/// How an answer goes out, besides what it says.
struct Manner {
  bool without_body = false;  ///< to HEAD: Content-Length as if there were one
  bool close = false;
  std::string_view traceparent;
};

/// Status line and header fields. What frames the answer or the connection is written here only: a handler's own
/// Content-Length, Connection, Date or Transfer-Encoding is dropped, and control characters in its values become
/// blanks.
std::string head_of(const Response& response, const Manner& manner);
/// Statuses without a body by definition.
bool has_body(int status);

/// How long a client may take to read: `patience`, and a second more for each 64 KiB that it did read, `most` in all;
/// once `hurry` is asked for, `patience` alone.
struct Pace {
  std::chrono::milliseconds patience{0};
  std::chrono::milliseconds most{0};
  std::stop_token hurry{};
  std::function<bool()> may_wait{};  ///< asked before the first wait; false: the client is not waited for
};

/// All bytes to a socket that does not block, waiting for room. False when the client went away or was too slow.
bool send_all(int socket, std::string_view head, std::string_view body, const Pace& pace);
/// The same with a file for a body, a piece in memory at a time. False also when the file ends early or cannot be read.
bool send_all(int socket, std::string_view head, const core::File& body, const Pace& pace);

}  // namespace motcua::http
