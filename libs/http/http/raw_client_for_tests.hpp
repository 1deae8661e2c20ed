#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace motcua::http {

struct RawAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;
  std::string header(const std::string& name) const;
};

/// The code of the problem that it is; empty when it is none. Throws when a problem lacks what every problem has.
std::string problem_of(const RawAnswer& answer);

/// One connection that sends exactly the bytes it is told to and reads whole answers. Gives up after 30 s of silence by
/// throwing.
class RawClient {
 public:
  /// `receive_buffer`: bytes the kernel may hold for us; 0: its own choice. `from`: one of the loopback's addresses.
  explicit RawClient(std::uint16_t port, int receive_buffer = 0, const char* from = "127.0.0.1");
  ~RawClient();
  RawClient(RawClient&& other) noexcept
      : socket_{std::exchange(other.socket_, -1)}, received_{std::move(other.received_)} {}
  RawClient& operator=(RawClient&&) = delete;

  /// False when the server has gone.
  bool send(std::string_view bytes);
  void finish_sending();
  /// Closes with a reset instead of an end.
  void reset();
  RawAnswer answer(bool to_head = false);
  /// Reads this much of what came, if so much came.
  void read_slowly(std::size_t bytes);
  /// Something came that nobody has looked at yet.
  bool has_received() const;
  /// True when the server closed without another byte.
  bool ended();
  RawAnswer ask(std::string_view bytes) {
    send(bytes);
    return answer();
  }

 private:
  bool receive();
  int socket_;
  std::string received_;
};

}  // namespace motcua::http
