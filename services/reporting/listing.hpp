#pragma once

#include <optional>
#include <string>

#include "reporting/reports.hpp"

namespace motcua::reporting {

/// A page of the dossiers or steps behind a cell, or behind one row's cell: unit after unit in the order of their ids,
/// newest first in each. The counts say which units have any and how many, so that a page costs its page. Nothing when
/// the cursor is not one of ours.
std::optional<RecordsPage> list(store::Transaction& tx, const Standing& standing, Cell cell,
                                const std::optional<std::string>& row, const std::optional<std::string>& cursor,
                                std::size_t limit);

}  // namespace motcua::reporting
