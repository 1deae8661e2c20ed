#pragma once

#include <span>
#include <vector>

#include "auth/auth.hpp"
#include "catalogue/catalogue.hpp"
#include "core/embedded.hpp"
#include "core/time.hpp"
#include "dossiers/desk.hpp"
#include "dossiers/import.hpp"
#include "dossiers/papers.hpp"
#include "dossiers/printing.hpp"
#include "dossiers/reading.hpp"
#include "dossiers/searching.hpp"
#include "http/server.hpp"
#include "runtime/runtime.hpp"

namespace motcua::dossiers {

/// What the routes stand on; all of it outlives the server.
struct Counter {
  Desk& desk;
  Import& import;
  Reading& reading;
  Printing& printing;
  Papers& papers;
  http::Uploads& uploads;
  Searching& searching;
  auth::Verifier& tokens;
  const catalogue::Source& catalogue;
  core::Clock clock;
  runtime::Limits& limits;
  runtime::Limit& lookups;   ///< by address: the citizen has no token
  runtime::Limit& numbers;   ///< by dossier number: a code is not guessed from many addresses either
  runtime::Limit& forms;     ///< by subject: a paper costs as much as many readings
  runtime::Limit& searches;  ///< by subject: nobody walks through numbers
};

/// The whole surface of the service; openapi.yaml says the same and tests hold both together.
std::vector<http::Route> routes(const Counter& counter);

/// The contract: openapi.yaml, as `GET /openapi.yaml` answers it.
std::span<const core::EmbeddedFile> contract();

}  // namespace motcua::dossiers
