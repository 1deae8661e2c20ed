#include "runtime/admin.hpp"

#include "log/log.hpp"
#include "runtime/admin_guard.hpp"

namespace motcua::runtime {
namespace {

http::Response plain(int status, std::string text) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(text)};
}

bool passes(const Check& check) {
  try {
    return check.passes();
  } catch (const std::exception& broken) {
    log::warn("a readiness check broke; it counts as failed", {{"check", check.name}, {"reason", broken.what()}});
    return false;
  }
}

http::Response readiness(const std::vector<Check>& checks, Phase phase) {
  if (phase == Phase::starting) return plain(503, "not ready: starting\n");
  if (phase == Phase::stopping) return plain(503, "not ready: stopping\n");
  for (const auto& check : checks) {
    if (!passes(check)) return plain(503, "not ready: " + check.name + "\n");
  }
  return plain(200, "ready\n");
}

}  // namespace

std::vector<http::Route> admin_routes(std::vector<Check> checks, std::vector<http::Route> commands,
                                      const std::vector<std::string>& hosts, const std::atomic<Phase>& phase,
                                      metrics::Registry& metrics) {
  auto routes = std::move(commands);
  const auto add = [&](std::string path, http::Handler handler) {
    routes.push_back(
        {.method = http::Method::get, .path = std::move(path), .handler = std::move(handler), .consumes = ""});
  };
  add("/livez", [](const http::Request&) { return plain(200, "alive\n"); });
  add("/readyz", [checks = std::move(checks), &phase](const http::Request&) { return readiness(checks, phase); });
  add("/metrics", [&metrics](const http::Request&) {
    return http::Response{.status = 200, .content_type = "text/plain; version=0.0.4", .body = metrics.text()};
  });
  for (auto& route : routes)
    route.handler = guarded_admin(std::move(route.handler), route.method != http::Method::get, hosts);
  return routes;
}

}  // namespace motcua::runtime
