#include "metrics/process.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace motcua::metrics {
namespace {

double boot_time() {
  std::ifstream file{"/proc/stat"};
  std::string word;
  while (file >> word) {
    double seconds = 0;
    if (word == "btime" && file >> seconds) return seconds;
  }
  return 0;
}

/// Fields 3 and on of /proc/self/stat (proc(5)): the second, the program's name, may hold blanks and brackets.
std::vector<double> stat_fields() {
  std::ifstream file{"/proc/self/stat"};
  std::string line;
  std::getline(file, line);
  const auto end_of_name = line.rfind(')');
  if (end_of_name == std::string::npos) return {};
  std::istringstream rest{line.substr(end_of_name + 1)};
  std::string state;
  rest >> state;
  std::vector<double> fields{0};
  for (double value = 0; rest >> value;) fields.push_back(value);
  return fields;
}

void add_descriptors(std::vector<ProcessFigure>& all) {
  std::error_code failed;
  const std::filesystem::directory_iterator open_files{"/proc/self/fd", failed};
  if (!failed) {
    // The look itself holds one.
    const auto open = std::max<std::ptrdiff_t>(std::distance(begin(open_files), end(open_files)) - 1, 0);
    all.push_back({"process_open_fds", "Open file descriptors.", false, static_cast<double>(open)});
  }
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    all.push_back(
        {"process_max_fds", "Most file descriptors that may be open.", false, static_cast<double>(limit.rlim_cur)});
  }
}

}  // namespace

std::vector<ProcessFigure> process_figures() {
  std::vector<ProcessFigure> all;
  add_descriptors(all);
  const auto fields = stat_fields();
  if (fields.size() < 22) return all;
  // proc(5) counts from 1, and ours begin at its third.
  const auto field = [&](std::size_t number) { return fields[number - 3]; };
  static const double boot = boot_time();
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  const auto page = static_cast<double>(sysconf(_SC_PAGESIZE));
  all.push_back(
      {"process_cpu_seconds_total", "User and system CPU time spent.", true, (field(14) + field(15)) / ticks});
  all.push_back({"process_threads", "Threads.", false, field(20)});
  all.push_back(
      {"process_start_time_seconds", "When the process started, seconds since 1970.", false, boot + field(22) / ticks});
  all.push_back({"process_virtual_memory_bytes", "Virtual memory.", false, field(23)});
  all.push_back({"process_resident_memory_bytes", "Resident memory.", false, field(24) * page});
  return all;
}

}  // namespace motcua::metrics
