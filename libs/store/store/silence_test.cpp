#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "testing/testing.hpp"

namespace motcua::store {
namespace {

using namespace std::chrono_literals;

/// Stands before the server and passes on what both sides say, until it is told to be silent: then connections stay
/// open and nothing comes, as from a server whose processes are stopped.
class Forwarder {
 public:
  explicit Forwarder(int server) : server_{server}, listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address = local(0);
    socklen_t length = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
      throw std::runtime_error{"no port"};
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread{[this](const std::stop_token& stop) { forward(stop); }};
  }
  ~Forwarder() {
    thread_.request_stop();
    thread_.join();
    for (const int socket : sockets_) ::close(socket);
    ::close(listener_);
  }
  Forwarder(const Forwarder&) = delete;
  Forwarder& operator=(const Forwarder&) = delete;

  int port() const { return port_; }
  void be_silent() { silent_ = true; }
  void speak() { silent_ = false; }

 private:
  static sockaddr_in local(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  void forward(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::vector<pollfd> waiting{{listener_, POLLIN, 0}};
      for (const int socket : sockets_) waiting.push_back({socket, POLLIN, 0});
      if (silent_ || ::poll(waiting.data(), waiting.size(), 5) <= 0) {
        std::this_thread::sleep_for(1ms);
        continue;
      }
      for (std::size_t at = 1; at < waiting.size(); ++at) {
        if (waiting[at].revents != 0) pass_on(at - 1);
      }
      if (waiting[0].revents != 0) connect();
    }
  }

  // Each socket's other side stands beside it.
  void connect() {
    const int client = ::accept(listener_, nullptr, nullptr);
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = local(server_);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return;
    sockets_.push_back(client);
    sockets_.push_back(server);
  }

  void pass_on(std::size_t from) {
    char bytes[65536];
    const int other = sockets_[from ^ 1U];
    const ssize_t count = ::recv(sockets_[from], bytes, sizeof bytes, MSG_DONTWAIT);
    if (count > 0) {
      static_cast<void>(::send(other, bytes, static_cast<std::size_t>(count), MSG_NOSIGNAL));
    } else {
      ::shutdown(other, SHUT_RDWR);
      ::shutdown(sockets_[from], SHUT_RDWR);
    }
  }

  const int server_;
  const int listener_;
  int port_ = 0;
  std::atomic<bool> silent_{false};
  std::vector<int> sockets_;
  std::jthread thread_;
};

/// None of these tests exists where there is no server.
std::vector<std::string> server_kinds() {
  auto kinds = testing::database_kinds();
  std::erase(kinds, "sqlite");
  return kinds;
}

class ASilentServer : public ::testing::TestWithParam<std::string> {
 protected:
  ASilentServer() : settings_{temporary_.settings()} {
    const std::string name = "port=";
    const auto at = settings_.url.find(name) + name.size();
    const auto end = settings_.url.find(' ', at);
    forwarder_ = std::make_unique<Forwarder>(std::stoi(settings_.url.substr(at, end - at)));
    settings_.url.replace(at, end - at, std::to_string(forwarder_->port()));
    settings_.patience = 500ms;
    settings_.silence = 700ms;
    settings_.connections = 2;
    database_ = Database::open(settings_, metrics_);
    database_->transaction([](Transaction& tx) { tx.run("CREATE TABLE a (x TEXT)"); });
  }
  std::size_t rows() {
    return database_->in_read([](Transaction& tx) { return tx.query<std::string>("SELECT x FROM a"); }).size();
  }

  testing::TemporaryDatabase temporary_{GetParam()};
  metrics::Registry metrics_{"store_test"};
  Settings settings_;
  std::unique_ptr<Forwarder> forwarder_;
  std::unique_ptr<Database> database_;
};

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ASilentServer);
INSTANTIATE_TEST_SUITE_P(Store, ASilentServer, ::testing::ValuesIn(server_kinds()),
                         [](const auto& one) { return one.param; });

TEST_P(ASilentServer, IsUnavailableToATransactionUnderWay) {
  EXPECT_THROW(database_->transaction([&](Transaction& tx) {
    tx.run("INSERT INTO a VALUES ('lost')");
    forwarder_->be_silent();
    tx.run("INSERT INTO a VALUES ('too')");
  }),
               Unavailable);
  forwarder_->speak();
  EXPECT_EQ(rows(), 0U);
}

TEST_P(ASilentServer, IsUnavailableToANewTransactionAndServesAgainLater) {
  EXPECT_EQ(rows(), 0U);
  forwarder_->be_silent();
  EXPECT_THROW(rows(), Unavailable);
  forwarder_->speak();
  EXPECT_EQ(rows(), 0U);
}

TEST_P(ASilentServer, IsNotReady) {
  settings_.silence = 1h;
  database_ = Database::open(settings_, metrics_);
  EXPECT_TRUE(database_->answers());
  forwarder_->be_silent();
  EXPECT_FALSE(database_->answers());
  forwarder_->speak();
  EXPECT_TRUE(database_->answers());
}

TEST_P(ASilentServer, IsLedByNobody) {
  settings_.silence = 1h;
  const auto leader = Leadership::of(settings_, "relay");
  EXPECT_TRUE(leader->held());
  forwarder_->be_silent();
  EXPECT_FALSE(leader->held());
  forwarder_->speak();
  while (!leader->held()) std::this_thread::sleep_for(10ms);
}

TEST_P(ASilentServer, IsLeftWithoutWaitingWhenItsDatabaseIsClosed) {
  EXPECT_EQ(rows(), 0U);
  forwarder_->be_silent();
  database_.reset();
}

TEST_P(ASilentServer, IsWaitedForByAMigration) {
  database_->transaction([](Transaction& tx) {
    tx.take_your_time();
    tx.query<std::string>("SELECT CAST(pg_sleep(1.5) AS TEXT)");
  });
  EXPECT_THROW(
      database_->transaction([](Transaction& tx) { tx.query<std::string>("SELECT CAST(pg_sleep(4) AS TEXT)"); }),
      Unavailable)
      << "only the transaction that asked for it";
}

}  // namespace
}  // namespace motcua::store
