#pragma once

#include <cstdint>

#include "dossiers/domain/refusal.hpp"
#include "http/message.hpp"

namespace motcua::dossiers::problems {

/// The rules say no: 409 when the state forbids it, 422 when the content does; with the rule's code and source.
http::Problem refused(const Refusal& refusal);
/// A role without the right, on a record or unit that it may know of.
http::Problem forbidden();
http::Problem changed_meanwhile();
http::Problem key_reused();
/// The request was done, and what was answered has been erased with the person: 410.
http::Problem answer_erased();
/// No key is set under which identity numbers could be looked for: 503.
http::Problem search_without_key();
/// 422; says what the number must be and never what it was.
http::Problem no_identity_number();
/// No derivation yet: the dossier is not accepted.
http::Problem no_deadline();
http::Problem bad_cursor();
/// The same, of a search, whose cursor stands in its body.
http::Problem bad_search_cursor();
/// Nothing has happened to the dossier that the paper could tell.
http::Problem form_without_ground();
/// The set of forms in force on that day has no such paper.
http::Problem form_not_in_set();
/// More dossiers than a register may hold lines.
/// Too many wait for a paper already.
http::Problem press_busy();
http::Problem register_too_long(std::int64_t lines);
/// A list is asked for a unit or a procedure that the catalogue never had: an empty answer would hide a slip of the
/// pen.
http::Problem unknown_unit();
http::Problem unknown_procedure();

}  // namespace motcua::dossiers::problems
