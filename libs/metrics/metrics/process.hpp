#pragma once

#include <vector>

namespace motcua::metrics {

struct ProcessFigure {
  const char* name;
  const char* help;
  bool counts;  ///< a counter; else a gauge
  double value;
};

/// What /proc says about this process now, under the names every Prometheus client uses; prometheus-cpp has no
/// collector of its own. A figure that cannot be read is left out.
std::vector<ProcessFigure> process_figures();

}  // namespace motcua::metrics
