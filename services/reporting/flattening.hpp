#pragma once

#include <string>

#include "reporting/domain/restatement.hpp"
#include "reporting/report.hpp"

namespace motcua::reporting {

/// Every figure of a report that is not worked out of others: cells, and by procedure how long its dossiers took, as
/// `time_taken.working_days.median`.
Figures figures_of(const Report& report);

/// As they are kept: JSON, the same text for the same figures.
std::string written(const Figures& figures);
/// Throws std::runtime_error when it was not written so.
Figures read_figures(const std::string& text);

/// What a body says of a report in its format: the cells that it shows. Of the form 06 nothing can be told back, for it
/// folds cells into each other: no figures. Throws std::exception when it is no such body.
std::optional<Figures> cells_in_body(const std::string& body, const std::string& format, Subject subject, bool burden);

}  // namespace motcua::reporting
