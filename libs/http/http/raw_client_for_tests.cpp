#include "http/raw_client_for_tests.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/text.hpp"

namespace motcua::http {

std::string RawAnswer::header(const std::string& name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& one) { return one.first == name; });
  return found == headers.end() ? std::string{} : found->second;
}

std::string problem_of(const RawAnswer& answer) {
  if (answer.header("content-type") != "application/problem+json") return "";
  const auto problem = nlohmann::json::parse(answer.body);
  if (problem.at("status") != answer.status || problem.at("trace_id").get<std::string>().size() != 32)
    throw std::runtime_error{"not a problem as ours are: " + answer.body};
  const std::string type = problem.at("type");
  return type.substr(type.rfind('/') + 1);
}

RawClient::RawClient(std::uint16_t port, int receive_buffer, const char* from)
    : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
  if (socket_ < 0) throw std::runtime_error{"no socket"};
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  // A port is chosen when connecting: chosen before, it could not be one that was used within the last minute, and
  // thousands of connections would use them all up.
  ::setsockopt(socket_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  sockaddr_in own{};
  own.sin_family = AF_INET;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::inet_pton(AF_INET, from, &own.sin_addr) != 1 ||
      ::bind(socket_, reinterpret_cast<sockaddr*>(&own), sizeof own) != 0 ||
      ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error{"cannot connect"};
  }
}

RawClient::~RawClient() {
  if (socket_ >= 0) ::close(socket_);
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::reset() {
  const linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(std::exchange(socket_, -1));
}

void RawClient::finish_sending() { ::shutdown(socket_, SHUT_WR); }

bool RawClient::receive() {
  pollfd readable{socket_, POLLIN, 0};
  if (::poll(&readable, 1, 30000) == 0) throw std::runtime_error{"silence"};
  char buffer[65536];
  const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
  if (got <= 0) return false;
  received_.append(buffer, static_cast<std::size_t>(got));
  return true;
}

RawAnswer RawClient::answer(bool to_head) {
  std::size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!receive()) throw std::runtime_error{"closed without an answer"};
  }
  RawAnswer answer;
  const auto lines = core::split(std::string_view{received_}.substr(0, end), '\n');
  answer.status = static_cast<int>(core::parse_number(lines.front().substr(9, 3)).value_or(0));
  for (std::size_t at = 1; at < lines.size(); ++at) {
    const std::size_t colon = lines[at].find(':');
    answer.headers.emplace_back(core::lower(lines[at].substr(0, colon)), core::trim(lines[at].substr(colon + 1)));
  }
  const std::string announced = answer.header("content-length");
  const std::size_t length = announced.empty() || to_head ? 0 : std::stoul(announced);
  while (received_.size() < end + 4 + length) {
    if (!receive()) throw std::runtime_error{"closed half-way through an answer"};
  }
  answer.body = received_.substr(end + 4, length);
  received_.erase(0, end + 4 + length);
  return answer;
}

void RawClient::read_slowly(std::size_t bytes) {
  std::string buffer(bytes, '\0');
  const ssize_t got = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (got > 0) received_.append(buffer, 0, static_cast<std::size_t>(got));
}

bool RawClient::has_received() const {
  pollfd readable{socket_, POLLIN, 0};
  return !received_.empty() || ::poll(&readable, 1, 0) > 0;
}

bool RawClient::ended() {
  while (receive()) {
  }
  return received_.empty();
}

}  // namespace motcua::http
