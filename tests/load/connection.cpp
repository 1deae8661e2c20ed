#include "load/connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <stdexcept>

namespace motcua::load {
namespace {

constexpr std::string_view end_of_head = "\r\n\r\n";

/// The value of a header in a head, whatever the case of its name; empty when it is not there.
std::string_view header(std::string_view head, std::string_view name) {
  for (std::size_t at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at)) {
    at += 2;
    const std::string_view line = head.substr(at, head.find("\r\n", at) - at);
    if (line.size() > name.size() && line[name.size()] == ':' &&
        ::strncasecmp(line.data(), name.data(), name.size()) == 0) {
      const std::string_view value = line.substr(name.size() + 1);
      return value.substr(std::min(value.find_first_not_of(' '), value.size()));
    }
  }
  return {};
}

std::size_t number(std::string_view text) {
  std::size_t value = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{})
    throw std::runtime_error("not a number in an answer's head: " + std::string{text});
  return value;
}

}  // namespace

Connection::Connection(std::uint16_t port, const std::string& from)
    : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
  sockaddr_in own{};
  own.sin_family = AF_INET;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  // A port that was used within the last minute is as good as another.
  if (socket_ >= 0) ::setsockopt(socket_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  if (socket_ < 0 || ::inet_pton(AF_INET, from.c_str(), &own.sin_addr) != 1 ||
      ::bind(socket_, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0 ||
      ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    if (socket_ >= 0) ::close(socket_);
    throw std::runtime_error("nobody answers on port " + std::to_string(port));
  }
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Connection::~Connection() { ::close(socket_); }

const Answer& Connection::ask(std::string_view request) {
  send(request);
  std::size_t head_size = 0;
  while ((head_size = received_.find(end_of_head)) == std::string::npos) receive();
  head_size += end_of_head.size();
  answer_.head.assign(received_, 0, head_size);
  if (answer_.head.size() < 12) throw std::runtime_error("an answer without a status line");
  answer_.status = static_cast<int>(number(std::string_view{answer_.head}.substr(9, 3)));
  const std::string_view length = header(answer_.head, "content-length");
  if (length.empty() && answer_.status != 304 && answer_.status != 204)
    throw std::runtime_error("an answer without a length: " + answer_.head);
  const std::size_t whole = head_size + (length.empty() ? 0 : number(length));
  while (received_.size() < whole) receive();
  answer_.body.assign(received_, head_size, whole - head_size);
  received_.erase(0, whole);
  return answer_;
}

void Connection::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) throw std::runtime_error("the server closed the connection");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void Connection::receive() {
  std::array<char, 16384> piece;
  const auto got = ::recv(socket_, piece.data(), piece.size(), 0);
  if (got <= 0) throw std::runtime_error("the server closed the connection");
  received_.append(piece.data(), static_cast<std::size_t>(got));
}

std::string get_request(std::string_view target, std::string_view token) {
  std::string text{"GET "};
  text.append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n");
  if (!token.empty()) text.append("Authorization: Bearer ").append(token).append("\r\n");
  return text += "\r\n";
}

std::string post_request(std::string_view target, std::string_view token, std::string_view key, std::string_view body) {
  std::string text{"POST "};
  text.append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\nAuthorization: Bearer ");
  text.append(token).append("\r\nIdempotency-Key: ").append(key);
  text.append("\r\nContent-Type: application/json\r\nContent-Length: ").append(std::to_string(body.size()));
  return text.append("\r\n\r\n").append(body);
}

}  // namespace motcua::load
