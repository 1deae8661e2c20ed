#include "paper/flow.hpp"

#include <algorithm>

namespace motcua::paper {
namespace {

constexpr double cell_padding = 3;
constexpr double cell_leading = 1.25;  // in sizes
constexpr double foot_size = 9;
constexpr double foot_room = 30;  // from the lower edge of the page
constexpr double ascent = 0.9;    // of the letters above their base line, in sizes

std::size_t most_lines(const std::vector<std::vector<Line>>& cells) {
  std::size_t most = 0;
  for (const std::vector<Line>& lines : cells) most = std::max(most, lines.size());
  return most;
}

double height_of(std::size_t lines, double size) {
  return static_cast<double>(lines) * size * cell_leading + 2 * cell_padding;
}

}  // namespace

Flow::Flow(Document& document, const Margins& margins) : document_{document}, margins_{margins}, y_{margins.top} {
  document_.add_page();
}

void Flow::begin_page() {
  document_.add_page();
  y_ = margins_.top;
}

void Flow::need(double height) {
  if (y_ + height > bottom()) begin_page();
}

void Flow::draw(const Line& line, double from, double to, double y, const Shape& shape) {
  const double spare = to - from - width_of(document_, line, shape.size);
  double x = from + (shape.align == Align::left ? 0 : shape.align == Align::centre ? spare / 2 : spare);
  for (const Run& run : line) {
    const Type type{run.face, shape.size};
    document_.text({x, y + shape.size * ascent}, type, run.text);
    x += document_.width_of(run.text, type);
  }
}

void Flow::paragraph(const std::vector<Run>& runs, const Shape& shape) {
  const double step = shape.size * shape.leading;
  bool first = true;
  for (const Line& line : wrapped(document_, runs, shape.size, {width(), shape.first_indent, shape.indent})) {
    need(step);
    draw(line, left() + (first ? shape.first_indent : shape.indent), right(), y_, shape);
    y_ += step;
    first = false;
  }
  y_ += shape.after;
}

double Flow::block(double from, double to, double y, const std::vector<Run>& runs, const Shape& shape) {
  for (const Line& line : wrapped(document_, runs, shape.size, {to - from})) {
    draw(line, from, to, y, shape);
    y += shape.size * shape.leading;
  }
  return y;
}

Flow::Cells Flow::cells_of(const Table& table, const std::vector<std::string>& texts, Face face) const {
  Cells cells;
  cells.reserve(table.columns.size());
  for (std::size_t at = 0; at < table.columns.size(); ++at) {
    const double wide = width() * table.columns[at].share - 2 * cell_padding;
    cells.push_back(wrapped(document_, {{texts.at(at), face}}, table.size, {wide}));
  }
  return cells;
}

void Flow::part_of_row(const Table& table, const Cells& cells, std::size_t first, std::size_t count) {
  const double height = height_of(count, table.size);
  double x = left();
  document_.line({x, y_}, {right(), y_});
  document_.line({x, y_ + height}, {right(), y_ + height});
  document_.line({x, y_}, {x, y_ + height});
  for (std::size_t at = 0; at < cells.size(); ++at) {
    const double end = x + width() * table.columns[at].share;
    const std::vector<Line>& lines = cells[at];
    for (std::size_t line = first; line < std::min(first + count, lines.size()); ++line) {
      const double y = y_ + cell_padding + static_cast<double>(line - first) * table.size * cell_leading;
      draw(lines[line], x + cell_padding, end - cell_padding, y,
           {.size = table.size, .align = table.columns[at].align});
    }
    document_.line({end, y_}, {end, y_ + height});
    x = end;
  }
  y_ += height;
}

void Flow::row(const Table& table, const Cells& cells, const Cells& titles) {
  const auto next_page = [&] {
    begin_page();
    part_of_row(table, titles, 0, most_lines(titles));
  };
  const std::size_t lines = most_lines(cells);
  const double page = bottom() - margins_.top - height_of(most_lines(titles), table.size);
  if (y_ + height_of(lines, table.size) > bottom() && height_of(lines, table.size) <= page) next_page();
  for (std::size_t done = 0; done < lines;) {
    if (y_ + height_of(1, table.size) > bottom()) next_page();
    const double room = bottom() - y_ - 2 * cell_padding;
    const auto fit = std::max<std::size_t>(1, static_cast<std::size_t>(room / (table.size * cell_leading)));
    const std::size_t count = std::min(fit, lines - done);
    part_of_row(table, cells, done, count);
    done += count;
  }
}

void Flow::table(const Table& table) {
  std::vector<std::string> words;
  words.reserve(table.columns.size());
  for (const Column& column : table.columns) words.push_back(column.title);
  const Cells titles = cells_of(table, words, Face::bold);
  // Titles alone at the foot of a page would be a riddle.
  need(height_of(most_lines(titles) + 1, table.size) + 2 * cell_padding);
  part_of_row(table, titles, 0, most_lines(titles));
  for (const std::vector<std::string>& texts : table.rows) row(table, cells_of(table, texts, Face::regular), titles);
}

void Flow::foot(const std::function<std::string(std::size_t, std::size_t)>& text) {
  const std::size_t pages = document_.pages();
  for (std::size_t page = 0; page < pages; ++page) {
    document_.turn_to(page);
    block(left(), right(), document_.height() - foot_room - foot_size, {{text(page + 1, pages)}},
          {.size = foot_size, .align = Align::centre});
  }
}

}  // namespace motcua::paper
