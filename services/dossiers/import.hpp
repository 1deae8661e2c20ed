#pragma once

#include <stop_token>
#include <string_view>

#include "dossiers/desk.hpp"

namespace motcua::dossiers {

/// Takes over dossiers of years past, one NDJSON line each. Thread-safe; owned by main, called by the HTTP workers.
class Import {
 public:
  Import(store::Database& database, const catalogue::Source& catalogue, Scopes& scopes, core::Clock clock,
         const IdentityKeyring& keys, metrics::Registry& metrics, std::function<void()> committed = {});

  /// `body` is UTF-8 NDJSON of any number of lines; blank lines are passed over but counted. 403 without the role;
  /// otherwise 200 with a line for each refused one and the totals last. Lines are kept in transactions of about 250:
  /// when the database fails in between, or `closing` is asked for, what was kept stays, the answer is
  /// store::Unavailable, and sending everything again is safe.
  http::Response take_over(const Caller& caller, std::string_view body, const std::stop_token& closing = {});

 private:
  store::Database& database_;
  const catalogue::Source& catalogue_;
  Scopes& scopes_;
  core::Clock clock_;
  const IdentityKeyring& keys_;
  metrics::Registry& metrics_;
  std::function<void()> committed_;
};

}  // namespace motcua::dossiers
