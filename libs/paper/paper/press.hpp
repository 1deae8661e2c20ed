#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "paper/document.hpp"

namespace motcua::paper {

/// Where papers are made. One at a time: each holds its fonts in memory while it is drawn, for some hundredths of a
/// second, and as many at once as there are workers would cost more than they save. Thread-safe; owned by main.
class Press {
 public:
  /// Makes a paper for trial. Throws std::runtime_error that names the font which cannot be read or lacks a letter of
  /// Vietnamese: better at the start than before a citizen.
  explicit Press(Fonts fonts);

  /// The PDF that `draw` draws; see Document for `subject`.
  std::string print(Format format, const std::string& subject, const std::function<void(Document&)>& draw);

 private:
  Fonts fonts_;
  std::mutex mutex_;
};

}  // namespace motcua::paper
