#include "auth/claims.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "core/text.hpp"

namespace motcua::auth {
namespace {

using nlohmann::json;

constexpr std::size_t deepest = 8;
constexpr std::size_t longest_name = 255;  // RFC 9068 names no bound; this is what histories and logs have room for
constexpr double latest = 253402300799.0;  // the end of the year 9999

constexpr std::array<std::pair<const char*, Role>, 7> roles{{{"officer", Role::officer},
                                                             {"handler", Role::handler},
                                                             {"leader", Role::leader},
                                                             {"importer", Role::importer},
                                                             {"auditor", Role::auditor},
                                                             {"city_reader", Role::city_reader},
                                                             {"ops", Role::ops}}};

/// Says no to the first name that comes twice in its object, and to depth.
class Strictness {
 public:
  bool operator()(int /*depth*/, json::parse_event_t event, json& parsed) {
    switch (event) {
      case json::parse_event_t::object_start:
      case json::parse_event_t::array_start:
        names_.emplace_back();
        broken_ = broken_ || names_.size() > deepest;
        break;
      case json::parse_event_t::object_end:
      case json::parse_event_t::array_end: names_.pop_back(); break;
      case json::parse_event_t::key:
        broken_ = broken_ || !names_.back().insert(parsed.get_ref<const std::string&>()).second;
        break;
      case json::parse_event_t::value: break;
    }
    return !broken_;
  }
  bool broken() const { return broken_; }

 private:
  std::vector<std::set<std::string>> names_;
  bool broken_ = false;
};

/// The object that the text holds; nothing when it holds anything else.
std::optional<json> parse_object(std::string_view text) {
  Strictness strictness;
  auto parsed = json::parse(
      text, [&](int depth, json::parse_event_t event, json& value) { return strictness(depth, event, value); }, false);
  if (strictness.broken() || !parsed.is_object()) return std::nullopt;
  return parsed;
}

std::optional<std::string> name_in(const json& object, const char* member) {
  const auto found = object.find(member);
  if (found == object.end() || !found->is_string()) return std::nullopt;
  auto text = found->get<std::string>();
  if (text.empty() || text.size() > longest_name || core::has_control_characters(text)) return std::nullopt;
  return text;
}

/// A NumericDate (RFC 7519 §2): seconds, perhaps with a fraction.
std::optional<core::Instant> moment_in(const json& value) {
  if (!value.is_number()) return std::nullopt;
  const auto seconds = value.get<double>();
  if (!(seconds >= 0 && seconds <= latest)) return std::nullopt;
  return core::instant_from(static_cast<std::int64_t>(seconds * 1000));
}

bool is_list_of_texts(const json& value) {
  return value.is_array() && std::ranges::all_of(value, [](const json& one) { return one.is_string(); });
}

bool names_audience(const json& claim, const std::string& audience) {
  if (claim.is_string()) return claim.get_ref<const std::string&>() == audience;
  return std::ranges::any_of(claim, [&](const json& one) { return one.get_ref<const std::string&>() == audience; });
}

std::set<Role> known_roles(const json& claim) {
  std::set<Role> known;
  for (const auto& word : claim) {
    if (const auto role = role_named(word.get_ref<const std::string&>())) known.insert(*role);
  }
  return known;
}

}  // namespace

const char* name_of(Role role) {
  return std::ranges::find(roles, role, [](const auto& one) { return one.second; })->first;
}

std::optional<Role> role_named(std::string_view name) {
  const auto found = std::ranges::find(roles, name, [](const auto& one) { return std::string_view{one.first}; });
  return found == roles.end() ? std::nullopt : std::optional{found->second};
}

std::string role_names() {
  std::string names;
  for (const auto& [name, role] : roles) names.append(names.empty() ? "" : ", ").append(name);
  return names;
}

core::Result<Header, Rejected> read_header(std::string_view text) {
  const auto header = parse_object(text);
  if (!header || header->contains("crit")) return Rejected{"malformed"};
  // A key that travels with the token proves nothing but that its maker had a key.
  for (const auto* foreign : {"jwk", "jku", "x5c", "x5u"}) {
    if (header->contains(foreign)) return Rejected{"unknown_key"};
  }
  const auto type = name_in(*header, "typ");
  if (!type || (core::lower(*type) != "at+jwt" && core::lower(*type) != "application/at+jwt")) return Rejected{"type"};
  auto algorithm = name_in(*header, "alg");
  if (!algorithm || (*algorithm != "RS256" && *algorithm != "ES256")) return Rejected{"algorithm"};
  auto key = name_in(*header, "kid");
  if (!key) return Rejected{"unknown_key"};
  return Header{.algorithm = std::move(*algorithm), .key = std::move(*key)};
}

core::Result<Claims, Rejected> read_claims(std::string_view text, const std::string& issuer,
                                           const std::string& audience) {
  const auto claims = parse_object(text);
  if (!claims) return Rejected{"malformed"};
  const json none;
  const auto claim = [&](const char* name) -> const json& {
    const auto found = claims->find(name);
    return found == claims->end() ? none : *found;
  };
  const auto stated_issuer = name_in(*claims, "iss");
  if (!stated_issuer || *stated_issuer != issuer) return Rejected{"issuer"};
  const auto& stated_audience = claim("aud");
  if (!stated_audience.is_string() && !is_list_of_texts(stated_audience)) return Rejected{"audience"};
  if (!names_audience(stated_audience, audience)) return Rejected{"audience"};

  const auto expires = moment_in(claim("exp"));
  const auto not_before = claims->contains("nbf") ? moment_in(claim("nbf")) : core::Instant{};
  const bool issued_well = !claims->contains("iat") || moment_in(claim("iat"));
  auto subject = name_in(*claims, "sub");
  auto client = name_in(*claims, "client_id");
  auto unit = name_in(*claims, "unit");
  if (!expires || !not_before || !issued_well || !subject || !client || !unit || !is_list_of_texts(claim("roles"))) {
    return Rejected{"claims"};
  }
  return Claims{.actor = {.issuer = issuer,
                          .subject = std::move(*subject),
                          .client = std::move(*client),
                          .unit = core::UnitId{std::move(*unit)},
                          .roles = known_roles(claim("roles"))},
                .expires = *expires,
                .not_before = *not_before};
}

}  // namespace motcua::auth
