#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <ostream>
#include <string>

namespace motcua::verify {

/// What is said on the way, a line each. Counts findings; shows the first hundred of them. Holds no personal data:
/// records go by their ids, columns by their names, and what stands in them stays there.
class Report {
 public:
  explicit Report(std::ostream& out) : out_{out} {}

  void line(const std::string& text);
  void finding(const std::string& text);
  /// The last line.
  void end();
  std::int64_t findings() const { return findings_; }

 private:
  std::ostream& out_;
  std::int64_t findings_ = 0;
};

/// One check under way.
class Check {
 public:
  Check(Report& report, std::string name);

  /// `where`: the record and version, or whatever else is wrong; `what`: what is wrong with it.
  void wrong(const std::string& where, const std::string& what);
  /// Worth knowing, and not wrong.
  void note(const std::string& text);
  /// Its line: `looked_at` says what and how much.
  void done(const std::string& looked_at);

 private:
  Report& report_;
  std::string name_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// No installation gives more sequences: one beyond is a lie and must not cost the memory of its bit.
inline constexpr std::int64_t believable_at_most = 1'000'000'000;

/// `record 0190… version 3`
std::string named(const std::string& record, std::int64_t version);
/// `3 records`, `1 record`
std::string counted(std::int64_t count, const std::string& thing);
/// `1 to 1000`, or `7` alone
std::string stretch(std::int64_t first, std::int64_t last);

}  // namespace motcua::verify
