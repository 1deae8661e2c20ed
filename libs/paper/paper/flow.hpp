#pragma once

#include <functional>
#include <string>
#include <vector>

#include "paper/document.hpp"
#include "paper/wrap.hpp"

namespace motcua::paper {

enum class Align { left, centre, right };

/// How a paragraph is set.
struct Shape {
  double size = 13;
  Align align = Align::left;
  double first_indent = 0;
  double indent = 0;     ///< of the other lines
  double after = 4;      ///< room below
  double leading = 1.3;  ///< from line to line, in sizes
};

struct Column {
  std::string title;
  double share;  ///< of the table's width; those of a table add up to 1
  Align align = Align::left;
};

struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  ///< as many cells as columns
  double size = 11;
};

/// Margins of a page, in points.
struct Margins {
  double left = 72;
  double right = 50;
  double top = 50;
  double bottom = 60;
};

/// Sets text down a page and goes on to the next where it is full. Draws on a document that outlives it, from one
/// thread.
class Flow {
 public:
  Flow(Document& document, const Margins& margins);

  Document& document() { return document_; }
  double left() const { return margins_.left; }
  double right() const { return document_.width() - margins_.right; }
  double width() const { return right() - left(); }
  /// Where the next thing begins.
  double y() const { return y_; }
  /// On the page that is drawn.
  void go_to(double y) { y_ = y; }
  void space(double height) { y_ += height; }
  /// Begins a page unless so much room is left.
  void need(double height);

  void paragraph(const std::vector<Run>& runs, const Shape& shape = {});
  /// Between these edges, without going on to another page: for blocks beside each other. Gives where it ends.
  double block(double from, double to, double y, const std::vector<Run>& runs, const Shape& shape);
  /// The columns' titles stand again on each page. A row that no page can hold goes on on the next.
  void table(const Table& table);

  /// What stands at the foot of each page: `text(page, pages)`, from 1.
  void foot(const std::function<std::string(std::size_t, std::size_t)>& text);

 private:
  using Cells = std::vector<std::vector<Line>>;  // lines of each cell

  double bottom() const { return document_.height() - margins_.bottom; }
  void begin_page();
  void draw(const Line& line, double from, double to, double y, const Shape& shape);
  Cells cells_of(const Table& table, const std::vector<std::string>& texts, Face face) const;
  void row(const Table& table, const Cells& cells, const Cells& titles);
  void part_of_row(const Table& table, const Cells& cells, std::size_t first, std::size_t count);

  Document& document_;
  Margins margins_;
  double y_;
};

}  // namespace motcua::paper
