#include <arpa/inet.h>
#include <curl/curl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

#include "runtime/runtime.hpp"
#include "store/database.hpp"

namespace motcua::runtime {
namespace {

std::uint16_t free_port() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
      getsockname(probe, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    throw std::runtime_error{"no port"};
  }
  close(probe);
  return ntohs(address.sin_port);
}

/// A connection that sent the beginning of a request and says no more.
class HalfSent {
 public:
  explicit HalfSent(std::uint16_t port) : socket_{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        send(socket_, "GET /", 5, MSG_NOSIGNAL) != 5) {
      throw std::runtime_error{"cannot send"};
    }
  }
  ~HalfSent() { close(socket_); }
  HalfSent(const HalfSent&) = delete;
  HalfSent& operator=(const HalfSent&) = delete;

 private:
  int socket_;
};

struct Answer {
  long status = 0;  ///< 0: none came
  std::string type{};
  std::string body{};
};

Answer get(std::uint16_t port, const std::string& path) {
  Answer answer;
  CURL* curl = curl_easy_init();
  const auto url = "http://127.0.0.1:" + std::to_string(port) + path;
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, 20000L);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(
      curl, CURLOPT_WRITEFUNCTION, +[](char* data, std::size_t size, std::size_t count, void* body) {
        static_cast<std::string*>(body)->append(data, size * count);
        return size * count;
      });
  if (curl_easy_perform(curl) == CURLE_OK) {
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    const char* type = nullptr;
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    if (type != nullptr) answer.type = type;
  }
  curl_easy_cleanup(curl);
  return answer;
}

template <class Condition>
void wait_until(const Condition& holds) {
  while (!holds()) std::this_thread::sleep_for(std::chrono::milliseconds{10});
}

/// A program that runs on the test's main thread, as signals want it, while `act` looks at it from another and ends
/// with a signal.
class AProgram : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    prepare_process();
    curl_global_init(CURL_GLOBAL_DEFAULT);
  }

  template <class Act>
  int run(const Act& act) {
    http::Server server{{.port = port_, .workers = 2},
                        {{.method = http::Method::get, .path = "/slow", .handler = slow_, .consumes = ""}},
                        metrics_};
    const std::jthread outside{[&] {
      wait_until([&] { return get(port_, "/none").status != 0; });
      act();
      kill(getpid(), SIGTERM);
    }};
    return run_until_stopped({.server = server,
                              .workers = workers_,
                              .admin = {.port = admin_port_},
                              .checks = checks_,
                              .commands = {{.method = http::Method::get,
                                            .path = "/commands/count",
                                            .handler = [](const http::Request&) { return http::json(200, "7"); },
                                            .consumes = ""},
                                           {.method = http::Method::get,
                                            .path = "/commands/later",
                                            .handler = [](const http::Request&) -> http::Response {
                                              throw store::Unavailable{"no database"};
                                            },
                                            .consumes = ""}},
                              .reload = reload_,
                              .metrics = metrics_,
                              .patience = patience_,
                              .longest_stop = longest_stop_});
  }

  metrics::Registry metrics_{"test"};
  const std::uint16_t port_ = free_port();
  const std::uint16_t admin_port_ = free_port();
  std::vector<Worker> workers_;
  std::vector<Check> checks_;
  std::function<void()> reload_;
  std::chrono::milliseconds patience_{6000};
  std::chrono::milliseconds longest_stop_ = std::chrono::hours{1};  // this process has other tests to run
  http::Handler slow_ = [](const http::Request&) { return http::json(200, "{}"); };
};

TEST_F(AProgram, ShowsItselfOnTheAdminPort) {
  std::atomic<bool> connected{false};
  checks_ = {{"catalogue", [] { return true; }}, {"database", [&] { return connected.load(); }}};
  EXPECT_EQ(run([&] {
              EXPECT_EQ(get(admin_port_, "/livez").status, 200);
              EXPECT_EQ(get(admin_port_, "/commands/count").body, "7");
              EXPECT_EQ(get(admin_port_, "/commands/later").status, 503);
              const auto metrics = get(admin_port_, "/metrics");
              EXPECT_EQ(metrics.type, "text/plain; version=0.0.4");
              for (const auto* part : {"motcua_build_info", R"(motcua_http_connections{server="admin"})",
                                       R"(motcua_http_connections{server="rest"})"}) {
                EXPECT_NE(metrics.body.find(part), std::string::npos) << part;
              }
              EXPECT_EQ(get(admin_port_, "/readyz").status, 503);
              EXPECT_EQ(get(admin_port_, "/readyz").body, "not ready: database\n");
              connected = true;
              EXPECT_EQ(get(admin_port_, "/readyz").status, 200);
              EXPECT_EQ(get(port_, "/metrics").status, 404) << "not on the REST port";
            }),
            0);
}

TEST_F(AProgram, CountsACheckThatThrowsAsFailed) {
  checks_ = {{"database", []() -> bool { throw std::runtime_error{"secret words"}; }}};
  run([&] { EXPECT_EQ(get(admin_port_, "/readyz").body, "not ready: database\n"); });
}

TEST_F(AProgram, FinishesRequestsAndStopsItsWorkersInTheirOrder) {
  std::mutex mutex;
  std::vector<std::string> ended;
  std::atomic<bool> asked{false};
  slow_ = [&](const http::Request&) {
    asked = true;
    // Under way until the admin port says that the program is stopping.
    wait_until([&] { return get(admin_port_, "/readyz").body == "not ready: stopping\n"; });
    return http::json(200, "{}");
  };
  for (const auto* name : {"consumer", "relay"}) {
    workers_.push_back({name, [&, name](const std::stop_token& stop) {
                          wait_until([&] { return stop.stop_requested(); });
                          std::this_thread::sleep_for(name == std::string{"consumer"} ? std::chrono::milliseconds{50}
                                                                                      : std::chrono::milliseconds{0});
                          const std::lock_guard lock{mutex};
                          ended.emplace_back(name);
                        }});
  }
  std::jthread client;
  EXPECT_EQ(run([&] {
              client = std::jthread{[&] { EXPECT_EQ(get(port_, "/slow").status, 200); }};
              wait_until([&] { return asked.load(); });
            }),
            0);
  EXPECT_EQ(ended, (std::vector<std::string>{"consumer", "relay"}));
}

TEST_F(AProgram, EndsInOrderAlthoughARequestHadOnlyHalfCome) {
  patience_ = std::chrono::hours{1};
  std::unique_ptr<HalfSent> half;
  EXPECT_EQ(run([&] {
              half = std::make_unique<HalfSent>(port_);
              EXPECT_EQ(get(port_, "/slow").status, 200);
            }),
            0);
}

TEST_F(AProgram, IsEndedWhenSomethingHangsAfterAnOrderlyStop) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  longest_stop_ = std::chrono::seconds{2};
  EXPECT_EXIT(
      {
        run([] {});
        pause();
      },
      testing::ExitedWithCode(1), "");
}

TEST_F(AProgram, StartsAWorkerAgainThatBreaksOrReturns) {
  std::atomic<int> started{0};
  workers_ = {{"relay", [&](const std::stop_token& stop) {
                 const int turn = ++started;
                 if (turn == 1) throw std::runtime_error{"broken"};
                 if (turn == 2) return;
                 wait_until([&] { return stop.stop_requested(); });
               }}};
  run([&] {
    wait_until([&] { return started == 3; });
    EXPECT_NE(get(admin_port_, "/metrics").body.find("motcua_worker_restarts_total{worker=\"relay\"} 2"),
              std::string::npos);
  });
}

TEST_F(AProgram, ReloadsOnHangUpAndSurvivesAFailedReload) {
  std::atomic<int> reloads{0};
  reload_ = [&] {
    ++reloads;
    throw std::runtime_error{"the catalogue is broken"};
  };
  EXPECT_EQ(run([&] {
              for (int turn = 1; turn <= 2; ++turn) {
                kill(getpid(), SIGHUP);
                wait_until([&] { return reloads == turn; });
              }
              EXPECT_EQ(get(admin_port_, "/livez").status, 200);
            }),
            0);
}

TEST_F(AProgram, DoesNotStartWhenItsPortIsTaken) {
  http::Server first{{.port = port_, .workers = 1}, {}, metrics_};
  first.start();
  http::Server second{{.port = port_, .workers = 1}, {}, metrics_};
  EXPECT_EQ(run_until_stopped({.server = second, .admin = {.port = admin_port_}, .metrics = metrics_}), 1);
  first.stop(std::chrono::milliseconds{100});
}

}  // namespace
}  // namespace motcua::runtime
