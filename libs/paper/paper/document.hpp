#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "paper/qr.hpp"

namespace motcua::paper {

enum class Face { regular, bold, italic };
/// Letters of a face, as high as `size` points.
struct Type {
  Face face = Face::regular;
  double size = 13;
};

/// TrueType files of the three faces.
struct Fonts {
  std::string regular;
  std::string bold;
  std::string italic;
};

/// A4, in points.
enum class Format { upright, sideways };

/// From the upper left corner of the page, in points.
struct Point {
  double x = 0;
  double y = 0;
};

/// A PDF while it is drawn, page by page, with the letters that it uses embedded. The same calls make the same bytes:
/// no clock and no chance go in. Text is composed first; a character that the font has no shape for is drawn as a
/// square. Not thread-safe. Throws std::runtime_error when a font cannot be read or the library fails, std::bad_alloc
/// when it found no memory.
class Document {
 public:
  /// `subject` is all that the file says about itself: it must name nobody.
  Document(const Fonts& fonts, Format format, const std::string& subject);
  ~Document();

  double width() const;
  double height() const;

  void add_page();
  std::size_t pages() const;
  /// What follows is drawn on that page, from 0; a new page is turned to at once.
  void turn_to(std::size_t page);

  double width_of(std::string_view text, const Type& type) const;
  /// `at` is where the base line begins.
  void text(Point at, const Type& type, std::string_view text);
  void line(Point from, Point to, double thickness = 0.6);
  /// With its quiet zone, as wide as `side`; `at` is the upper left corner.
  void qr(Point at, double side, const Qr& qr);

  /// Whether the face has a shape for every character.
  bool has_all(std::string_view text, Face face) const;

  /// The file. Nothing is drawn afterwards.
  std::string bytes();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace motcua::paper
