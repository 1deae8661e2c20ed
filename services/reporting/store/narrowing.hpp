#pragma once

#include "reporting/domain/cells.hpp"

namespace motcua::reporting {

/// The column of spans and counts that a narrowing is about.
inline const char* column_of(Narrowing::By by) {
  switch (by) {
    case Narrowing::By::procedure: return "procedure_code";
    case Narrowing::By::field: return "field";
    case Narrowing::By::channel: return "channel";
  }
  return "";
}

}  // namespace motcua::reporting
