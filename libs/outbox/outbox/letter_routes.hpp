#pragma once

#include <vector>

#include "http/server.hpp"
#include "outbox/inbox.hpp"

namespace motcua::outbox {

/// For the admin port of a service with an inbox: what could not be read from Kafka, and commands to try it again or
/// to give it up.
std::vector<http::Route> letter_routes(Inbox& inbox);

}  // namespace motcua::outbox
