#include "dossiers/store/correction_rows.hpp"

#include <nlohmann/json.hpp>

namespace motcua::dossiers::rows {

using Json = nlohmann::ordered_json;

std::optional<std::string> text_of(const std::vector<Correction>& corrections) {
  if (corrections.empty()) return std::nullopt;
  Json list = Json::array();
  for (const Correction& one : corrections) {
    list.push_back({{"what", static_cast<int>(one.what)},
                    {"version", one.version},
                    {"supersedes", one.supersedes},
                    {"before", one.before},
                    {"after", one.after},
                    {"role", one.role},
                    {"reason_ref", one.reasons.str()},
                    {"occurred_at", core::stored(one.occurred_at)},
                    {"recorded_at", core::stored(one.recorded_at)}});
  }
  return list.dump();
}

std::vector<Correction> corrections_in(const std::optional<std::string>& text) {
  std::vector<Correction> corrections;
  if (!text) return corrections;
  const Json list = Json::parse(*text);
  for (const Json& json : list) {
    corrections.push_back({.what = static_cast<Corrected>(json.at("what").get<int>()),
                           .version = json.at("version").get<std::int64_t>(),
                           .supersedes = json.at("supersedes").get<std::int64_t>(),
                           .before = json.at("before").get<std::string>(),
                           .after = json.at("after").get<std::string>(),
                           .role = json.at("role").get<std::string>(),
                           .reasons = NoteRef{json.at("reason_ref").get<std::string>()},
                           .occurred_at = core::instant_from(json.at("occurred_at").get<std::int64_t>()),
                           .recorded_at = core::instant_from(json.at("recorded_at").get<std::int64_t>())});
  }
  return corrections;
}

}  // namespace motcua::dossiers::rows
