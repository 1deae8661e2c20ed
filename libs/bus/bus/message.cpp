#include "bus/bus.hpp"

namespace motcua::bus {

std::string_view Message::header(std::string_view name) const {
  for (const auto& [its_name, text] : headers) {
    if (its_name == name) return text;
  }
  return {};
}

}  // namespace motcua::bus
