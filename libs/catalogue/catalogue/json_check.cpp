#include <nlohmann/json.hpp>
#include <set>

#include "catalogue/reading.hpp"

namespace motcua::catalogue::reading {

// The library keeps the last of two equal keys in silence; in a file of rules one of them is a mistake.
bool is_sound_json(std::string_view text, Findings& findings) {
  using nlohmann::json;
  std::vector<std::set<std::string>> keys;
  std::set<std::string> repeated;
  const auto watch = [&](int, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::object_start) keys.emplace_back();
    if (event == json::parse_event_t::object_end) keys.pop_back();
    if (event == json::parse_event_t::key && !keys.back().insert(value.get<std::string>()).second) {
      repeated.insert(value.get<std::string>());
    }
    return true;
  };
  try {
    const json read = json::parse(text, watch);
    if (read.is_discarded()) return false;
  } catch (const json::parse_error& error) {
    findings.add(line_at(text, error.byte), "is not JSON");
    return false;
  }
  for (const std::string& key : repeated) findings.add(0, "the key " + key + " stands twice in one object");
  return repeated.empty();
}

}  // namespace motcua::catalogue::reading
