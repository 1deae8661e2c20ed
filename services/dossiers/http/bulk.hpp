#pragma once

#include "dossiers/desk.hpp"
#include "dossiers/http/requests.hpp"

namespace motcua::dossiers {

/// Many dossiers, each decided on its own and in a transaction of its own: what one of them is refused
/// stops no other. The client's key stands for each of them together with its id, so a repeat, also after half of it
/// was done, gives the same results and goes on.
http::Response handle_all(Desk& desk, const Caller& caller, const Once& once, const Bulk& bulk);

}  // namespace motcua::dossiers
