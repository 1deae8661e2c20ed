#pragma once

#include <string>

#include "paper/document.hpp"

/// For tests: the fonts that Debian's fonts-liberation2 installs, which the services use unless told otherwise.
namespace motcua::paper::examples {

inline Fonts fonts() {
  const std::string family = "/usr/share/fonts/truetype/liberation2/LiberationSerif-";
  return {family + "Regular.ttf", family + "Bold.ttf", family + "Italic.ttf"};
}

/// How often a word stands in a file: in what is not compressed, as the pages' own objects.
inline int count(const std::string& bytes, const std::string& word) {
  int times = 0;
  for (std::size_t at = bytes.find(word); at != std::string::npos; at = bytes.find(word, at + 1)) ++times;
  return times;
}

}  // namespace motcua::paper::examples
