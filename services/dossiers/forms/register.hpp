#pragma once

#include <optional>
#include <span>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "core/result.hpp"
#include "dossiers/domain/dossier.hpp"
#include "dossiers/forms/sheet.hpp"
#include "dossiers/people.hpp"
#include "http/message.hpp"

namespace motcua::dossiers::forms {

/// A line of a register.
struct Registered {
  const Dossier& dossier;
  std::optional<ApplicantDetails> people;  ///< nothing: not for this reader, it is no longer their unit's
};

/// What a unit received from `from` to `to`, both included, in the form in force on the last day. A problem when the
/// set of that day has no register.
core::Result<Register, http::Problem> register_of(const core::UnitId& unit, core::Date from, core::Date to,
                                                  std::span<const Registered> received,
                                                  const catalogue::Catalogue& catalogue);

}  // namespace motcua::dossiers::forms
