#pragma once

#include <string>
#include <vector>

#include "config/config.hpp"
#include "outbox/inbox.hpp"
#include "runtime/settings.hpp"

namespace motcua::reporting {

/// Everything that this service can be told, with what it means: `--help` prints it.
std::vector<config::Setting> settings();

/// The checked values, in the types of the parts that they are for.
struct Settings {
  explicit Settings(const config::Values& values);

  runtime::CommonSettings common;
  std::string topic;
  std::chrono::days answers_kept;
  outbox::InboxSettings inbox;
};

}  // namespace motcua::reporting
