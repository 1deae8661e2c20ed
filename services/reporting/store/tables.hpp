#pragma once

#include "reporting/domain/facts.hpp"

namespace motcua::reporting {

/// Where a subject is kept. The tables of both have the same columns, so that one code keeps and reads them.
struct Tables {
  const char* spans;
  const char* daily;
  const char* monthly;
};

inline Tables tables_of(Subject subject) {
  return subject == Subject::dossiers ? Tables{"spans", "daily", "monthly"}
                                      : Tables{"step_spans", "step_daily", "step_monthly"};
}

}  // namespace motcua::reporting
