#include "runtime/settings.hpp"

#include <cstdint>

#include "core/text.hpp"
#include "runtime/limit_settings.hpp"

namespace motcua::runtime {
namespace {

std::vector<std::string> listed(const std::string& text) {
  std::vector<std::string> words;
  for (const auto word : core::split(text, ',')) {
    if (!core::trim(word).empty()) words.emplace_back(core::trim(word));
  }
  return words;
}

http::Settings rest_server(const config::Values& values) {
  http::Settings settings;
  settings.address = values.text("http_address");
  settings.port = static_cast<std::uint16_t>(values.number("http_port"));
  settings.workers = static_cast<int>(values.number("http_workers"));
  settings.memory = static_cast<std::size_t>(values.number("http_memory_mib")) * 1024 * 1024;
  settings.connections_of_an_address = static_cast<int>(values.number("http_connections_of_an_address"));
  settings.trusted_proxies = listed(values.text("trusted_proxies"));
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
  std::vector<config::Setting> all{
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
      {.name = "http_connections_of_an_address",
       .kind = Kind::number,
       .description = "connections that one client address may have open, trusted proxies excepted; 0: any number",
       .otherwise = "256",
       .least = 0,
       .most = 1000000},
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
      {.name = "admin_hosts",
       .kind = Kind::text,
       .description = "host names that the admin port answers to, with commas between, beside addresses and localhost",
       .otherwise = ""},
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
      {.name = "fetch_wait_ms",
       .kind = Kind::number,
       .description = "how long a broker may hold back an empty answer; the embedded one always does, so there it is "
                      "what an event waits: 10",
       .otherwise = "250",
       .least = 1,
       .most = 5000},
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
  for (const auto& more : {bus::security_settings(), cache::settings(), limit_settings()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

CommonSettings::CommonSettings(const config::Values& values)
    : http{rest_server(values)},
      admin{admin_server(values)},
      admin_hosts{listed(values.text("admin_hosts"))},
      database{.url = values.text("database"), .connections = static_cast<int>(values.number("database_connections"))},
      kafka{.brokers = values.text("brokers"),
            .client_id = values.text("instance"),
            .fetch_wait = std::chrono::milliseconds{values.number("fetch_wait_ms")},
            .security = bus::security_from(values)},
      cache{cache::settings_from(values)},
      tokens{.jwks = values.text("jwks"),
             .issuer = values.text("issuer"),
             .audience = values.text("audience"),
             .jwks_insecure = values.flag("jwks_insecure")},
      catalogue{values.text("catalogue")},
      instance{values.text("instance")},
      limits{limits_from(values)} {}

}  // namespace motcua::runtime
