#include "auth/key_source.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <thread>

#include "auth/forge_for_tests.hpp"

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
  int asked() const { return asked_; }  ///< and answered
  int came() const { return came_; }
  /// Takes requests and answers none while the result lives.
  std::unique_lock<std::mutex> be_silent() { return std::unique_lock{mutex_}; }

 private:
  void serve() {
    for (int peer = accept(listener_, nullptr, nullptr); peer >= 0; peer = accept(listener_, nullptr, nullptr)) {
      std::string request(4096, '\0');
      static_cast<void>(recv(peer, request.data(), request.size(), 0));
      ++came_;
      const std::lock_guard lock{mutex_};
      static_cast<void>(send(peer, answer_.data(), answer_.size(), MSG_NOSIGNAL));
      close(peer);
      ++asked_;
    }
  }

  int listener_;
  int port_ = 0;
  std::mutex mutex_;
  std::string answer_;
  std::atomic<int> asked_{0};
  std::atomic<int> came_{0};
  std::jthread thread_;
};

core::Instant at(int second) { return core::instant_from(1'800'000'000'000 + second * 1000LL); }

// Asks at that moment until the keys are others than `before`: they are read on a thread of their own.
std::shared_ptr<const Keys> changed(KeySource& source, const std::shared_ptr<const Keys>& before, int second) {
  auto keys = source.current(at(second));
  for (; keys == before; keys = source.current(at(second))) std::this_thread::sleep_for(std::chrono::milliseconds{1});
  return keys;
}

void wait_until_one_more_came(const KeyServer& server, int before) {
  while (server.came() == before) std::this_thread::sleep_for(std::chrono::milliseconds{1});
}

KeySource source_at(const std::string& place) { return {place, false, std::chrono::seconds{300}, at(0)}; }

TEST(KeysFromAUrl, AreReadAtOnceAndAgainWhenTheyAreDue) {
  const auto first = ForgeKey::p256("first");
  const auto second = ForgeKey::p256("second");
  KeyServer server;
  server.say(200, jwks(first.jwk()));
  KeySource source = source_at(server.url());
  const auto keys = source.current(at(1));
  ASSERT_TRUE(keys && keys->knows("first"));

  server.say(200, jwks(second.jwk()));
  EXPECT_EQ(source.current(at(299)), keys);
  EXPECT_TRUE(changed(source, keys, 300)->knows("second"));
  EXPECT_EQ(server.asked(), 2);
}

TEST(KeysFromAUrl, AreKeptWhenTheTextStaysTheSame) {
  const auto first = ForgeKey::p256("first");
  KeyServer server;
  server.say(200, jwks(first.jwk()));
  KeySource source = source_at(server.url());
  const auto keys = source.current(at(1));
  while (server.asked() < 2) EXPECT_EQ(source.current(at(400)), keys);
  while (server.asked() < 3) EXPECT_EQ(source.current(at(800)), keys);  // the second has been read by then
}

TEST(KeysFromAUrl, AreAskedForAtMostEveryTenSecondsByUnknownKids) {
  const auto first = ForgeKey::p256("first");
  KeyServer server;
  server.say(200, jwks(first.jwk()));
  KeySource source = source_at(server.url());
  const auto keys = source.current(at(1));
  for (int second = 1; second <= 25; ++second) {
    do {
      EXPECT_EQ(source.beyond(keys, at(second)), keys);
    } while (server.asked() < 1 + second / 10);
  }
  EXPECT_EQ(server.asked(), 3);
}

TEST(KeysFromAUrl, AreReadForTheFirstTokenOfANewKey) {
  const auto first = ForgeKey::p256("first");
  const auto second = ForgeKey::p256("second");
  KeyServer server;
  server.say(200, jwks(first.jwk()));
  KeySource source = source_at(server.url());
  const auto keys = source.current(at(1));
  server.say(200, jwks(first.jwk() + "," + second.jwk()));
  source.beyond(keys, at(10));
  const auto now_known = changed(source, keys, 11);
  EXPECT_TRUE(now_known->knows("first") && now_known->knows("second"));
  EXPECT_EQ(server.asked(), 2);
}

TEST(KeysFromAUrl, StayInUseWhileItIsUnreachableOrTalksRubbish) {
  const auto first = ForgeKey::p256("first");
  auto server = std::make_unique<KeyServer>();
  server->say(200, jwks(first.jwk()));
  KeySource source = source_at(server->url());
  const auto keys = source.current(at(1));
  // Each is asked for until the one after it: so each has been read.
  const auto goes_on = [&](int asked, int second) {
    while (server->asked() < asked) EXPECT_EQ(source.current(at(second)), keys);
  };
  server->say(500, jwks(ForgeKey::p256("from an error").jwk()));
  goes_on(2, 300);
  server->say(200, "<html>");
  goes_on(3, 600);
  server->say(200, jwks(first.jwk()) + std::string(300'000, ' '));
  goes_on(4, 900);
  goes_on(5, 1200);
  server.reset();
  EXPECT_EQ(source.current(at(1500)), keys);
}

TEST(KeysFromAUrl, AreWaitedForByNobodyWhileItIsSilent) {
  const auto first = ForgeKey::p256("first");
  KeyServer server;
  server.say(200, jwks(first.jwk()));
  KeySource source = source_at(server.url());
  const auto keys = source.current(at(1));
  const auto silence = server.be_silent();
  source.beyond(keys, at(10));  // this one waits, for a moment
  wait_until_one_more_came(server, 1);
  for (int count = 0; count < 10'000; ++count) {
    ASSERT_EQ(source.current(at(19)), keys);
    ASSERT_EQ(source.beyond(keys, at(19)), keys);
  }
  EXPECT_EQ(server.came(), 2) << "one reading at a time";
}

TEST(KeysFromAUrl, DoNotHoldUpTheEnd) {
  KeyServer server;
  server.say(200, jwks(ForgeKey::p256("first").jwk()));
  const auto silence = [&] {
    KeySource source = source_at(server.url());
    auto held = server.be_silent();
    source.current(at(400));
    wait_until_one_more_came(server, 1);
    return held;
  }();
}

TEST(KeysFromAUrl, AreTriedAgainLaterWhenItIsDownAtTheStart) {
  const auto first = ForgeKey::p256("first");
  KeyServer server;
  server.say(503, "");
  KeySource source = source_at(server.url());
  server.say(200, jwks(first.jwk()));
  EXPECT_EQ(source.current(at(1)), nullptr);
  EXPECT_TRUE(changed(source, nullptr, 10));
}

TEST(KeysOverPlainHttp, AreTakenFromThisMachineOnly) {
  for (const char* url :
       {"http://issuer.example/jwks", "http://10.0.0.1/jwks", "http://127.0.0.1@issuer.example/jwks",
        "http://127.0.0.1.example/jwks", "http://localhost.example/", "http://issuer.example/?127.0.0.1", "http://"}) {
    try {
      source_at(url);
      ADD_FAILURE() << url;
    } catch (const std::runtime_error& refused) {
      EXPECT_NE(std::string{refused.what()}.find("jwks_insecure"), std::string::npos) << url;
      EXPECT_NE(std::string{refused.what()}.find(url), std::string::npos);
    }
  }
  for (const char* url : {"http://127.0.0.1:1/jwks", "http://localhost:1/jwks", "http://[::1]:1/jwks",
                          "http://user@127.1.2.3:1/jwks", "https://127.0.0.1:1/jwks"}) {
    EXPECT_NO_THROW(source_at(url)) << url;
  }
}

TEST(KeysOverPlainHttp, AreTakenFromAnyMachineWhenThatIsAllowed) {
  EXPECT_NO_THROW((KeySource{"http://issuer.invalid/jwks", true, std::chrono::seconds{300}, at(0)}));
}

}  // namespace
}  // namespace motcua::auth
