#include "http/entrance.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "http/refusals.hpp"
#include "http/trace.hpp"
#include "http/wire.hpp"
#include "log/log.hpp"

namespace motcua::http {
namespace {

constexpr int backlog = 1024;  // the kernel cuts it to net.core.somaxconn
// Connections above a cap that may wait at once for their 503 to be read; beyond them the socket is just closed.
constexpr std::size_t turned_away_at_once = 64;
constexpr std::size_t turned_away_of_an_address = 16;
// Descriptors that the rest of the process needs: database, broker, cache, files, and the admin port's connections.
constexpr std::size_t kept_descriptors = 256;
constexpr std::size_t of_a_worker = 8;

std::size_t cap_of(const Settings& settings) {
  const auto cap = static_cast<std::size_t>(std::max(settings.connections, 1));
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return cap;
  const std::size_t reserve =
      kept_descriptors + turned_away_at_once + of_a_worker * static_cast<std::size_t>(std::max(settings.workers, 1));
  return std::min(cap, limit.rlim_cur > 2 * reserve ? limit.rlim_cur - reserve : limit.rlim_cur / 2);
}

std::string address_of(const sockaddr_storage& from) {
  char text[INET6_ADDRSTRLEN] = {};
  if (from.ss_family == AF_INET) {
    ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(from).sin_addr, text, sizeof text);
  } else if (from.ss_family == AF_INET6) {
    ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(from).sin6_addr, text, sizeof text);
  }
  return text;
}

std::uint16_t bound_port(int socket) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size);
  return ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(bound).sin6_port
                                           : reinterpret_cast<sockaddr_in&>(bound).sin_port);
}

int spare_descriptor() { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

}  // namespace

Entrance::Entrance(House& house) : house_{house}, cap_{cap_of(house.settings)} {
  const Settings& settings = house.settings;
  const std::string place = settings.address + ":" + std::to_string(settings.port);
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(settings.address.c_str(), std::to_string(settings.port).c_str(), &hints, &found) != 0) {
    throw std::runtime_error{"not an address to listen on: " + place};
  }
  listener_ = ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const bool listening = ::bind(listener_, found->ai_addr, found->ai_addrlen) == 0 && ::listen(listener_, backlog) == 0;
  const int why = errno;
  ::freeaddrinfo(found);
  if (!listening) {
    ::close(listener_);
    throw std::runtime_error{"cannot listen on " + place + ": " + std::strerror(why)};
  }
  port_ = bound_port(listener_);
  stop_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  spare_ = spare_descriptor();
}

Entrance::~Entrance() {
  shut();
  for (const int descriptor : {listener_, stop_, spare_}) {
    if (descriptor >= 0) ::close(descriptor);
  }
}

void Entrance::open(Lanes& lanes) {
  thread_ = std::thread{[this, &lanes] { run(lanes); }};
}

void Entrance::shut() {
  if (!thread_.joinable()) return;
  stopping_ = true;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(stop_, &one, sizeof one);
  thread_.join();
  ::close(listener_);
  listener_ = -1;
}

void Entrance::run(Lanes& lanes) {
  while (!stopping_) {
    pollfd waiting[2] = {{listener_, POLLIN, 0}, {stop_, POLLIN, 0}};
    if (::poll(waiting, 2, -1) < 0 && errno != EINTR)
      log::error("cannot wait for connections", {{"error", std::strerror(errno)}});
    accept_all(lanes);
  }
  accept_all(lanes);  // who connected before we were told is inside
}

void Entrance::accept_all(Lanes& lanes) {
  while (true) {
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    const int socket = ::accept4(listener_, reinterpret_cast<sockaddr*>(&from), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket >= 0) {
      bring_in(socket, address_of(from), lanes);
    } else if (errno == EMFILE || errno == ENFILE) {
      if (!turn_away()) return;
    } else if (errno != EINTR && errno != ECONNABORTED) {
      if (errno != EAGAIN && errno != EWOULDBLOCK) {
        log::error("cannot accept; will retry", {{"error", std::strerror(errno)}});
        ::poll(nullptr, 0, 50);
      }
      return;
    }
  }
}

// A connection that waits in the kernel's queue would wake us for ever; so it is taken and told. False when nobody
// waits (the kernel says that descriptors ran out before it looks), or when another thread was quicker to take the
// spare one.
bool Entrance::turn_away() {
  if (spare_ >= 0) ::close(spare_);
  const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (socket >= 0) {
    house_.refused("descriptors");
    Request nobody{.method = Method::get};
    nobody.traceparent = new_traceparent();
    const Response response = answer(overloaded(), nobody);
    send_all(socket, head_of(response, {.close = true, .traceparent = nobody.traceparent}), response.body, Pace{});
    ::close(socket);
  }
  spare_ = spare_descriptor();
  if (const auto now = Steady::now(); now >= warned_ + std::chrono::seconds{1}) {
    warned_ = now;
    log::warn("out of file descriptors; connections are turned away");
  }
  if (socket < 0) ::poll(nullptr, 0, 10);
  return socket >= 0;
}

// Our own proxies speak for many and are not counted.
Crowd::Seat Entrance::seat_for(const std::string& peer) const {
  if (house_.settings.connections_of_an_address <= 0 || house_.proxies.trusts(peer)) return {};
  return {house_.crowd, house_.proxies.client(peer, {})};
}

void Entrance::bring_in(int socket, std::string peer, Lanes& lanes) {
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const std::size_t open = lanes.connections();
  auto seat = seat_for(peer);
  const auto own_cap = static_cast<std::size_t>(std::max(house_.settings.connections_of_an_address, 0));
  const bool crowded = seat.taken() > own_cap;
  if (crowded || open >= cap_) house_.refused(crowded ? "connections_of_an_address" : "connections");
  if (seat.taken() > own_cap + turned_away_of_an_address || open >= cap_ + turned_away_at_once) {
    ::close(socket);
    return;
  }
  auto conversation = std::make_shared<Conversation>(socket, std::move(peer), house_, std::move(seat));
  if (crowded || open >= cap_) conversation->turn_away(overloaded());
  lanes.give(std::move(conversation));
}

}  // namespace motcua::http
