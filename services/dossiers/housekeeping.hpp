#pragma once

#include <stop_token>

#include "catalogue/catalogue.hpp"
#include "core/time.hpp"
#include "store/database.hpp"

namespace motcua::dossiers {

/// Removes stored answers older than 30 days, a bounded number at a time, once a minute until stop is requested.
void prune_until(const std::stop_token& stop, store::Database& database, const core::Clock& clock);

/// Reads the catalogue's folder again; a wrong one is kept out and every mistake logged.
void reload(catalogue::Source& catalogue);

}  // namespace motcua::dossiers
