#include "bus/forwarder.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <list>
#include <stdexcept>
#include <string>
#include <vector>

namespace motcua::bus {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_{descriptor} {}
  ~Socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

// One direction of a connection: what was read and is not written yet.
struct Lane {
  std::string waiting;
  bool ended = false;

  bool wants_more() const { return !ended && waiting.size() < 256 * 1024; }

  // False when the connection is over.
  bool read_from(int source) {
    std::array<char, 65536> bytes;  // NOLINT: filled by recv
    const ssize_t count = ::recv(source, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count > 0) waiting.append(bytes.data(), static_cast<std::size_t>(count));
    if (count == 0) ended = true;
    return count >= 0 || errno == EAGAIN || errno == EINTR;
  }
  bool write_to(int target) {
    if (waiting.empty()) return true;
    const ssize_t count = ::send(target, waiting.data(), waiting.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count > 0) waiting.erase(0, static_cast<std::size_t>(count));
    return count >= 0 || errno == EAGAIN || errno == EINTR;
  }
};

struct Pair {
  Socket client;
  Socket broker;
  Lane to_broker;
  Lane to_client;

  Pair(int accepted, int connected) : client{accepted}, broker{connected} {}

  static short interest(const Lane& in, const Lane& out) {
    return static_cast<short>((in.wants_more() ? POLLIN : 0) | (out.waiting.empty() ? 0 : POLLOUT));
  }
  // False when there is nothing left to pass on.
  bool move(short on_client, short on_broker) {
    constexpr short readable = POLLIN | POLLHUP | POLLERR;
    bool alive = true;
    if ((on_client & readable) != 0 && to_broker.wants_more()) alive = to_broker.read_from(client.get()) && alive;
    if ((on_broker & readable) != 0 && to_client.wants_more()) alive = to_client.read_from(broker.get()) && alive;
    alive = to_broker.write_to(broker.get()) && alive;
    alive = to_client.write_to(client.get()) && alive;
    const bool over = (to_broker.ended && to_broker.waiting.empty()) || (to_client.ended && to_client.waiting.empty());
    return alive && !over;
  }
};

int connected_to(std::uint16_t port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  if (descriptor >= 0 && ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
    return descriptor;
  if (descriptor >= 0) ::close(descriptor);
  return -1;
}

void accept_one(int listener, std::uint16_t target, std::list<Pair>& pairs) {
  const int accepted = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (accepted < 0) return;
  const int onward = target == 0 ? -1 : connected_to(target);
  if (onward < 0) {
    ::close(accepted);
    return;
  }
  const int yes = 1;
  for (const int descriptor : {accepted, onward}) ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  pairs.emplace_back(accepted, onward);
}

}  // namespace

Forwarder::Forwarder(std::uint16_t port) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int yes = 1;
  ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address = loopback(port);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, 128) != 0) {
    const std::string why = std::strerror(errno);  // NOLINT: read at once
    ::close(listener_);
    throw std::runtime_error("cannot listen on 127.0.0.1:" + std::to_string(port) + ": " + why);
  }
  socklen_t size = sizeof address;
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  thread_ = std::jthread{[this](const std::stop_token& stop) { serve(stop); }};
}

Forwarder::~Forwarder() {
  thread_.request_stop();
  const std::uint64_t one = 1;
  (void)!::write(wake_, &one, sizeof one);
  thread_.join();
  ::close(wake_);
  ::close(listener_);
}

void Forwarder::point_to(std::uint16_t target) {
  target_ = (((target_ >> 16U) + 1U) << 16U) | target;
  const std::uint64_t one = 1;
  (void)!::write(wake_, &one, sizeof one);
}

void Forwarder::serve(const std::stop_token& stop) {
  std::list<Pair> pairs;
  std::uint32_t target = 0;
  std::vector<pollfd> watched;
  while (!stop.stop_requested()) {
    watched.assign({{listener_, POLLIN, 0}, {wake_, POLLIN, 0}});
    for (const Pair& pair : pairs) {
      watched.push_back({pair.client.get(), Pair::interest(pair.to_broker, pair.to_client), 0});
      watched.push_back({pair.broker.get(), Pair::interest(pair.to_client, pair.to_broker), 0});
    }
    ::poll(watched.data(), watched.size(), 1000);
    std::size_t at = 2;
    for (auto pair = pairs.begin(); pair != pairs.end(); at += 2) {
      pair = pair->move(watched[at].revents, watched[at + 1].revents) ? std::next(pair) : pairs.erase(pair);
    }
    if ((watched[1].revents & POLLIN) != 0) {
      std::uint64_t count = 0;
      (void)!::read(wake_, &count, sizeof count);
    }
    if (const std::uint32_t now = target_; now != target) {
      target = now;
      pairs.clear();
    }
    if ((watched[0].revents & POLLIN) != 0) accept_one(listener_, static_cast<std::uint16_t>(target & 0xFFFFU), pairs);
  }
}

}  // namespace motcua::bus
