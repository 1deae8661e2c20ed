#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "http/server_fixture_for_tests.hpp"

namespace motcua::http {
namespace {

constexpr int many = 10'000;

bool raise_descriptors(rlim_t wanted) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur >= wanted) return true;
  limit.rlim_cur = std::min(wanted, limit.rlim_max);
  return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= wanted;
}

std::size_t resident_bytes() {
  std::ifstream file{"/proc/self/statm"};
  std::size_t all = 0;
  std::size_t resident = 0;
  file >> all >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// Clients that each ask once and then hold their connection while this lives. In a process of their own: one process
/// may not have the descriptors for both ends. Between fork and end it makes system calls only, since it was forked
/// beside other threads.
class Crowd {
 public:
  explicit Crowd(std::uint16_t port) {
    if (::pipe2(hold_, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
    child_ = ::fork();
    if (child_ == 0) be_the_crowd(port);
    ::close(hold_[0]);
  }
  ~Crowd() {
    ::close(hold_[1]);
    ::waitpid(child_, nullptr, 0);
  }
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

 private:
  [[noreturn]] void be_the_crowd(std::uint16_t port) const {
    for (int other = 3; other < 1024; ++other) {
      if (other != hold_[0]) ::close(other);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    constexpr std::string_view question = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";
    char answer[1024];
    for (int count = 0; count < many; ++count) {
      const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
      if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
          ::send(socket, question.data(), question.size(), MSG_NOSIGNAL) < 0 ||
          ::recv(socket, answer, sizeof answer, 0) <= 0) {
        ::_exit(1);
      }
    }
    [[maybe_unused]] const auto ended = ::read(hold_[0], answer, 1);
    ::_exit(0);
  }

  int hold_[2] = {-1, -1};
  pid_t child_ = -1;
};

void wait_for_connections(const Running& running, int count) {
  const std::string wanted = R"(motcua_http_connections{server="rest"} )" + std::to_string(count) + "\n";
  for (int looks = 0; running.metrics().find(wanted) == std::string::npos; ++looks) {
    if (looks > 6000) throw std::runtime_error{"never " + std::to_string(count) + " connections"};
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
}

TEST(TenThousandIdleConnections, DisturbNobodyAndCostLittleMemoryEachTime) {
  if (!raise_descriptors(many + 1000))
    GTEST_SKIP() << "needs a hard limit of 11,000 file descriptors (ulimit -Hn); runs where there is one";
  Running running{
      {.workers = 4, .connections = many + 100, .connections_of_an_address = 0, .idle_timeout = std::chrono::hours{1}}};
  for (int count = 0; count < 100; ++count) running.client().ask(get("/hello"));
  wait_for_connections(running, 0);
  const std::size_t alone = resident_bytes();
  const auto with_a_crowd = [&] {
    const Crowd crowd{running.port()};
    wait_for_connections(running, many);
    for (int count = 0; count < 100; ++count) EXPECT_EQ(running.client().ask(get("/hello")).status, 200);
    return resident_bytes();
  };
  const std::size_t first = with_a_crowd();
  const std::size_t each = (first - std::min(first, alone)) / many;
  RecordProperty("bytes_of_a_connection", std::to_string(each));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_LT(each, 4096U);
#endif
  [[maybe_unused]] std::size_t later = 0;
  for (int wave = 0; wave < 3; ++wave) {
    wait_for_connections(running, 0);
    later = with_a_crowd();
  }
#if !defined(__SANITIZE_ADDRESS__)  // it keeps what is given back for a while
  EXPECT_LT(later, first + first / 10) << "from " << first;
#endif
}

}  // namespace
}  // namespace motcua::http
