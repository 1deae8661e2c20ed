#pragma once

#include <cstdint>
#include <string>

#include "catalogue/catalogue.hpp"
#include "dossiers/desk.hpp"
#include "paper/press.hpp"

namespace motcua::dossiers {

/// `GET /v1/registers?…` after its parameters were checked.
struct RegisterQuery {
  std::string unit;  ///< code (in force today, else the last that had it) or id; those under it are not included
  core::Date from;
  core::Date to;  ///< included, and not before `from`
};

/// Where dossiers become papers. A paper shows people, so it is for those who read them whole, and who was shown what
/// is in the access log, on disk, before the paper is given. Thread-safe; owned by main, called by the HTTP workers.
class Printing {
 public:
  struct Settings {
    std::string lookup_address;         ///< where citizens look their dossier up: on each paper and in its QR code
    std::int64_t register_lines = 500;  ///< a register that would be longer is refused
  };

  /// Throws std::invalid_argument when the look-up address is none.
  Printing(store::Database& database, const catalogue::Source& catalogue, Scopes& scopes, core::Clock clock,
           paper::Press& press, Settings settings);

  /// A paper of a dossier, as a PDF; a problem when nothing has happened that it could tell.
  http::Response form(const Caller& caller, const DossierId& id, catalogue::Form form, const std::string& purpose);
  /// What a unit received in a period, by moment of receipt. Each dossier in it is a line of the access log.
  http::Response registry(const Caller& caller, const RegisterQuery& query, const std::string& purpose);

 private:
  store::Database& database_;
  const catalogue::Source& catalogue_;
  Scopes& scopes_;
  core::Clock clock_;
  paper::Press& press_;
  Settings settings_;
};

/// `http://` or `https://` and at most 200 visible ASCII characters, without a user, a query or a fragment: it is
/// printed for everybody, and what a client adds is nobody's business there.
bool is_lookup_address(std::string_view text);

}  // namespace motcua::dossiers
