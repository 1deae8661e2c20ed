#include "catalogue/entry.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace motcua::catalogue::reading {

using nlohmann::json;

// An object and the document that keeps it.
struct Entry::Json {
  std::shared_ptr<const json> document;
  const json* object;

  const json& at(std::string_view key) const {
    static const json nothing;
    if (!object->is_object()) return nothing;
    const auto found = object->find(key);
    return found == object->end() ? nothing : *found;
  }
};

namespace {

std::string joined(const std::string& where, const std::string& part) {
  return where.empty() || part.empty() ? where + part : where + " " + part;
}

std::string between(std::int64_t least, std::int64_t most) {
  return " must be a whole number from " + std::to_string(least) + " to " + std::to_string(most);
}

}  // namespace

Entry::Entry(std::shared_ptr<const Json> object, std::string where, int line, std::string_view text, Findings& findings)
    : json_{std::move(object)}, where_{std::move(where)}, line_{line}, text_{text}, findings_{findings} {}

std::optional<Entry> Entry::of_file(std::string_view text, Findings& findings) {
  if (!is_sound_json(text, findings)) return std::nullopt;
  const auto document = std::make_shared<const json>(json::parse(text));
  Entry file{std::make_shared<const Json>(Json{document, document.get()}), "", 1, text, findings};
  file.need(document->is_object(), "must be an object");
  return file;
}

void Entry::need(bool holds, const std::string& what) const {
  if (!holds) tell(what);
}

void Entry::tell(const std::string& what) const { findings_.add(line_, where_.empty() ? what : where_ + ": " + what); }

void Entry::only(const std::vector<std::string_view>& keys) const {
  if (!json_->object->is_object()) return;
  for (const auto& [key, value] : json_->object->items()) {
    need(std::find(keys.begin(), keys.end(), key) != keys.end(), "unknown key " + key);
  }
}

bool Entry::has(std::string_view key) const { return json_->object->is_object() && json_->object->contains(key); }
bool Entry::is_true(const char* key) const { return json_->at(key) == true; }
bool Entry::is_list(const char* key) const { return json_->at(key).is_array(); }
bool Entry::is_object(const char* key) const { return json_->at(key).is_object(); }

std::string Entry::text(const char* key) const {
  const json& value = json_->at(key);
  return value.is_string() ? value.get<std::string>() : std::string{};
}

std::string Entry::plain_text(const char* key) const {
  std::string value = text(key);
  need(is_plain_text(value), std::string{key} + " is missing");
  return value;
}

// For read_validity, to which anything else but a text is no date.
std::string Entry::date(const char* key) const {
  if (json_->at(key).is_null()) return {};
  const std::string value = text(key);
  return value.empty() ? "(not a date)" : value;
}

bool Entry::flag(const char* key) const {
  const json& value = json_->at(key);
  need(value.is_boolean(), std::string{key} + " must be true or false");
  return value.is_boolean() && value.get<bool>();
}

std::int64_t Entry::number(const char* key, std::int64_t least, std::int64_t most) const {
  const json& value = json_->at(key);
  const bool fits = value.is_number_unsigned() && value.get<std::uint64_t>() >= static_cast<std::uint64_t>(least) &&
                    value.get<std::uint64_t>() <= static_cast<std::uint64_t>(most);
  need(fits, key + between(least, most));
  return fits ? value.get<std::int64_t>() : least;
}

std::optional<int> Entry::number_or_null(const char* key, int least, int most) const {
  if (json_->at(key).is_null()) return std::nullopt;
  return static_cast<int>(number(key, least, most));
}

std::optional<std::chrono::minutes> Entry::time_or_null(const char* key) const {
  if (json_->at(key).is_null()) return std::nullopt;
  const auto time = read_time(text(key));
  need(time.has_value(), std::string{key} + " must be HH:MM or null");
  return time;
}

Origin Entry::origin() const {
  return {word("knowledge", knowledge_named, "verified, memory or invented"), plain_text("source")};
}

std::optional<Validity> Entry::validity() const {
  return read_validity(date("valid_from"), date("valid_to"), line_, findings_);
}

Entry Entry::within(std::shared_ptr<const Json> object, const std::string& part) const {
  return {std::move(object), joined(where_, part), line_, text_, findings_};
}

Entry Entry::part(const char* key) const {
  Entry part = within(std::make_shared<const Json>(Json{json_->document, &json_->at(key)}), key);
  part.need(is_object(key), "must be an object");
  return part;
}

std::vector<Entry> Entry::parts(const char* key, const std::string& called, const char* name) const {
  std::vector<Entry> all;
  need(is_list(key) || !has(key), std::string{key} + " must be a list");
  if (!is_list(key)) return all;
  for (const json& one : json_->at(key)) {
    const auto object = std::make_shared<const Json>(Json{json_->document, &one});
    const json& own_name = object->at(name);
    const std::string named = own_name.is_string() ? own_name.get<std::string>() : std::string{"without "} + name;
    const Entry part = within(object, joined(called, named));
    part.need(one.is_object(), "must be an object");
    if (one.is_object()) all.push_back(part);
  }
  return all;
}

std::vector<Entry> Entry::coded_parts(const char* key, const std::string& called) const {
  std::vector<Entry> all = parts(key, called, "code");
  std::set<std::string> codes;
  for (const Entry& one : all) {
    const std::string code = one.text("code");
    one.need(is_code(code), "code must be 1 to 32 of a-z 0-9 - . _");
    one.need(codes.insert(code).second, "the code is listed twice");
  }
  return all;
}

std::vector<std::string> Entry::words(const char* key) const {
  std::vector<std::string> all;
  need(is_list(key), std::string{key} + " must be a list");
  if (!is_list(key)) return all;
  for (const json& value : json_->at(key)) {
    need(value.is_string(), std::string{key} + " must list texts");
    if (value.is_string()) all.push_back(value.get<std::string>());
  }
  return all;
}

std::map<std::string, std::string> Entry::texts(const char* key) const {
  std::map<std::string, std::string> all;
  const Entry members = part(key);
  if (!is_object(key)) return all;
  for (const auto& [name, value] : json_->at(key).items()) all[name] = members.plain_text(name.c_str());
  return all;
}

Entry Entry::placed(std::string where, const std::string& word) const {
  const std::size_t at = text_.find('"' + word + '"');
  const bool found = !word.empty() && at != std::string_view::npos;
  return {json_, std::move(where), found ? line_at(text_, at) : line_, text_, findings_};
}

}  // namespace motcua::catalogue::reading
