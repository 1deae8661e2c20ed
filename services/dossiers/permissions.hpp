#pragma once

#include <memory>
#include <optional>

#include "auth/auth.hpp"
#include "catalogue/scopes.hpp"
#include "core/time.hpp"
#include "dossiers/domain/dossier.hpp"

namespace motcua::dossiers {

/// What can be done to a dossier, as rights go.
enum class Right {
  take_in,
  accept,
  refuse,
  assign,
  resolve,
  hand_out,
  withdraw,
  request_supplement,
  receive_supplement,
  request_payment,
  confirm_payment,
  stop,
  reopen,
  apologise,
  hand_over,
  receive_handover,
  transfer,
  add_paper,  ///< as a file, and to withdraw one
  erase_people,
  correct,
  import,
  read,
  read_personal
};

/// The table of roles and rights, whole.
bool may(const auth::Actor& actor, Right right);

using catalogue::Scope;

/// The units whose dossiers an actor may see. Thread-safe.
class Scopes {
 public:
  /// The city's reader reads everywhere; for any other right a unit's reach is what counts, whatever else its holder
  /// is.
  std::shared_ptr<const Scope> of(const auth::Actor& actor, Right right, const catalogue::Catalogue& catalogue,
                                  core::Date today);

 private:
  catalogue::Scopes scopes_;
};

/// A dossier is seen by the unit that is responsible for it and by the one that handles it.
bool sees(const Scope& scope, const core::UnitId& responsible, const std::optional<core::UnitId>& handling);

}  // namespace motcua::dossiers
