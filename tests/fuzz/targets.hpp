#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace motcua::fuzz {

/// What must hold for any bytes whatever did not. libFuzzer takes it for a
/// crash, a test for a failure.
struct Broken : std::logic_error {
  using std::logic_error::logic_error;
};
inline void must(bool holds, const char* what) {
  if (!holds) throw Broken{what};
}

/// Bytes from a socket: the same requests wherever they are split, never more
/// held than the limits say.
void framing(std::string_view bytes);
/// A body: JSON, and every reader of a body that a service has.
void json(std::string_view bytes);
/// A request's target: path, query, cursors, and every reader of a query that a
/// service has.
void queries(std::string_view bytes);
/// A message of the topic: its type, a line feed, its data.
void events(std::string_view bytes);
/// The two texts of a token, header and claims, with a line feed between; and
/// the bytes as a token.
void tokens(std::string_view bytes);
/// An upload: its Content-Disposition, a line feed, its content.
void uploads(std::string_view bytes);

}  // namespace motcua::fuzz
