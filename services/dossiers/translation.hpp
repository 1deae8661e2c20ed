#pragma once

#include "catalogue/catalogue.hpp"
#include "core/result.hpp"
#include "dossiers/domain/decide.hpp"
#include "dossiers/draft.hpp"
#include "dossiers/orders.hpp"

namespace motcua::dossiers {

/// An order as the domain knows it: free texts become notes (added to `notes`), codes what they mean on the day.
core::Result<Command, Refusal> translated(const Order& order, const catalogue::Catalogue& catalogue,
                                          const Dossier& dossier, const Facts& facts, NewNotes& notes);

}  // namespace motcua::dossiers
