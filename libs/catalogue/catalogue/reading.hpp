#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalogue/catalogue.hpp"

/// What the readers of the single files share. Only libs/catalogue includes this.
namespace motcua::catalogue::reading {

/// Mistakes of one file, gathered so that all of them are told at once.
class Findings {
 public:
  Findings(std::string file, std::vector<Mistake>& mistakes) : file_{std::move(file)}, mistakes_{mistakes} {}

  void add(int line, std::string what) {
    mistakes_.push_back({file_, line, std::move(what)});
    ++count_;
  }
  int count() const { return count_; }

 private:
  std::string file_;
  std::vector<Mistake>& mistakes_;
  int count_ = 0;
};

/// A row of a CSV file with the header asked for; `cells` are as many as its columns.
struct Row {
  int line;
  std::vector<std::string> cells;
  const std::string& operator[](std::size_t column) const { return cells[column]; }
};

/// The rows below the header; rows that do not fit it are mistakes and left out.
std::vector<Row> read_table(std::string_view text, const std::vector<std::string>& columns, Findings& findings);

/// A value out of a short list, by its text.
template <class Value, std::size_t count>
std::optional<Value> named(const std::array<std::pair<std::string_view, Value>, count>& names, std::string_view text) {
  for (const auto& [name, value] : names) {
    if (name == text) return value;
  }
  return std::nullopt;
}

/// Text for people: not empty, no control characters.
bool is_plain_text(std::string_view text);

/// [from, to) with open ends; both parsed, and `from` before `to`.
struct Validity {
  std::optional<core::Date> from;
  std::optional<core::Date> to;

  bool overlaps(const Validity& other) const;
  bool covers(const Validity& other) const;
};
/// Empty texts are open ends. Adds a mistake and gives nothing when a date is wrong or the end is not after the
/// beginning.
std::optional<Validity> read_validity(std::string_view from, std::string_view to, int line, Findings& findings);

std::optional<Level> read_level(std::string_view text);
std::optional<Knowledge> knowledge_named(std::string_view word);
/// `08:00`, to the minute, up to 24:00; since midnight.
std::optional<std::chrono::minutes> read_time(std::string_view text);
/// What versions, steps, agencies, questions and components are called: 1 to 32 of a-z 0-9 - . _
bool is_code(std::string_view text);

/// Line, from 1, of an offset in the text.
int line_at(std::string_view text, std::size_t offset);

/// Well-formed, UTF-8, and no key twice in one object; anything else is a mistake.
bool is_sound_json(std::string_view text, Findings& findings);

// The files. Each returns what it could read; it counts only when no mistake was added anywhere.
std::optional<calendar::Calendar> read_calendar(std::string_view csv, std::string_view json,
                                                std::vector<Mistake>& mistakes);
Units read_units(std::string_view units, std::string_view successors, std::vector<Mistake>& mistakes);
std::optional<Procedures> read_procedures(std::string_view json, std::vector<Mistake>& mistakes);
std::optional<Forms> read_forms(std::string_view json, std::vector<Mistake>& mistakes);
std::optional<Papers> read_papers(std::string_view json, std::vector<Mistake>& mistakes);
/// `procedures`: what a policy may be for.
std::optional<Retention> read_retention(std::string_view json, const Procedures& procedures,
                                        std::vector<Mistake>& mistakes);

}  // namespace motcua::catalogue::reading
