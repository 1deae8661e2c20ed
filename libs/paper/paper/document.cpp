#include "paper/document.hpp"

#include <hpdf.h>

#include <array>
#include <new>
#include <stdexcept>

#include "paper/glyphs.hpp"
#include "paper/text.hpp"

namespace motcua::paper {
namespace {

constexpr double a4_short = 595.276;
constexpr double a4_long = 841.890;
constexpr char32_t square = U'\u25a1';

[[noreturn]] void fail(HPDF_STATUS error, const std::string& what) {
  if (error == HPDF_FAILD_TO_ALLOC_MEM) throw std::bad_alloc{};
  throw std::runtime_error{what + " (libharu 0x" + [error] {
    constexpr const char* digits = "0123456789abcdef";
    std::string text;
    for (int shift = 12; shift >= 0; shift -= 4) text += digits[(error >> shift) & 0xf];
    return text;
  }() + ")"};
}

struct Free {
  using pointer = HPDF_Doc;
  void operator()(HPDF_Doc doc) const { HPDF_Free(doc); }
};

float real(double value) { return static_cast<float>(value); }

}  // namespace

struct Document::Parts {
  Fonts files;
  double width;
  double height;
  // No handler: it would have to throw through C. The library does nothing more once it has failed, and `bytes` asks.
  std::unique_ptr<void, Free> doc{HPDF_New(nullptr, nullptr)};
  std::array<HPDF_Font, 3> faces{};
  std::vector<HPDF_Page> pages{};
  HPDF_Page page = nullptr;

  void check(const std::string& what) const {
    if (const HPDF_STATUS error = HPDF_GetError(doc.get()); error != HPDF_OK) fail(error, what);
  }

  // Loaded when first used: a face that a paper does without costs it nothing.
  HPDF_Font face(Face which) {
    HPDF_Font& font = faces.at(static_cast<std::size_t>(which));
    if (font != nullptr) return font;
    const std::string& file = which == Face::regular ? files.regular : which == Face::bold ? files.bold : files.italic;
    const char* name = HPDF_LoadTTFontFromFile(doc.get(), file.c_str(), HPDF_TRUE);
    check("the font " + file + " cannot be read");
    font = HPDF_GetFont(doc.get(), name, "UTF-8");
    check("the font " + file + " cannot be used");
    return font;
  }

  std::string drawable(std::string_view text, HPDF_Font font) const {
    std::string all;
    const std::string instead = has_glyph(font, square) ? utf8(square) : "?";
    for (const char32_t one : code_points(composed(text))) all += has_glyph(font, one) ? utf8(one) : instead;
    return all;
  }
};

Document::Document(const Fonts& fonts, Format format, const std::string& subject)
    : parts_{new Parts{.files = fonts,
                       .width = format == Format::upright ? a4_short : a4_long,
                       .height = format == Format::upright ? a4_long : a4_short}} {
  if (!parts_->doc) throw std::bad_alloc{};
  HPDF_SetCompressionMode(parts_->doc.get(), HPDF_COMP_ALL);
  HPDF_UseUTFEncodings(parts_->doc.get());
  HPDF_SetInfoAttr(parts_->doc.get(), HPDF_INFO_TITLE, subject.c_str());
  parts_->check("a PDF cannot be begun");
}

Document::~Document() = default;

double Document::width() const { return parts_->width; }
double Document::height() const { return parts_->height; }
std::size_t Document::pages() const { return parts_->pages.size(); }

void Document::add_page() {
  HPDF_Page page = HPDF_AddPage(parts_->doc.get());
  parts_->check("a page cannot be added");
  HPDF_Page_SetWidth(page, real(parts_->width));
  HPDF_Page_SetHeight(page, real(parts_->height));
  parts_->pages.push_back(page);
  parts_->page = page;
}

void Document::turn_to(std::size_t page) { parts_->page = parts_->pages.at(page); }

double Document::width_of(std::string_view text, const Type& type) const {
  HPDF_Font font = parts_->face(type.face);
  const std::string drawn = parts_->drawable(text, font);
  const HPDF_TextWidth measured =
      HPDF_Font_TextWidth(font, reinterpret_cast<const HPDF_BYTE*>(drawn.data()), static_cast<HPDF_UINT>(drawn.size()));
  return measured.width * type.size / 1000;
}

void Document::text(Point at, const Type& type, std::string_view text) {
  HPDF_Font font = parts_->face(type.face);
  HPDF_Page page = parts_->page;
  HPDF_Page_BeginText(page);
  HPDF_Page_SetFontAndSize(page, font, real(type.size));
  HPDF_Page_TextOut(page, real(at.x), real(parts_->height - at.y), parts_->drawable(text, font).c_str());
  HPDF_Page_EndText(page);
}

void Document::line(Point from, Point to, double thickness) {
  HPDF_Page page = parts_->page;
  HPDF_Page_SetLineWidth(page, real(thickness));
  HPDF_Page_MoveTo(page, real(from.x), real(parts_->height - from.y));
  HPDF_Page_LineTo(page, real(to.x), real(parts_->height - to.y));
  HPDF_Page_Stroke(page);
}

void Document::qr(Point at, double side, const Qr& qr) {
  constexpr std::size_t quiet = 4;
  HPDF_Page page = parts_->page;
  const double module = side / static_cast<double>(qr.side + 2 * quiet);
  for (std::size_t row = 0; row < qr.side; ++row) {
    // Modules beside each other are one bar: no hairline between them, and half the file.
    for (std::size_t column = 0; column < qr.side; ++column) {
      const std::size_t begin = column;
      while (column < qr.side && qr.is_dark(row, column)) ++column;
      if (column == begin) continue;
      const double x = at.x + module * static_cast<double>(quiet + begin);
      const double y = at.y + module * static_cast<double>(quiet + row + 1);
      HPDF_Page_Rectangle(page, real(x), real(parts_->height - y), real(module * static_cast<double>(column - begin)),
                          real(module));
    }
  }
  HPDF_Page_Fill(page);
}

bool Document::has_all(std::string_view text, Face face) const {
  HPDF_Font font = parts_->face(face);
  for (const char32_t one : code_points(composed(text))) {
    if (!has_glyph(font, one)) return false;
  }
  return true;
}

std::string Document::bytes() {
  parts_->check("a page cannot be drawn");
  HPDF_SaveToStream(parts_->doc.get());
  parts_->check("a PDF cannot be finished");
  std::string all(HPDF_GetStreamSize(parts_->doc.get()), '\0');
  auto size = static_cast<HPDF_UINT32>(all.size());
  HPDF_ReadFromStream(parts_->doc.get(), reinterpret_cast<HPDF_BYTE*>(all.data()), &size);
  // The end of the stream is reached, which the library calls an error.
  if (size != all.size()) throw std::runtime_error{"a PDF cannot be read back"};
  return all;
}

}  // namespace motcua::paper
