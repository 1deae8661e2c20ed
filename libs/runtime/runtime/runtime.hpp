#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "auth/auth.hpp"
#include "http/server.hpp"
#include "metrics/metrics.hpp"
#include "runtime/limits.hpp"

namespace motcua::runtime {

/// Call first in main, before any thread: SIGTERM and SIGINT (stop) and SIGHUP (reload) are kept for run_until_stopped;
/// SIGPIPE is ignored; the soft limit of descriptors is raised to the hard one; the allocator keeps two heaps and gives
/// memory back.
void prepare_process();

/// A thing that runs on a thread of its own until it is told to stop.
struct Worker {
  std::string name;
  std::function<void(const std::stop_token&)> run;
};

/// `/livez`, `/readyz`, `/metrics` on the admin port, and the service's own commands. Ready while the REST port is
/// open, every named check answers true and no stop was asked for; `/readyz` says which check failed (its name only).
struct Check {
  std::string name;
  std::function<bool()> passes;
};

struct Program {
  http::Server& server;           ///< the service's REST port
  std::vector<Worker> workers{};  ///< stopped in this order: consumers, then the relay
  http::Settings admin{};
  std::vector<std::string> admin_hosts{};  ///< names, beside addresses and localhost, that the admin port answers to
  std::vector<Check> checks{};
  std::vector<http::Route> commands{};  ///< further routes of the admin port
  std::function<void()> reload{};       ///< on SIGHUP
  metrics::Registry& metrics;
  std::chrono::milliseconds patience{6000};  ///< for requests under way at the stop
  /// From the signal to the end of the process, main's destructors included; whoever sent the signal kills after 10 s.
  std::chrono::milliseconds longest_stop{9700};
};

/// Starts admin port, workers and server; returns 0 after a stop signal: readiness off, requests finish, workers stop.
/// A worker that throws is logged and started again after a second.
int run_until_stopped(Program program);

/// A handler that needs a verified token.
using ActorHandler = std::function<http::Response(const http::Request&, const auth::Actor&)>;
/// 401 (always the same body, WWW-Authenticate: Bearer) without a good token; 503 while no keys could be had to check
/// one with; 429 above the limits, that of the address before the token is looked at.
http::Handler with_actor(auth::Verifier& verifier, Limits& limits, ActorHandler handler);
/// For the route of such a handler when it takes large bodies: the same 401 and 429, and what `refuse` has against the
/// request or its actor, before the body is read. The handler alone takes from the limits.
http::Admit admit_actor(auth::Verifier& verifier, Limits& limits,
                        std::function<std::optional<http::Problem>(const http::Request&, const auth::Actor&)> refuse);

}  // namespace motcua::runtime
