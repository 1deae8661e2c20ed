#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/message.hpp"
#include "http/uploads.hpp"
#include "metrics/metrics.hpp"

namespace motcua::http {

using Handler = std::function<Response(const Request&)>;
/// The problem to answer with, or nothing when the request may come in.
using Admit = std::function<std::optional<Problem>(const Request&)>;

/// One line of a service's route table.
struct Route {
  Method method;
  std::string path;  ///< `/v1/dossiers/{id}`; fixed segments win over parameters
  Handler handler;
  std::string consumes = "application/json";  ///< the content type a body must have; empty: no body is taken; */*:
                                              ///< any, and the handler decides
  std::size_t body_limit = 64 * 1024;         ///< bytes; more is answered 413
  /// Asked with the head and the path's parameters before a body of unknown length or of more than 64 KiB is read, so
  /// that nobody fills our memory who may not. The handler decides again: it is not asked about small bodies.
  Admit admit{};
  /// Its bodies are written to files as they come, and the handler is given Request::upload. `admit` is then asked
  /// about every body, and a client may take a second more for each 64 KiB that came.
  Uploads* uploads = nullptr;
  /// Its handler reads the query with http::Query, which refuses what it does not know. Any other route takes no query
  /// parameter at all: 400.
  bool takes_query = false;
  /// Answers usually without waiting for anything: a connection that asks for nothing else may live in a swift lane
  /// (lanes.hpp). For GET.
  bool swift = false;
};

struct Settings {
  std::string name = "rest";  ///< tells this server's figures from another's in the same process
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;                      ///< 0: any free one
  int workers = 16;                            ///< synchronous: each request holds one until it is answered
  std::vector<std::string> trusted_proxies{};  ///< addresses and networks that X-Forwarded-For is believed from
  int connections = 4000;  ///< capped below the descriptor limit as well; one more is answered 503 and closed
  /// Of one client address (or IPv6 /64), a trusted proxy's excepted; one more is answered 503 and closed. 0: any.
  int connections_of_an_address = 256;
  std::size_t memory = 128 * 1024 * 1024;            ///< bytes that requests not yet answered hold in all; above it 503
  std::chrono::milliseconds head_timeout{10000};     ///< from a request's first byte to the end of its head
  std::chrono::milliseconds body_timeout{30000};     ///< from the end of its head to the end of its body
  std::chrono::milliseconds longest_upload{600000};  ///< from the end of its head, however much came
  std::chrono::milliseconds idle_timeout{75000};
  /// For a client that does not read its answer; no more than a quarter of the workers and one wait for those of one
  /// address, the next is cut off at once.
  std::chrono::milliseconds write_timeout{5000};
  std::chrono::milliseconds longest_write{60000};  ///< for one that reads it slowly; each holds a worker
  std::chrono::milliseconds last_call{1000};       ///< at the stop, for the rest of a request that had begun to come
};

/// HTTP/1.1 on Pistache's reactor threads and transport. Accepting, framing, routing and writing are ours (see
/// lanes.hpp and guard.hpp for why): a handler sees only whole, well-formed requests. Every exception out of a handler
/// becomes 503 (store::Unavailable is known by type name only to its thrower; see Server) or 500 without a word of its
/// text. HEAD is answered as GET without the body, OPTIONS with 204 and Allow. Owned by main.
class Server {
 public:
  /// `unavailable` says whether an exception means "try again later" (503 with Retry-After) and not "we are broken"
  /// (500).
  Server(const Settings& settings, std::vector<Route> routes, metrics::Registry& metrics,
         std::function<bool(const std::exception&)> unavailable = {});
  ~Server();

  /// Binds and serves. Throws std::runtime_error when the port is taken, with the port in the text.
  void start();
  std::uint16_t port() const;
  /// No new connections; requests under way are answered with `Connection: close`, and told so by
  /// `Request::closing`; returns when none is left or time is up. A handler at work is waited for.
  void stop(std::chrono::milliseconds patience);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace motcua::http
