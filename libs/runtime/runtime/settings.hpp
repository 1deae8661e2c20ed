#pragma once

#include <string>
#include <vector>

#include "auth/auth.hpp"
#include "bus/bus.hpp"
#include "cache/cache.hpp"
#include "config/config.hpp"
#include "http/server.hpp"
#include "runtime/limits.hpp"
#include "store/database.hpp"

namespace motcua::runtime {

/// Wherein the settings that all services have differ from one to the other.
struct Defaults {
  std::string service;  ///< `dossiers`
  int http_port;
  int http_workers;
  int admin_port;
  int database_connections;
};

/// What every service can be told, with what it means: ports, database, brokers, cache, catalogue, tokens, limits, log.
std::vector<config::Setting> common_settings(const Defaults& defaults);

/// Their checked values, in the types of the parts that they are for.
struct CommonSettings {
  explicit CommonSettings(const config::Values& values);

  http::Settings http;
  http::Settings admin;
  std::vector<std::string> admin_hosts;
  store::Settings database;
  bus::Settings kafka;
  cache::Settings cache;
  auth::Settings tokens;
  std::string catalogue;
  std::string instance;
  LimitSettings limits;
};

}  // namespace motcua::runtime
