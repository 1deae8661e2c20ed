#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

#include "http/raw_client_for_tests.hpp"
#include "http/server.hpp"

namespace motcua::http {

struct TryLater : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A server with a route for each way in which a handler can behave.
class Running {
 public:
  explicit Running(const Settings& settings = {}) {
    std::vector<Route> routes;
    const auto add = [&](Method method, const char* path, Handler handler) {
      routes.push_back({.method = method, .path = path, .handler = std::move(handler)});
    };
    routes.push_back({.method = Method::get,
                      .path = "/hello",
                      .handler =
                          [this](const Request&) {
                            ++greetings_;
                            return json(200, "{\"hello\":1}");
                          },
                      .swift = true});
    add(Method::get, "/greetings", [this](const Request&) { return json(200, std::to_string(greetings_)); });
    add(Method::get, "/too-much", [](const Request&) { return json(429, "{}"); });
    add(Method::get, "/things/{id}",
        [](const Request& request) { return json(200, request.parameters.at("id") + "|" + request.route); });
    add(Method::post, "/echo", [](const Request& request) { return json(200, request.body); });
    add(Method::del, "/things/{id}", [](const Request&) { return Response{.status = 204}; });
    routes.push_back({.method = Method::get,
                      .path = "/query",
                      .handler =
                          [](const Request& request) {
                            return json(200,
                                        request.query.at(0).second + "|" + request.peer + "|" + request.traceparent);
                          },
                      .takes_query = true});
    add(Method::get, "/client", [](const Request& request) { return json(200, request.client); });
    add(Method::get, "/large", [](const Request&) { return json(200, std::string(1 << 20, 'x')); });
    add(Method::get, "/huge", [](const Request&) { return json(200, std::string(64 << 20, 'x')); });
    add(Method::get, "/throws", [](const Request&) -> Response { throw std::runtime_error{"secret table person"}; });
    add(Method::get, "/later", [](const Request&) -> Response { throw TryLater{"secret host"}; });
    add(Method::get, "/no-memory", [](const Request&) -> Response { throw std::bad_alloc{}; });
    add(Method::get, "/odd", [](const Request&) -> Response { throw 7; });
    add(Method::get, "/waits", [this](const Request&) {
      begun();
      std::unique_lock lock{mutex_};
      changed_.wait(lock, [this] { return released_; });
      return json(200, "{}");
    });
    add(Method::get, "/until-closing", [this](const Request& request) {
      begun();
      while (!request.closing.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds{1});
      return json(503, "{}");
    });
    routes.push_back({.method = Method::post,
                      .path = "/import",
                      .handler = [](const Request& request) { return json(200, std::to_string(request.body.size())); },
                      .consumes = "application/x-ndjson",
                      .body_limit = 8 * 1024 * 1024});
    routes.push_back({.method = Method::post,
                      .path = "/guarded",
                      .handler = [](const Request& request) { return json(200, std::to_string(request.body.size())); },
                      .body_limit = 1024 * 1024,
                      .admit = [](const Request& request) -> std::optional<Problem> {
                        const auto word = request.header("authorization");
                        if (word == "none") throw TryLater{"secret host"};
                        if (word == "good") return std::nullopt;
                        return Problem{401, "unauthorized", {"", "No"}};
                      }});
    server_ = std::make_unique<Server>(settings, std::move(routes), metrics_, [](const std::exception& error) {
      return dynamic_cast<const TryLater*>(&error) != nullptr;
    });
    server_->start();
  }
  ~Running() { release(); }

  std::uint16_t port() const { return server_->port(); }
  Server& server() { return *server_; }
  RawClient client() const { return RawClient{port()}; }
  std::string metrics() const { return metrics_.text(); }
  int greetings() const { return greetings_; }

  void wait_for_waiting(int count) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return waiting_ >= count; });
  }
  void release() {
    const std::lock_guard lock{mutex_};
    released_ = true;
    changed_.notify_all();
  }

 private:
  void begun() {
    const std::lock_guard lock{mutex_};
    ++waiting_;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<int> greetings_{0};
  int waiting_ = 0;
  bool released_ = false;
  metrics::Registry metrics_{"http_test"};
  std::unique_ptr<Server> server_;
};

inline std::string get(const std::string& target, const std::string& fields = {}) {
  return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}
inline std::string post(const std::string& target, const std::string& body,
                        const std::string& fields = "Content-Type: application/json\r\n") {
  return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         fields + "\r\n" + body;
}

}  // namespace motcua::http
