#include "http/wire.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <optional>

#include "core/text.hpp"
#include "http/head.hpp"

namespace motcua::http {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t least_rate = 64 * 1024;            // bytes a second
constexpr std::chrono::milliseconds between_looks{100};  // at `hurry`

const char* phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 207: return "Multi-Status";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "";
  }
}

// One per thread and second: formatting it costs more than the rest of the head.
const std::string& date() {
  thread_local std::time_t second = 0;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != second) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    char buffer[64];
    text.assign(buffer, std::strftime(buffer, sizeof buffer, "%a, %d %b %Y %H:%M:%S GMT", &parts));
    second = now;
  }
  return text;
}

bool is_ours(const std::string& name) {
  const std::string lower = core::lower(name);
  return lower == "content-length" || lower == "connection" || lower == "date" || lower == "transfer-encoding" ||
         lower == "content-type" || lower == "traceparent" || !is_token(name);
}

void add_field(std::string& head, std::string_view name, std::string_view value) {
  head += name;
  head += ": ";
  for (const char c : value) head += (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) ? ' ' : c;
  head += "\r\n";
}

}  // namespace

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string head_of(const Response& response, const Manner& manner) {
  std::string head;
  head.reserve(512);
  head += "HTTP/1.1 ";
  head += std::to_string(response.status);
  head += ' ';
  head += phrase(response.status);
  head += "\r\n";
  add_field(head, "Date", date());
  if (has_body(response.status))
    add_field(head, "Content-Length", std::to_string(response.file ? response.file->size() : response.body.size()));
  if (!response.content_type.empty()) add_field(head, "Content-Type", response.content_type);
  if (!manner.traceparent.empty()) add_field(head, "traceparent", manner.traceparent);
  bool cached = false;
  for (const auto& [name, value] : response.headers) {
    if (is_ours(name)) continue;
    cached = cached || core::lower(name) == "cache-control";
    add_field(head, name, value);
  }
  if (!cached) head += "Cache-Control: no-store\r\n";
  head += "X-Content-Type-Options: nosniff\r\n";
  if (manner.close) head += "Connection: close\r\n";
  head += "\r\n";
  return head;
}

bool send_all(int socket, std::string_view head, std::string_view body, const Pace& pace) {
  std::optional<Steady::time_point> began;
  std::size_t left_then = 0;  // what the kernel took before that, nobody may have read
  const auto time_for = [&](std::size_t read) {
    if (pace.hurry.stop_requested()) return pace.patience;
    return std::min<std::chrono::milliseconds>(pace.patience + std::chrono::milliseconds{read * 1000 / least_rate},
                                               pace.most);
  };
  while (!head.empty() || !body.empty()) {
    // sendmsg only reads from what an iovec points to.
    iovec parts[2] = {{const_cast<char*>(head.data()), head.size()}, {const_cast<char*>(body.data()), body.size()}};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = 2;
    const ssize_t sent = ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      const std::size_t of_head = std::min(static_cast<std::size_t>(sent), head.size());
      head.remove_prefix(of_head);
      body.remove_prefix(static_cast<std::size_t>(sent) - of_head);
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
    const auto now = Steady::now();
    const std::size_t left_now = head.size() + body.size();
    if (!began) {
      if (pace.may_wait && !pace.may_wait()) return false;
      began = now;
      left_then = left_now;
    }
    const auto end = *began + time_for(left_then - left_now);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - now);
    if (left.count() <= 0) return false;
    pollfd room{socket, POLLOUT, 0};
    ::poll(&room, 1, static_cast<int>(std::min(left, between_looks).count()));
  }
  return true;
}

bool send_all(int socket, std::string_view head, const core::File& body, const Pace& pace) {
  constexpr std::size_t piece = 256 * 1024;
  const auto began = Steady::now();
  Pace rest = pace;
  try {
    for (std::uint64_t at = 0; at < body.size();) {
      const std::string bytes = body.read(at, piece);
      if (bytes.empty()) return false;
      // All pieces together have the time that one body would have.
      rest.most = std::max(pace.most - std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - began),
                           std::chrono::milliseconds{0});
      rest.patience = std::min(pace.patience, rest.most);
      if (!send_all(socket, head, bytes, rest)) return false;
      head = {};
      at += bytes.size();
    }
    return head.empty() || send_all(socket, head, std::string_view{}, rest);
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace motcua::http
