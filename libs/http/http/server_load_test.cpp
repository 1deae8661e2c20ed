#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <thread>

#include "http/server_fixture_for_tests.hpp"

namespace motcua::http {
namespace {

using namespace std::chrono_literals;

TEST(ASlowHead, IsToldItIsTooSlow) {
  Running running{{.head_timeout = 200ms}};
  RawClient client = running.client();
  client.send("GET /hello HT");
  const RawAnswer answer = client.answer();
  EXPECT_EQ(answer.status, 408);
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_TRUE(client.ended());
}

TEST(AHeadThatDrips, HasOneDeadlineAndNotOnePerByte) {
  Running running{{.head_timeout = 300ms}};
  RawClient client = running.client();
  client.send("GET /hello HTTP/1.1\r\nX: ");
  while (!client.has_received() && client.send("a")) std::this_thread::sleep_for(20ms);
  EXPECT_EQ(client.answer().status, 408);
}

TEST(ASlowBody, IsToldItIsTooSlow) {
  Running running{{.body_timeout = 200ms}};
  RawClient client = running.client();
  client.send(post("/echo", "{}").substr(0, post("/echo", "{}").size() - 1));
  EXPECT_EQ(client.answer().status, 408);
  EXPECT_TRUE(client.ended());
}

TEST(AnIdleConnection, IsClosedWithoutAWord) {
  Running running{{.idle_timeout = 200ms}};
  RawClient silent = running.client();
  RawClient used = running.client();
  EXPECT_EQ(used.ask(get("/hello")).status, 200);
  EXPECT_TRUE(used.ended());
  EXPECT_TRUE(silent.ended());
}

TEST(ARequestThatWaitsForItsWorker, IsNotTheClientsDelay) {
  Running running{{.workers = 1, .head_timeout = 100ms, .body_timeout = 100ms, .idle_timeout = 100ms}};
  RawClient first = running.client();
  RawClient second = running.client();
  first.send(get("/waits"));
  running.wait_for_waiting(1);
  second.send(get("/hello"));
  std::this_thread::sleep_for(400ms);
  running.release();
  EXPECT_EQ(first.answer().status, 200);
  EXPECT_EQ(second.answer().status, 200);
}

TEST(ALongRequest, HoldsUpNoConnectionThatComesAfterIt) {
  Running running{{.workers = 2}};
  RawClient first = running.client();
  first.send(get("/waits"));
  running.wait_for_waiting(1);
  std::this_thread::sleep_for(200ms);  // by now it counts as long
  std::vector<RawClient> others;
  for (int count = 0; count < 4; ++count) {
    others.push_back(running.client());
    EXPECT_EQ(others.back().ask(get("/hello")).status, 200);
  }
  running.release();
  EXPECT_EQ(first.answer().status, 200);
}

TEST(ASlowReader, GetsItsWholeAnswer) {
  Running running;
  RawClient client{running.port(), 4096};
  client.send(get("/large"));
  std::this_thread::sleep_for(300ms);
  EXPECT_EQ(client.answer().body.size(), 1U << 20);
}

TEST(AReaderThatStops, IsCutOffAndTheWorkerIsFree) {
  Running running{{.workers = 1, .write_timeout = 200ms}};
  RawClient stuck{running.port(), 4096};
  stuck.send(get("/huge"));
  EXPECT_EQ(running.client().ask(get("/hello")).status, 200);
  EXPECT_THROW(stuck.answer(), std::runtime_error);
  EXPECT_NE(running.metrics().find(R"(motcua_http_refused_total{reason="slow_reader",server="rest"} 1)"),
            std::string::npos);
}

TEST(AReaderThatGoesOn, GetsMoreTimeThanOneThatStops) {
  Running running{{.write_timeout = 400ms}};
  RawClient client{running.port(), 4096};
  client.send(get("/huge"));
  for (int turn = 0; turn < 20; ++turn) {
    std::this_thread::sleep_for(50ms);
    client.read_slowly(256 * 1024);
  }
  EXPECT_EQ(client.answer().body.size(), 64U << 20);
}

TEST(AReaderThatGoesOn, IsCutOffWhenItTakesTooLongInAll) {
  Running running{{.write_timeout = 200ms, .longest_write = 400ms}};
  RawClient client{running.port(), 4096};
  client.send(get("/huge"));
  const std::string cut_off = R"(motcua_http_refused_total{reason="slow_reader",server="rest"} 1)";
  while (running.metrics().find(cut_off) == std::string::npos) {
    client.read_slowly(1024);
    std::this_thread::sleep_for(10ms);
  }
}

TEST(AReaderInTheWay, DoesNotHoldUpAStop) {
  Running running{{.write_timeout = 200ms, .longest_write = 1h}};
  RawClient client{running.port(), 4096};
  client.send(get("/huge"));
  while (!client.has_received()) std::this_thread::sleep_for(1ms);
  running.server().stop(1h);
}

TEST(AConnectionTooMany, IsTold503AndClosed) {
  Running running{{.connections = 3}};
  std::vector<RawClient> open;
  for (int count = 0; count < 3; ++count) {
    open.push_back(running.client());
    EXPECT_EQ(open.back().ask(get("/hello")).status, 200);
  }
  RawClient late = running.client();
  const RawAnswer answer = late.ask(get("/hello"));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("retry-after"), "2");
  EXPECT_TRUE(late.ended());
  EXPECT_EQ(open[0].ask(get("/hello")).status, 200);

  open.clear();
  int status = 503;
  while (status == 503) {  // until the server has seen the others go
    std::this_thread::sleep_for(5ms);
    status = running.client().ask(get("/hello")).status;
  }
  EXPECT_EQ(status, 200);
}

TEST(AnAddressWhoseClientsDoNotRead, HoldsAPartOfTheWorkersOnly) {
  Running running{{.workers = 4, .write_timeout = 1h, .longest_write = 1h}};
  std::vector<RawClient> stuck;
  const std::string wanted = R"(motcua_http_refused_total{reason="slow_readers_of_an_address",server="rest"})";
  while (running.metrics().find(wanted) == std::string::npos) {
    ASSERT_LT(stuck.size(), 20U);
    stuck.emplace_back(running.port(), 4096);
    stuck.back().send(get("/huge"));
    std::this_thread::sleep_for(100ms);
  }
  EXPECT_EQ(running.client().ask(get("/hello")).status, 200);
  RawClient other{running.port(), 0, "127.0.0.3"};
  EXPECT_EQ(other.ask(get("/large")).status, 200);
}

TEST(AnAddressWithTooManyConnections, IsTold503AndOthersAreNot) {
  Running running{{.trusted_proxies = {"127.0.0.2"}, .connections_of_an_address = 3}};
  std::vector<RawClient> open;
  for (int count = 0; count < 3; ++count) {
    open.push_back(running.client());
    EXPECT_EQ(open.back().ask(get("/hello")).status, 200);
  }
  RawClient late = running.client();
  EXPECT_EQ(late.ask(get("/hello")).status, 503);
  EXPECT_TRUE(late.ended());
  EXPECT_NE(running.metrics().find(R"(motcua_http_refused_total{reason="connections_of_an_address",server="rest"} 1)"),
            std::string::npos);

  std::vector<RawClient> others;
  for (const auto* address : {"127.0.0.3", "127.0.0.2", "127.0.0.2", "127.0.0.2", "127.0.0.2"}) {
    others.push_back(RawClient{running.port(), 0, address});
    EXPECT_EQ(others.back().ask(get("/hello")).status, 200) << address;
  }

  open.clear();
  int status = 503;
  while (status == 503) {  // until the server has seen them go
    std::this_thread::sleep_for(5ms);
    status = running.client().ask(get("/hello")).status;
  }
  EXPECT_EQ(status, 200);
}

/// Takes every descriptor that the process may still have, while it lives.
class NoDescriptors {
 public:
  NoDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    taken_.push_back(take());
    rlimit few = before_;
    few.rlim_cur = static_cast<rlim_t>(taken_.back()) + 10;
    ::setrlimit(RLIMIT_NOFILE, &few);
    for (int taken = take(); taken >= 0; taken = take()) taken_.push_back(taken);
  }
  ~NoDescriptors() {
    for (const int taken : taken_) ::close(taken);
    ::setrlimit(RLIMIT_NOFILE, &before_);
  }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;

  void free_one() {
    ::close(taken_.back());
    taken_.pop_back();
  }

 private:
  static int take() { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

  rlimit before_{};
  std::vector<int> taken_;
};

TEST(AServerWithoutDescriptors, TurnsClientsAwayAndServesThemLater) {
  Running running;
  {
    NoDescriptors none;
    none.free_one();  // the client's own
    RawClient client = running.client();
    EXPECT_EQ(client.answer().status, 503);
    EXPECT_TRUE(client.ended());
  }
  EXPECT_EQ(running.client().ask(get("/hello")).status, 200);
  EXPECT_NE(running.metrics().find(R"(motcua_http_refused_total{reason="descriptors",server="rest"} 1)"),
            std::string::npos);
}

TEST(AServerWithoutDescriptors, StopsAllTheSame) {
  Running running;
  NoDescriptors none;
  none.free_one();
  RawClient client = running.client();
  EXPECT_EQ(client.answer().status, 503);
  running.server().stop(10s);
}

TEST(AClientThatSendsWithoutPause, IsAskedToComeAgain) {
  Running running{{.workers = 1}};
  RawClient first = running.client();
  RawClient endless = running.client();
  first.send(get("/waits"));
  running.wait_for_waiting(1);
  std::string requests;
  for (int count = 0; count < 4000; ++count) requests += get("/hello");
  endless.send(requests);
  running.release();
  int answered = 0;
  for (std::string connection; connection != "close"; ++answered) connection = endless.answer().header("connection");
  EXPECT_LT(answered, 4000);
  EXPECT_EQ(answered, running.greetings());
}

TEST(AClientThatAsksWithoutPause, LetsOthersOfItsLaneIn) {
  Running running{{.workers = 1}};
  RawClient busy = running.client();
  RawClient eager = running.client();
  RawClient modest = running.client();
  EXPECT_EQ(modest.ask(get("/hello")).status, 200);  // all three are in the lane
  busy.send(get("/waits"));
  running.wait_for_waiting(1);
  std::string requests;
  for (int count = 0; count < 100; ++count) requests += get("/hello");
  eager.send(requests);
  modest.send(get("/greetings"));
  running.release();
  EXPECT_LT(std::stoi(modest.answer().body), 1 + 100);
  for (int count = 0; count < 100; ++count) EXPECT_EQ(eager.answer().status, 200);
}

TEST(AClientThatAskedTooMuch, IsAnsweredAgainAfterAMoment) {
  Running running;
  RawClient client = running.client();
  for (int count = 0; count < 3; ++count) {
    EXPECT_EQ(client.ask(get("/too-much")).status, 429);
    EXPECT_EQ(client.ask(get("/hello")).status, 200);
  }
  client.send(get("/too-much") + get("/hello"));
  client.finish_sending();
  EXPECT_EQ(client.answer().status, 429);
  EXPECT_EQ(client.answer().status, 200);
  EXPECT_TRUE(client.ended());
}

TEST(SixteenClients, AreServedAtOnce) {
  Running running{{.workers = 16}};
  std::vector<RawClient> clients;
  for (int count = 0; count < 16; ++count) {
    clients.push_back(running.client());
    clients.back().send(get("/waits"));
  }
  running.wait_for_waiting(16);
  running.release();
  for (auto& client : clients) EXPECT_EQ(client.answer().status, 200);
}

TEST(Stopping, LetsRequestsUnderWayFinish) {
  Running running{{.last_call = 20s}};
  RawClient busy = running.client();
  RawClient idle = running.client();
  EXPECT_EQ(idle.ask(get("/hello")).status, 200);
  busy.send(get("/waits"));
  running.wait_for_waiting(1);
  RawClient halfway = running.client();
  halfway.send(get("/hello").substr(0, 20));

  std::jthread stopping{[&] { running.server().stop(20s); }};
  EXPECT_TRUE(idle.ended());
  halfway.send(get("/hello").substr(20));
  const RawAnswer late = halfway.answer();
  EXPECT_EQ(late.status, 200);
  EXPECT_EQ(late.header("connection"), "close");
  running.release();
  EXPECT_EQ(busy.answer().header("connection"), "close");
  EXPECT_TRUE(busy.ended());
  busy.finish_sending();
  stopping.join();
  EXPECT_THROW(running.client(), std::runtime_error);
}

TEST(Stopping, WaitsOnlyForAMomentForTheRestOfARequest) {
  Running running{{.last_call = 100ms}};
  RawClient head = running.client();
  head.send("GET /hello HT");
  RawClient body = running.client();
  body.send(post("/echo", "{}").substr(0, post("/echo", "{}").size() - 1));
  std::jthread stopping{[&] { running.server().stop(1h); }};
  for (RawClient* client : {&head, &body}) {
    const RawAnswer answer = client->answer();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.header("retry-after"), "2");
    EXPECT_TRUE(client->ended());
    client->finish_sending();
  }
  stopping.join();
}

TEST(Stopping, IsToldToTheHandlersAtWork) {
  Running running;
  RawClient busy = running.client();
  busy.send(get("/until-closing"));
  running.wait_for_waiting(1);
  running.server().stop(1h);
  EXPECT_EQ(busy.answer().status, 503);
}

TEST(Stopping, DoesNotWaitLongerThanItsPatience) {
  Running running;
  RawClient halfway = running.client();
  halfway.send("GET /hello HT");
  EXPECT_EQ(running.client().ask(get("/hello")).status, 200);
  running.server().stop(100ms);
  EXPECT_TRUE(halfway.ended());
}

TEST(StoppingUnderLoad, AnswersEveryRequestThatAHandlerSaw) {
  Running running{{.last_call = 20s}};
  std::atomic<int> answered{0};
  std::atomic<int> broken{0};
  std::vector<std::thread> clients;
  clients.reserve(16);
  for (int number = 0; number < 16; ++number) {
    clients.emplace_back([&] {
      try {
        while (true) {
          RawClient client = running.client();
          bool open = true;
          while (open) {
            if (!client.send(get("/hello"))) break;
            std::string connection;
            try {
              connection = client.answer().header("connection");
            } catch (const std::runtime_error& error) {
              // A request may cross the closing of an idle connection; a half answer may not be.
              if (std::string{error.what()} != "closed without an answer") ++broken;
              break;
            }
            ++answered;
            open = connection != "close";
          }
        }
      } catch (const std::runtime_error&) {
        return;  // nothing listens any more
      }
    });
  }
  while (answered < 1000) std::this_thread::sleep_for(1ms);
  running.server().stop(10s);
  for (auto& client : clients) client.join();
  EXPECT_EQ(broken, 0);
  EXPECT_EQ(answered, running.greetings());
}

TEST(ClientsThatVanish, LeaveNothingBehind) {
  Running running;
  for (int count = 0; count < 300; ++count) {
    RawClient client = running.client();
    client.send(count % 3 == 0 ? get("/large") : count % 3 == 1 ? "GET /hel" : post("/echo", "{}").substr(0, 90));
  }
  // Whoever comes before all of them were seen to be gone may be refused: they are more than one address may have.
  const auto greeted = [&] {
    try {
      return running.client().ask(get("/hello")).status == 200;
    } catch (const std::runtime_error&) {
      return false;
    }
  };
  while (!greeted()) std::this_thread::sleep_for(20ms);
  while (running.metrics().find(R"(motcua_http_connections{server="rest"} 0)") == std::string::npos)
    std::this_thread::sleep_for(20ms);
  EXPECT_EQ(running.client().ask(get("/hello")).status, 200);
}

TEST(ClientsThatVanish, AfterTheyEndedTheirHalf) {
  Running running{{.workers = 1}};
  RawClient busy = running.client();
  busy.send(get("/waits"));
  running.wait_for_waiting(1);
  for (int count = 0; count < 8; ++count) {
    RawClient client = running.client();
    if (count % 2 == 0) client.send("GET /hel");
    client.finish_sending();
    client.reset();
  }
  running.release();
  EXPECT_EQ(busy.answer().status, 200);
  EXPECT_EQ(busy.ask(get("/hello")).status, 200);
  while (running.metrics().find(R"(motcua_http_connections{server="rest"} 1)") == std::string::npos)
    std::this_thread::sleep_for(20ms);
}

}  // namespace
}  // namespace motcua::http
