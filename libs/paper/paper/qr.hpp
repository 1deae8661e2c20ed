#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace motcua::paper {

/// A QR code as a square of dark and light modules, without the quiet zone around it.
struct Qr {
  std::size_t side;
  std::vector<bool> dark;  ///< row by row, side × side

  bool is_dark(std::size_t row, std::size_t column) const { return dark[row * side + column]; }
};

/// Of the text's bytes, with the correction that a quarter of a creased paper needs. Throws std::invalid_argument for a
/// text that fits no code (more than 1,600 bytes) or has no bytes, or that holds NUL.
Qr qr_of(const std::string& text);

}  // namespace motcua::paper
