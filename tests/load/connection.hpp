#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace motcua::load {

struct Answer {
  int status = 0;
  std::string head;
  std::string body;
};

/// One kept connection to a server on this machine. Owned and used by one client's thread. Throws std::runtime_error
/// when the server does not keep the connection or answers in a way that is not framed by Content-Length: a
/// measurement in which that happens is worth nothing.
class Connection {
 public:
  /// `from`: one of this machine's own addresses.
  explicit Connection(std::uint16_t port, const std::string& from = "127.0.0.1");
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// The answer is good until the next one.
  const Answer& ask(std::string_view request);

 private:
  void send(std::string_view bytes) const;
  void receive();

  int socket_;
  std::string received_;
  Answer answer_;
};

std::string get_request(std::string_view target, std::string_view token);
/// With a fresh idempotency key, as a client that means a new command sends it.
std::string post_request(std::string_view target, std::string_view token, std::string_view key, std::string_view body);

}  // namespace motcua::load
