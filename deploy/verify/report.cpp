#include "verify/report.hpp"

#include <array>
#include <cstdio>
#include <utility>

namespace motcua::verify {
namespace {

constexpr std::int64_t shown_at_most = 100;

}  // namespace

void Report::line(const std::string& text) { out_ << text << std::endl; }

void Report::finding(const std::string& text) {
  ++findings_;
  if (findings_ <= shown_at_most) line("  finding: " + text);
  if (findings_ == shown_at_most + 1) line("  and more; they are counted and not shown");
}

void Report::end() { line(counted(findings_, "finding")); }

Check::Check(Report& report, std::string name) : report_{report}, name_{std::move(name)} {}

void Check::wrong(const std::string& where, const std::string& what) { report_.finding(where + ": " + what); }

void Check::note(const std::string& text) { report_.line("  " + name_ + ": " + text); }

void Check::done(const std::string& looked_at) {
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began_;
  std::array<char, 32> seconds{};
  std::snprintf(seconds.data(), seconds.size(), "%.1f s", took.count());
  report_.line(name_ + ": " + looked_at + ", " + seconds.data());
}

std::string named(const std::string& record, std::int64_t version) {
  return "record " + record + " version " + std::to_string(version);
}

std::string counted(std::int64_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

std::string stretch(std::int64_t first, std::int64_t last) {
  return first == last ? std::to_string(first) : std::to_string(first) + " to " + std::to_string(last);
}

}  // namespace motcua::verify
