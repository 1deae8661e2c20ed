#include "http/lanes.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "http/server_fixture_for_tests.hpp"

namespace motcua::http {
namespace {

using namespace std::chrono_literals;

/// A client that has asked so much, and was answered so quickly, that it lives in a swift lane. On a machine that is
/// too busy it may not: what is tested here holds either way.
void become_swift(RawClient& client) {
  for (int time = 0; time < 100; ++time) EXPECT_EQ(client.ask(get("/hello")).status, 200);
  std::this_thread::sleep_for(1ms);  // a pause: the worker's turn with this connection is over
}

RawClient swift_client(Running& running) {
  RawClient client = running.client();
  for (int round = 0; round < 3; ++round) become_swift(client);
  return client;
}

std::vector<RawClient> swift_clients(Running& running, int count) {
  std::vector<RawClient> clients;
  for (int number = 0; number < count; ++number) clients.push_back(swift_client(running));
  return clients;
}

TEST(SwiftConnections, AreNotHeldUpByOneThatBeginsToWait) {
  Running running;
  auto waiting = swift_clients(running, 6);
  auto others = swift_clients(running, 6);
  for (auto& client : waiting) client.send(get("/waits"));
  running.wait_for_waiting(6);
  for (auto& client : others) EXPECT_EQ(client.ask(get("/hello")).status, 200);
  running.release();
  for (auto& client : waiting) {
    EXPECT_EQ(client.answer().status, 200);
    EXPECT_EQ(client.ask(get("/hello")).status, 200);
  }
}

TEST(ASwiftConnection, IsAnsweredInOrderWhileItChangesLanes) {
  Running running;
  RawClient client = swift_client(running);
  for (int round = 0; round < 20; ++round) {
    client.send(get("/hello") + post("/echo", "1") + get("/hello") + get("/things/7") + post("/echo", "2"));
    EXPECT_EQ(client.answer().body, "{\"hello\":1}");
    EXPECT_EQ(client.answer().body, "1");
    EXPECT_EQ(client.answer().body, "{\"hello\":1}");
    EXPECT_EQ(client.answer().body, "7|/things/{id}");
    EXPECT_EQ(client.answer().body, "2");
    become_swift(client);
  }
}

TEST(ASwiftConnection, MayBringALargeBody) {
  Running running;
  RawClient client = swift_client(running);
  const std::string body(4 << 20, 'x');
  EXPECT_EQ(client.ask(post("/import", body, "Content-Type: application/x-ndjson\r\n")).body,
            std::to_string(body.size()));
  EXPECT_EQ(client.ask(get("/hello")).status, 200);
}

TEST(ASwiftConnection, ThatFinishedSendingStillGetsItsAnswer) {
  Running running;
  for (int round = 0; round < 5; ++round) {
    RawClient client = swift_client(running);
    client.send(get("/hello") + post("/echo", "last"));
    client.finish_sending();
    EXPECT_EQ(client.answer().status, 200);
    EXPECT_EQ(client.answer().body, "last");
    EXPECT_TRUE(client.ended());
  }
}

TEST(ASwiftConnection, ThatSendsWithoutPauseIsAnsweredWhole) {
  Running running;
  RawClient client = swift_client(running);
  std::string requests;
  for (int count = 0; count < 100; ++count) requests += get("/hello");
  client.send(requests);
  for (int count = 0; count < 100; ++count) ASSERT_EQ(client.answer().status, 200);
}

TEST(SwiftConnections, EndWithTheirServer) {
  Running running;
  auto clients = swift_clients(running, 8);
  for (auto& client : clients) client.send(post("/echo", "1"));
  running.server().stop(10s);
  for (auto& client : clients) {
    EXPECT_EQ(client.answer().status, 200);
    EXPECT_TRUE(client.ended());
  }
}

TEST(SwiftConnections, ThatVanishLeaveNothingBehind) {
  Running running;
  for (int round = 0; round < 5; ++round) {
    for (auto& client : swift_clients(running, 4)) {
      if (round % 2 == 0) client.send(post("/echo", "unheard"));
      client.reset();
    }
  }
  while (running.metrics().find(R"(motcua_http_connections{server="rest"} 0)") == std::string::npos)
    std::this_thread::sleep_for(20ms);
}

}  // namespace
}  // namespace motcua::http
