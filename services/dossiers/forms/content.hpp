#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "core/result.hpp"
#include "dossiers/forms/sheet.hpp"
#include "dossiers/people.hpp"
#include "http/message.hpp"
#include "outbox/history.hpp"

namespace motcua::dossiers::forms {

/// All that a dossier's papers are made from.
struct Material {
  std::span<const outbox::HistoryRow> history;  ///< whole, and not empty
  const ApplicantDetails& people;
  const std::vector<NamedComponent>& components;  ///< empty once their names are erased
  const std::map<NoteRef, std::string>& texts;    ///< of officers; the erased are left out
  const catalogue::Catalogue& catalogue;
  const std::string& lookup_address;
};

/// The paper as of the event that it tells of, the last of its kind: the set of forms, the state of the dossier and its
/// due date are those of then. A problem when nothing of the kind has happened, or the set of that day has no such
/// paper. The control slip tells all that has happened so far. Pure: the same material, the same sheet.
core::Result<Sheet, http::Problem> sheet_of(catalogue::Form form, const Material& material);

}  // namespace motcua::dossiers::forms
