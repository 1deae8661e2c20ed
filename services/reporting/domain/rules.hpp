#pragma once

#include <array>
#include <span>

namespace motcua::reporting {

/// A version of the rules by which facts become figures: what is early, on time or overdue, what is pending, paused or
/// withdrawn, what a trip is, what is right the first time, which amount is a percentile, what an event says of all
/// that. Whoever changes one of these adds a version here and a file to golden/: rules_test fails until then.
struct RulesVersion {
  int number;         ///< from 1, without gaps
  const char* since;  ///< the day on which it was written, as 2026-11-30
  const char* vi;     ///< what it changed, for those who read the figures
  const char* en;
};

/// All of them, in order. Kept for ever: publications name them by number.
inline constexpr std::array rules_versions{RulesVersion{1, "2026-11-30",
                                                        "Các định nghĩa đang dùng khi bắt đầu công bố số liệu.",
                                                        "The definitions in use when figures were first published."}};

/// By which this program counts.
inline constexpr int rules_version = rules_versions.back().number;

/// What changed after version `published`, up to the present one. Nothing for one that is not older.
constexpr std::span<const RulesVersion> rules_since(int published) {
  std::size_t first = 0;
  while (first < rules_versions.size() && rules_versions.at(first).number <= published) ++first;
  return std::span{rules_versions}.subspan(first);
}

}  // namespace motcua::reporting
