#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
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

  /// Who holds it prints; nobody else does meanwhile.
  class Turn {
    friend Press;
    explicit Turn(std::mutex& mutex) : lock_{mutex} {}
    std::unique_lock<std::mutex> lock_;
  };
  /// Waits for one's turn. Nothing when as many wait as may: who waits holds a worker, and others need some too.
  std::optional<Turn> turn();

  /// The PDF that `draw` draws; see Document for `subject`.
  std::string print(const Turn& turn, Format format, const std::string& subject,
                    const std::function<void(Document&)>& draw) const;

 private:
  static constexpr int most_waiting = 4;

  Fonts fonts_;
  std::mutex mutex_;
  std::atomic<int> waiting_ = 0;
};

}  // namespace motcua::paper
