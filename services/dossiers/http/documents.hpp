#pragma once

#include <string>

#include "http/members.hpp"

namespace motcua::dossiers {

/// The number of a document, as `2450/VPCP-KGVX`, `1669/NQ-UBTVQH15` or `28/2026/QH16`. It goes into events for good,
/// so it must be a document's number and can be nobody's name; anything else is a fault of that member.
std::string read_document_number(http::Members& members, const char* name);

}  // namespace motcua::dossiers
