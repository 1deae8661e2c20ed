#pragma once

#include <string>
#include <vector>

#include "paper/document.hpp"

namespace motcua::paper {

/// A stretch of text in one face.
struct Run {
  std::string text;
  Face face = Face::regular;
  bool operator==(const Run&) const = default;
};

/// Runs that follow each other on one line.
using Line = std::vector<Run>;

/// How wide lines may be: the first is `first_indent` shorter, the others `indent`.
struct Measure {
  double width;
  double first_indent = 0;
  double indent = 0;
};

/// Breaks text at its blanks so that no line is wider than it may be; a word wider than a line is cut between its
/// letters. At least one line, and no letter of the text is lost. Non-breaking spaces do not break.
std::vector<Line> wrapped(const Document& document, const std::vector<Run>& runs, double size, const Measure& measure);

double width_of(const Document& document, const Line& line, double size);

}  // namespace motcua::paper
