#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "dossiers/desk.hpp"
#include "dossiers/identity.hpp"

namespace motcua::dossiers {

/// `POST /v1/dossiers/searches` after its members were checked.
struct SearchQuery {
  std::string identity_number;  ///< as it was typed
  std::int64_t limit = 50;      ///< 1 to 200
  std::optional<std::string> cursor{};
};

/// Where dossiers are found by the identity number of their applicant or representative. Thread-safe; owned by main,
/// called by the HTTP workers.
class Searching {
 public:
  Searching(store::Database& database, const catalogue::Source& catalogue, Scopes& scopes, const IdentityKeyring& keys,
            core::Clock clock);

  /// Masked, as lists are, the last entered first, of the dossiers whose people the caller sees whole. The search and
  /// each dossier that it shows are a line of the access log, on disk before the answer. The same statements and the
  /// same answer whether the number is nobody's or that of somebody elsewhere.
  http::Response by_identity_number(const Caller& caller, const SearchQuery& query, const std::string& purpose);

 private:
  store::Database& database_;
  const catalogue::Source& catalogue_;
  Scopes& scopes_;
  const IdentityKeyring& keys_;
  core::Clock clock_;
};

}  // namespace motcua::dossiers
