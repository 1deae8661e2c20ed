#pragma once

namespace motcua::paper {

/// Whether a TrueType font of libharu has a shape for the character; it knows the first plane only. `font` is an
/// HPDF_Font: the library's inner header, which tells, cannot stand beside its outer one.
bool has_glyph(void* font, char32_t code_point);

}  // namespace motcua::paper
