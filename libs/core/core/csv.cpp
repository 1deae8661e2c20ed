#include "core/text.hpp"

namespace motcua::core {

std::optional<std::vector<std::vector<std::string>>> parse_csv(std::string_view text) {
  std::vector<std::vector<std::string>> rows;
  std::size_t i = 0;
  while (i < text.size()) {
    std::vector<std::string>& row = rows.emplace_back();
    bool more_fields = true;
    while (more_fields) {
      std::string& field = row.emplace_back();
      if (i < text.size() && text[i] == '"') {
        bool closed = false;
        for (++i; i < text.size() && !closed; ++i) {
          if (text[i] != '"') {
            field += text[i];
          } else if (i + 1 < text.size() && text[i + 1] == '"') {
            field += text[i++];
          } else {
            closed = true;
          }
        }
        if (!closed) return std::nullopt;
      }
      // What follows a closing quote is kept rather than lost; a reader that minds finds it in the field.
      while (i < text.size() && text[i] != ',' && text[i] != '\n' && !text.substr(i).starts_with("\r\n"))
        field += text[i++];
      more_fields = i < text.size() && text[i] == ',';
      if (more_fields) ++i;
    }
    if (i < text.size() && text[i] == '\r') ++i;
    if (i < text.size()) ++i;
  }
  return rows;
}

}  // namespace motcua::core
