#include "dossiers/config.hpp"

#include <cstdint>
#include <fstream>
#include <stdexcept>

#include "core/text.hpp"

namespace motcua::dossiers {
namespace {

log::Level level_of(const std::string& word) {
  if (word == "debug") return log::Level::debug;
  if (word == "warn") return log::Level::warn;
  if (word == "error") return log::Level::error;
  return log::Level::info;
}

std::string secret_from(const std::string& file) {
  std::ifstream in{file};
  std::string line;
  std::getline(in, line);
  std::string key{core::trim(line)};
  if (key.size() < 32) {
    throw std::runtime_error("lookup_key_file: " + file +
                             " must hold at least 32 characters on one line; make it with: openssl rand -hex 32");
  }
  return key;
}

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

std::vector<config::Setting> settings() {
  using config::Kind;
  return {
      {.name = "http_address",
       .kind = Kind::text,
       .description = "address that the REST port listens on",
       .otherwise = "127.0.0.1"},
      {.name = "http_port",
       .kind = Kind::number,
       .description = "REST port",
       .otherwise = "8101",
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
       .description = "port of /metrics, /livez and /readyz",
       .otherwise = "9101",
       .least = 0,
       .most = 65535},
      {.name = "http_workers",
       .kind = Kind::number,
       .description = "requests answered at once",
       .otherwise = "16",
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
       .otherwise = "18",
       .least = 2,
       .most = 200},
      {.name = "brokers",
       .kind = Kind::text,
       .description = "Kafka bootstrap addresses, host:port with commas between",
       .otherwise = "127.0.0.1:9092"},
      {.name = "topic",
       .kind = Kind::text,
       .description = "topic that the history is published on",
       .otherwise = "motcua.dossiers.v1"},
      {.name = "partitions",
       .kind = Kind::number,
       .description = "partitions of that topic when it has to be created",
       .otherwise = "4",
       .least = 1,
       .most = 64},
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
      {.name = "lookup_key_file",
       .kind = Kind::text,
       .description = "file with the secret that keys the digests of slip codes (32 characters or more)",
       .otherwise = std::nullopt},
      {.name = "lookups_per_minute",
       .kind = Kind::number,
       .description = "citizens' look-ups allowed to one address",
       .otherwise = "20",
       .least = 1,
       .most = 1000000},
      {.name = "lookups_per_number",
       .kind = Kind::number,
       .description = "citizens' look-ups a minute allowed for one dossier number, from wherever they come",
       .otherwise = "10",
       .least = 1,
       .most = 1000000},
      {.name = "requests_per_minute",
       .kind = Kind::number,
       .description = "requests allowed to one token's subject",
       .otherwise = "600000",
       .least = 1,
       .most = 100000000},
      {.name = "instance",
       .kind = Kind::text,
       .description = "name of this instance among several",
       .otherwise = "dossiers-1"},
      {.name = "log_level",
       .kind = Kind::choice,
       .description = "least level written",
       .otherwise = "info",
       .choices = {"debug", "info", "warn", "error"}},
  };
}

Settings::Settings(const config::Values& values)
    : log_level{level_of(values.text("log_level"))},
      http{rest_server(values)},
      admin{admin_server(values)},
      database{.url = values.text("database"), .connections = static_cast<int>(values.number("database_connections"))},
      kafka{.brokers = values.text("brokers"), .client_id = values.text("instance")},
      topic{values.text("topic")},
      partitions{static_cast<int>(values.number("partitions"))},
      cache{.url = values.text("cache")},
      tokens{.jwks = values.text("jwks"),
             .issuer = values.text("issuer"),
             .audience = values.text("audience"),
             .jwks_insecure = values.flag("jwks_insecure")},
      catalogue{values.text("catalogue")},
      lookup_key{secret_from(values.text("lookup_key_file"))},
      lookups_per_minute{static_cast<int>(values.number("lookups_per_minute"))},
      lookups_per_number{static_cast<int>(values.number("lookups_per_number"))},
      requests_per_minute{static_cast<int>(values.number("requests_per_minute"))} {}

}  // namespace motcua::dossiers
