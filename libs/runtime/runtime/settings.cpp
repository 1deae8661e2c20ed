#include "runtime/settings.hpp"

#include <cstdint>
#include <fstream>
#include <stdexcept>

#include "core/text.hpp"

namespace motcua::runtime {
namespace {

http::Settings rest_server(const config::Values& values) {
  http::Settings settings;
  settings.address = values.text("http_address");
  settings.port = static_cast<std::uint16_t>(values.number("http_port"));
  settings.workers = static_cast<int>(values.number("http_workers"));
  settings.memory = static_cast<std::size_t>(values.number("http_memory_mib")) * 1024 * 1024;
  for (const auto proxy : core::split(values.text("trusted_proxies"), ',')) {
    if (!core::trim(proxy).empty()) settings.trusted_proxies.emplace_back(core::trim(proxy));
  }
  return settings;
}

http::Settings admin_server(const config::Values& values) {
  http::Settings settings;
  settings.address = values.text("admin_address");
  settings.port = static_cast<std::uint16_t>(values.number("admin_port"));
  return settings;
}

}  // namespace

std::vector<config::Setting> common_settings(const Defaults& defaults) {
  using config::Kind;
  return {
      {.name = "http_address",
       .kind = Kind::text,
       .description = "address that the REST port listens on",
       .otherwise = "127.0.0.1"},
      {.name = "http_port",
       .kind = Kind::number,
       .description = "REST port",
       .otherwise = std::to_string(defaults.http_port),
       .least = 0,
       .most = 65535},
      {.name = "http_memory_mib",
       .kind = Kind::number,
       .description = "MiB that requests not yet answered may hold in all; above it 503",
       .otherwise = "128",
       .least = 16,
       .most = 65536},
      {.name = "trusted_proxies",
       .kind = Kind::text,
       .description =
           "addresses and networks of our own proxies, with commas between; X-Forwarded-For is believed from "
           "them alone, for limits by client address",
       .otherwise = ""},
      {.name = "admin_address",
       .kind = Kind::text,
       .description = "address that the admin port listens on; it asks for no token, so never one that citizens reach",
       .otherwise = "127.0.0.1"},
      {.name = "admin_port",
       .kind = Kind::number,
       .description = "port of /metrics, /livez, /readyz and what else the service offers there",
       .otherwise = std::to_string(defaults.admin_port),
       .least = 0,
       .most = 65535},
      {.name = "http_workers",
       .kind = Kind::number,
       .description = "requests answered at once",
       .otherwise = std::to_string(defaults.http_workers),
       .least = 1,
       .most = 255},
      {.name = "database",
       .kind = Kind::text,
       .description = "sqlite:PATH or postgresql:CONNECTION",
       .otherwise = std::nullopt,
       .secret = true},
      {.name = "database_connections",
       .kind = Kind::number,
       .description = "PostgreSQL: connections; SQLite: readers",
       .otherwise = std::to_string(defaults.database_connections),
       .least = 2,
       .most = 200},
      {.name = "brokers",
       .kind = Kind::text,
       .description = "Kafka bootstrap addresses, host:port with commas between",
       .otherwise = "127.0.0.1:9092"},
      {.name = "cache",
       .kind = Kind::text,
       .description = "redis:HOST:PORT, memory (one instance alone) or off",
       .otherwise = "memory"},
      {.name = "catalogue",
       .kind = Kind::text,
       .description = "folder of the catalogue's files",
       .otherwise = std::nullopt},
      {.name = "jwks",
       .kind = Kind::text,
       .description = "keys that sign tokens: a file, an https URL, or an http URL of this machine",
       .otherwise = std::nullopt},
      {.name = "jwks_insecure",
       .kind = Kind::flag,
       .description = "take them over plain http from another machine too, where nobody can stand in between",
       .otherwise = "false"},
      {.name = "issuer", .kind = Kind::text, .description = "`iss` that tokens must carry", .otherwise = std::nullopt},
      {.name = "audience", .kind = Kind::text, .description = "`aud` that tokens must carry", .otherwise = "motcua"},
      {.name = "instance",
       .kind = Kind::text,
       .description = "name of this instance among several",
       .otherwise = defaults.service + "-1"},
      {.name = "log_level",
       .kind = Kind::choice,
       .description = "least level written",
       .otherwise = "info",
       .choices = {"debug", "info", "warn", "error"}},
  };
}

CommonSettings::CommonSettings(const config::Values& values)
    : http{rest_server(values)},
      admin{admin_server(values)},
      database{.url = values.text("database"), .connections = static_cast<int>(values.number("database_connections"))},
      kafka{.brokers = values.text("brokers"), .client_id = values.text("instance")},
      cache{.url = values.text("cache")},
      tokens{.jwks = values.text("jwks"),
             .issuer = values.text("issuer"),
             .audience = values.text("audience"),
             .jwks_insecure = values.flag("jwks_insecure")},
      catalogue{values.text("catalogue")},
      instance{values.text("instance")} {}

std::string secret_from(const std::string& setting, const std::string& file) {
  std::ifstream in{file};
  std::string line;
  std::getline(in, line);
  std::string key{core::trim(line)};
  if (key.size() < 32) {
    throw std::runtime_error(setting + ": " + file +
                             " must hold at least 32 characters on one line; make it with: openssl rand -hex 32");
  }
  return key;
}

}  // namespace motcua::runtime
