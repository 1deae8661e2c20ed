#include "paper/glyphs.hpp"

#include <hpdf_doc.h>

namespace motcua::paper {

bool has_glyph(void* font, char32_t code_point) {
  constexpr char32_t last_of_the_first_plane = 0xffff;
  if (code_point > last_of_the_first_plane) return false;
  const auto* attributes = static_cast<HPDF_FontAttr>(static_cast<HPDF_Font>(font)->attr);
  return HPDF_TTFontDef_GetGlyphid(attributes->fontdef, static_cast<HPDF_UINT16>(code_point)) != 0;
}

}  // namespace motcua::paper
