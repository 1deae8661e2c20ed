#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "dossiers/domain/dossier.hpp"

namespace motcua::dossiers {

/// Begins a dossier. At a counter or by post it is accepted at once, unless it comes from years past: then its own
/// moments say when.
struct RegisterDossier {
  DossierId id;
  std::string number;
  core::UnitId receiving_unit;
  Channel channel;
  Applicant applicant;
  std::vector<Component> components;
  std::optional<Source> source;
};
struct AcceptDossier {};
struct RefuseDossier {
  std::optional<Note> reasons;
};
struct AssignDossier {
  core::UnitId handling_unit;
  std::optional<OfficerId> officer;
  bool implied = false;  ///< an import told a result and no assignment
};
struct ResolveDossier {
  Outcome outcome;
  std::optional<Note> reasons;
};
struct ReturnResult {};
struct WithdrawDossier {};

using Command = std::variant<RegisterDossier, AcceptDossier, RefuseDossier, AssignDossier, ResolveDossier, ReturnResult,
                             WithdrawDossier>;

}  // namespace motcua::dossiers
