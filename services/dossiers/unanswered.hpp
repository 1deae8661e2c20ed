#pragma once

#include <cstdint>

#include "catalogue/catalogue.hpp"
#include "store/database.hpp"

namespace motcua::dossiers {

/// Stops dossiers whose citizens were asked for papers and did not reply by the last day that the procedure sets
/// (domain rules 1.9, form 05), the longest silent first. One transaction of at most `most`; how many it stopped. A
/// repeat goes on where it ended.
std::int64_t stop_unanswered(store::Database& database, const catalogue::Catalogue& catalogue, core::Instant now,
                             std::int64_t most);

}  // namespace motcua::dossiers
