#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <string_view>

#include "testing/testing.hpp"

namespace motcua::testing {
namespace {

constexpr int patience =
    60000;  // milliseconds without any progress: a server that hangs fails the test, it does not hang it

class Socket {
 public:
  explicit Socket(std::uint16_t port) : descriptor_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      ::close(descriptor_);
      throw std::runtime_error{"nothing listens on port " + std::to_string(port)};
    }
  }
  ~Socket() { ::close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  /// False when the server closed its side first: its answer may still be there.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      if (sent < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// False at the end.
  bool receive(std::string& bytes) {
    pollfd readable{descriptor_, POLLIN, 0};
    if (::poll(&readable, 1, patience) == 0) throw std::runtime_error{"the server did not answer in time"};
    char buffer[16384];
    const ssize_t got = ::recv(descriptor_, buffer, sizeof buffer, 0);
    if (got <= 0) return false;
    bytes.append(buffer, static_cast<std::size_t>(got));
    return true;
  }

 private:
  int descriptor_;
};

std::string lower(std::string_view text) {
  std::string lowered{text};
  std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lowered;
}

HttpAnswer read_head(std::string_view head) {
  HttpAnswer answer;
  if (head.size() < 12 || !head.starts_with("HTTP/1.1 "))
    throw std::runtime_error{"not an answer: " + std::string{head.substr(0, 40)}};
  std::from_chars(head.data() + 9, head.data() + 12, answer.status);
  for (std::size_t at = head.find("\r\n"); at != std::string_view::npos && at + 2 < head.size();) {
    const std::size_t end = std::min(head.find("\r\n", at + 2), head.size());
    const std::string_view line = head.substr(at + 2, end - at - 2);
    const std::size_t colon = line.find(": ");
    if (colon != std::string_view::npos)
      answer.headers.emplace_back(lower(line.substr(0, colon)), line.substr(colon + 2));
    at = end;
  }
  return answer;
}

}  // namespace

std::string HttpAnswer::header(const std::string& name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& one) { return one.first == name; });
  return found == headers.end() ? std::string{} : found->second;
}

HttpAnswer request(std::uint16_t port, const std::string& method, const std::string& target,
                   const std::vector<std::pair<std::string, std::string>>& headers, const std::string& body) {
  Socket socket{port};
  const auto has = [&](std::string_view name) {
    return std::any_of(headers.begin(), headers.end(), [&](const auto& one) { return lower(one.first) == name; });
  };
  std::string sent = method + " " + target + " HTTP/1.1\r\n";
  if (!has("host")) sent += "Host: 127.0.0.1\r\n";
  if (!has("connection")) sent += "Connection: close\r\n";
  for (const auto& [name, value] : headers) sent.append(name).append(": ").append(value).append("\r\n");
  const bool framed = has("content-length") || has("transfer-encoding");
  if (!framed && (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH")) {
    sent += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  sent += "\r\n" + body;
  socket.send(sent);

  std::string received;
  std::size_t end = std::string::npos;
  while (true) {
    end = received.find("\r\n\r\n");
    if (end != std::string::npos && received.starts_with("HTTP/1.1 100")) {
      received.erase(0, end + 4);
      continue;
    }
    if (end != std::string::npos) break;
    if (!socket.receive(received)) throw std::runtime_error{"the server closed the connection without an answer"};
  }
  HttpAnswer answer = read_head(std::string_view{received}.substr(0, end));
  answer.body = received.substr(end + 4);
  const std::string length = answer.header("content-length");
  const bool bodiless = method == "HEAD" || answer.status == 204 || answer.status == 304;
  const std::size_t expected = bodiless || length.empty() ? 0 : std::stoull(length);
  while (answer.body.size() < expected) {
    if (!socket.receive(answer.body)) throw std::runtime_error{"the answer stopped half-way"};
  }
  if (answer.body.size() > expected) throw std::runtime_error{"more came than the answer announced"};
  return answer;
}

}  // namespace motcua::testing
