#pragma once

#include <vector>

#include "auth/auth.hpp"
#include "http/server.hpp"
#include "outbox/inbox.hpp"
#include "reporting/reports.hpp"

namespace motcua::reporting {

/// The whole surface of the service on its REST port.
std::vector<http::Route> routes(Reports& reports, auth::Verifier& tokens);

/// On the admin port: what could not be read from Kafka, and a command to try it again.
std::vector<http::Route> commands(outbox::Inbox& inbox);

}  // namespace motcua::reporting
