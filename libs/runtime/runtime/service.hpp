#pragma once

#include <functional>
#include <string>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "config/config.hpp"
#include "metrics/metrics.hpp"

namespace motcua::runtime {

/// A service's main: prepares the process, reads the settings (every mistake at once, then exit 2), starts the log and
/// runs; what cannot start is logged and exits 1.
int run_service(const std::string& name, const std::vector<config::Setting>& settings, int argc, char** argv,
                const std::function<int(const config::Values&)>& run);

/// What http::Server asks of an exception: the database does not answer, so try again later (503).
bool unavailable(const std::exception& broken);

/// Reads the catalogue's folder again; a wrong one is kept out, every mistake logged, and how many there were measured.
void read_again(catalogue::Source& catalogue, metrics::Registry& metrics);

}  // namespace motcua::runtime
