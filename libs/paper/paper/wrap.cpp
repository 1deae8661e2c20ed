#include "paper/wrap.hpp"

#include <numeric>
#include <utility>

#include "paper/text.hpp"

namespace motcua::paper {
namespace {

/// Runs without a blank between them.
using Word = std::vector<Run>;

std::vector<Word> words_of(const std::vector<Run>& runs) {
  std::vector<Word> words;
  bool apart = true;  // the next letter begins a word
  for (const Run& run : runs) {
    Run piece{"", run.face};
    const auto end_piece = [&] {
      if (piece.text.empty()) return;
      if (apart) words.emplace_back();
      words.back().push_back(std::exchange(piece, {"", run.face}));
      apart = false;
    };
    for (const char c : composed(run.text)) {
      if (c != ' ') {
        piece.text += c;
        continue;
      }
      end_piece();
      apart = true;
    }
    end_piece();
  }
  return words;
}

class Breaking {
 public:
  Breaking(const Document& document, double size, const Measure& measure)
      : document_{document}, size_{size}, measure_{measure}, left_{measure.width - measure.first_indent} {}

  void add(const Word& word) {
    const double wide = width_of(document_, word, size_);
    const double blank = line_.empty() ? 0 : document_.width_of(" ", {word.front().face, size_});
    if (!line_.empty() && blank + wide > left_) end_line();
    if (line_.empty() && wide > left_) {
      cut(word);
      return;
    }
    if (!line_.empty()) {
      put(" ", word.front().face);
      left_ -= blank;
    }
    for (const Run& run : word) put(run.text, run.face);
    left_ -= wide;
  }

  std::vector<Line> lines() {
    end_line();
    return std::move(lines_);
  }

 private:
  void cut(const Word& word) {
    for (const Run& run : word) {
      for (const std::string_view letter : letters(run.text)) {
        const double wide = document_.width_of(letter, {run.face, size_});
        if (wide > left_ && !line_.empty()) end_line();
        put(letter, run.face);
        left_ -= wide;
      }
    }
  }

  void put(std::string_view text, Face face) {
    if (line_.empty() || line_.back().face != face) line_.push_back({"", face});
    line_.back().text += text;
  }

  void end_line() {
    lines_.push_back(std::exchange(line_, {}));
    left_ = measure_.width - measure_.indent;
  }

  const Document& document_;
  double size_;
  Measure measure_;
  double left_;  // of the line being filled
  Line line_;
  std::vector<Line> lines_;
};

}  // namespace

std::vector<Line> wrapped(const Document& document, const std::vector<Run>& runs, double size, const Measure& measure) {
  Breaking breaking{document, size, measure};
  for (const Word& word : words_of(runs)) breaking.add(word);
  return breaking.lines();
}

double width_of(const Document& document, const Line& line, double size) {
  return std::accumulate(line.begin(), line.end(), 0.0, [&](double sum, const Run& run) {
    return sum + document.width_of(run.text, {run.face, size});
  });
}

}  // namespace motcua::paper
