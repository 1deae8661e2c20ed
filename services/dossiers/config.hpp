#pragma once

#include <vector>

#include "auth/auth.hpp"
#include "bus/bus.hpp"
#include "cache/cache.hpp"
#include "config/config.hpp"
#include "http/server.hpp"
#include "log/log.hpp"
#include "store/database.hpp"

namespace motcua::dossiers {

/// Everything that this service can be told, with what it means: `--help` prints it.
std::vector<config::Setting> settings();

/// The checked values, in the types of the parts that they are for.
struct Settings {
  explicit Settings(const config::Values& values);

  log::Level log_level;
  http::Settings http;
  http::Settings admin;
  store::Settings database;
  bus::Settings kafka;
  std::string topic;
  int partitions;
  cache::Settings cache;
  auth::Settings tokens;
  std::string catalogue;
  std::string lookup_key;  ///< secret; keys the digests of slip codes
  int lookups_per_minute;
  int lookups_per_number;  ///< a minute
  int requests_per_minute;
};

}  // namespace motcua::dossiers
