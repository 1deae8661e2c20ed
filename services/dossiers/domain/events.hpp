#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "dossiers/domain/dossier.hpp"

namespace motcua::dossiers {

struct DossierRegistered {
  DossierId id;
  std::string number;
  ProcedureKey procedure;
  core::UnitId receiving_unit;
  Channel channel;
  Applicant applicant;
  std::vector<Component> components;
  std::optional<Source> source;
  bool imported;
  bool operator==(const DossierRegistered&) const = default;
};
struct DossierAccepted {
  calendar::Due due;
  calendar::WorkingDays limit;
  std::string mode;
  bool operator==(const DossierAccepted&) const = default;
};
struct DossierNotAccepted {
  Note reasons;
  bool operator==(const DossierNotAccepted&) const = default;
};
struct DossierAssigned {
  core::UnitId handling_unit;
  std::optional<OfficerId> officer;
  bool implied;
  bool operator==(const DossierAssigned&) const = default;
};
struct DossierResolved {
  Outcome outcome;
  Timeliness timeliness;
  std::optional<Note> reasons;
  bool operator==(const DossierResolved&) const = default;
};
struct ResultReturned {
  bool operator==(const ResultReturned&) const = default;
};
struct DossierWithdrawn {
  bool after_acceptance;
  bool operator==(const DossierWithdrawn&) const = default;
};

using Event = std::variant<DossierRegistered, DossierAccepted, DossierNotAccepted, DossierAssigned, DossierResolved,
                           ResultReturned, DossierWithdrawn>;

/// An event with both its times: when it happened in the world, and when we learnt it.
struct Happening {
  Event event;
  core::Instant occurred_at;
  core::Instant recorded_at;
  std::optional<Note> moment_reason;  ///< why a client stated the moment of a live command
  bool operator==(const Happening&) const = default;
};

}  // namespace motcua::dossiers
