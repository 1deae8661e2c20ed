#pragma once

#include <span>
#include <string>

#include "catalogue/catalogue.hpp"
#include "dossiers/store/paper_rows.hpp"

namespace motcua::dossiers::views {

/// A paper without its name, which the download alone tells. `whole`: with its checksum, by which a content that
/// somebody has could be recognised.
std::string paper(const rows::PaperRow& paper, bool whole, const catalogue::Catalogue& catalogue);
std::string papers(std::span<const rows::PaperRow> papers, bool whole, const catalogue::Catalogue& catalogue);

}  // namespace motcua::dossiers::views
