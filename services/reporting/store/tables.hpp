#pragma once

#include "reporting/domain/facts.hpp"

namespace motcua::reporting {

/// Where figures are kept: rows of records, and what they add up to by day and by month.
struct Tables {
  const char* spans;
  const char* daily;
  const char* monthly;
};

/// Where a subject is kept. The tables of both have the same columns, so that one code keeps and reads them.
inline Tables tables_of(Subject subject) {
  return subject == Subject::dossiers ? Tables{"spans", "daily", "monthly"}
                                      : Tables{"step_spans", "step_daily", "step_monthly"};
}

/// How long the dossiers took.
inline constexpr Tables duration_tables{"spans", "durations_daily", "durations_monthly"};

}  // namespace motcua::reporting
