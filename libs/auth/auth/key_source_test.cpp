#include "auth/key_source.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <thread>

#include "auth/forge_test.hpp"

namespace motcua::auth {
namespace {

/// Answers every connection with the text it was given last, over plain HTTP.
class KeyServer {
 public:
  KeyServer() : listener_{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(listener_, 16) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
      throw std::runtime_error{"no port"};
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread{[this] { serve(); }};
  }
  ~KeyServer() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  KeyServer(const KeyServer&) = delete;
  KeyServer& operator=(const KeyServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/jwks"; }
  void say(int status, const std::string& body) {
    const std::lock_guard lock{mutex_};
    answer_ = "HTTP/1.1 " + std::to_string(status) + " x\r\nContent-Length: " + std::to_string(body.size()) +
              "\r\nConnection: close\r\n\r\n" + body;
  }
  int asked() const { return asked_; }

 private:
  void serve() {
    for (int peer = accept(listener_, nullptr, nullptr); peer >= 0; peer = accept(listener_, nullptr, nullptr)) {
      std::string request(4096, '\0');
      static_cast<void>(recv(peer, request.data(), request.size(), 0));
      ++asked_;
      const std::lock_guard lock{mutex_};
      static_cast<void>(send(peer, answer_.data(), answer_.size(), MSG_NOSIGNAL));
      close(peer);
    }
  }

  int listener_;
  int port_ = 0;
  std::mutex mutex_;
  std::string answer_;
  std::atomic<int> asked_{0};
  std::jthread thread_;
};

core::Instant at(int second) { return core::instant_from(1'800'000'000'000 + second * 1000LL); }

TEST(KeysFromAUrl, AreReadAtOnceAndAgainWhenTheyAreDue) {
  const auto first = ForgeKey::p256("first");
  const auto second = ForgeKey::p256("second");
  KeyServer server;
  server.say(200, jwks(first.jwk()));
  KeySource source{server.url(), std::chrono::seconds{300}, at(0)};
  const auto keys = source.current(at(1));
  ASSERT_TRUE(keys && keys->knows("first"));

  server.say(200, jwks(second.jwk()));
  EXPECT_EQ(source.current(at(299)), keys);
  EXPECT_TRUE(source.current(at(300))->knows("second"));
  EXPECT_EQ(server.asked(), 2);
}

TEST(KeysFromAUrl, AreKeptWhenTheTextStaysTheSame) {
  const auto first = ForgeKey::p256("first");
  KeyServer server;
  server.say(200, jwks(first.jwk()));
  KeySource source{server.url(), std::chrono::seconds{300}, at(0)};
  const auto keys = source.current(at(1));
  EXPECT_EQ(source.current(at(400)), keys);
  EXPECT_EQ(server.asked(), 2);
}

TEST(KeysFromAUrl, AreAskedForAtMostEveryTenSecondsByUnknownKids) {
  const auto first = ForgeKey::p256("first");
  KeyServer server;
  server.say(200, jwks(first.jwk()));
  KeySource source{server.url(), std::chrono::seconds{300}, at(0)};
  const auto keys = source.current(at(1));
  for (int second = 1; second <= 25; ++second) EXPECT_EQ(source.beyond(keys, at(second)), keys);
  EXPECT_EQ(server.asked(), 3);
}

TEST(KeysFromAUrl, StayInUseWhileItIsUnreachableOrTalksRubbish) {
  const auto first = ForgeKey::p256("first");
  auto server = std::make_unique<KeyServer>();
  server->say(200, jwks(first.jwk()));
  KeySource source{server->url(), std::chrono::seconds{300}, at(0)};
  const auto keys = source.current(at(1));
  server->say(500, jwks(ForgeKey::p256("from an error").jwk()));
  EXPECT_EQ(source.current(at(300)), keys);
  server->say(200, "<html>");
  EXPECT_EQ(source.current(at(600)), keys);
  server->say(200, jwks(first.jwk()) + std::string(300'000, ' '));
  EXPECT_EQ(source.current(at(900)), keys);
  server.reset();
  EXPECT_EQ(source.current(at(1200)), keys);
}

TEST(KeysFromAUrl, AreTriedAgainLaterWhenItIsDownAtTheStart) {
  const auto first = ForgeKey::p256("first");
  KeyServer server;
  server.say(503, "");
  KeySource source{server.url(), std::chrono::seconds{300}, at(0)};
  server.say(200, jwks(first.jwk()));
  EXPECT_EQ(source.current(at(1)), nullptr);
  EXPECT_TRUE(source.current(at(10)));
}

}  // namespace
}  // namespace motcua::auth
