#pragma once

#include "dossiers/domain/refusal.hpp"
#include "http/message.hpp"

namespace motcua::dossiers::problems {

/// The rules say no: 409 when the state forbids it, 422 when the content does; with the rule's code and source.
http::Problem refused(const Refusal& refusal);
/// A role without the right, on a record or unit that it may know of.
http::Problem forbidden();
http::Problem changed_meanwhile();
http::Problem key_reused();
/// No derivation yet: the dossier is not accepted.
http::Problem no_deadline();
http::Problem bad_cursor();
/// A list is asked for a unit or a procedure that the catalogue never had: an empty answer would hide a slip of the
/// pen.
http::Problem unknown_unit();
http::Problem unknown_procedure();

}  // namespace motcua::dossiers::problems
