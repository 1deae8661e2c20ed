#pragma once

#include <vector>

#include "dossiers/store/rows.hpp"
#include "verify/report.hpp"

namespace motcua::verify {

/// Whether people and texts are kept as the histories say: all of them, and people with the digest that history holds,
/// until their erasure, and nothing after it. `folded`: at most 200 dossiers as their histories give them. A digest of
/// what was erased cannot be checked and is no finding.
void check_people(Check& check, store::Transaction& dossiers, const std::vector<dossiers::rows::Kept>& folded);

}  // namespace motcua::verify
