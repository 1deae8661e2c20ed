#pragma once

#include <string>
#include <vector>

#include "auth/auth.hpp"
#include "cache/cache.hpp"
#include "config/config.hpp"
#include "http/server.hpp"
#include "log/log.hpp"
#include "outbox/inbox.hpp"
#include "store/database.hpp"

namespace motcua::reporting {

/// Everything that this service can be told, with what it means: `--help` prints it.
std::vector<config::Setting> settings();

/// The checked values, in the types of the parts that they are for.
struct Settings {
  explicit Settings(const config::Values& values);

  log::Level log_level;
  http::Settings http;
  http::Settings admin;
  store::Settings database;
  outbox::InboxSettings inbox;
  std::string topic;
  cache::Settings cache;
  auth::Settings tokens;
  std::string catalogue;
};

}  // namespace motcua::reporting
