#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "catalogue/reading.hpp"
#include "core/text.hpp"

namespace motcua::catalogue::reading {
namespace {

using nlohmann::json;

constexpr std::array<std::pair<std::string_view, Knowledge>, 3> knowledges{
    {{"verified", Knowledge::verified}, {"memory", Knowledge::memory}, {"invented", Knowledge::invented}}};

// The longest limit in the law so far is well below; above it a typing error is likelier than a rule.
constexpr int longest_limit = 365;

// `1.000948.H24`: the national code and the province.
bool is_procedure_code(std::string_view text) {
  constexpr std::string_view shape = "9.999999.A99";
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    const bool letter = text[i] >= 'A' && text[i] <= 'Z';
    if (shape[i] == '9' ? !digit : shape[i] == 'A' ? !letter : text[i] != shape[i]) return false;
  }
  return true;
}

bool is_version(std::string_view text) {
  return !text.empty() && text.size() <= 32 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-._") == std::string_view::npos;
}

// Reads objects whose keys are all known and says what is wrong with a line to look at. JSON keeps no lines, so a
// mistake is placed at the procedure's code.
class ProceduresFile {
 public:
  ProceduresFile(std::string_view text, Findings& findings) : text_{text}, findings_{findings} {}

  std::vector<Procedure> read() {
    if (!is_sound_json(text_, findings_)) return {};
    const json root = json::parse(text_);
    if (!root.is_object() || !root.contains("fields") || !root["fields"].is_object() || !root.contains("procedures") ||
        !root["procedures"].is_array()) {
      findings_.add(1, "must be an object with an object fields and a list procedures");
      return {};
    }
    check_keys(root, {"fields", "procedures"});
    for (const auto& [field, name] : root["fields"].items()) {
      if (name.is_string() && is_plain_text(name.get<std::string>())) {
        fields_[field] = name.get<std::string>();
      } else {
        findings_.add(0, "field " + field + " needs a name");
      }
    }
    for (const json& one : root["procedures"]) read_procedure(one);
    return std::move(procedures_);
  }

 private:
  void check_keys(const json& object, const std::set<std::string_view>& known) {
    for (const auto& [key, value] : object.items()) {
      if (!known.contains(key)) findings_.add(line_, "unknown key " + key);
    }
  }

  static std::string text_of(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
  }

  // An open end is null or left out; anything else but a text is wrong and so reads as no date.
  static std::string date_of(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) return {};
    return found->is_string() && !found->get<std::string>().empty() ? found->get<std::string>() : "(not a date)";
  }

  void need(bool holds, const std::string& what) {
    if (holds) return;
    findings_.add(line_, what);
    good_ = false;
  }

  void read_procedure(const json& one) {
    line_ = 0;
    if (!one.is_object()) return findings_.add(0, "each procedure must be an object");
    const std::string code = text_of(one, "code");
    const std::size_t at = text_.find('"' + code + '"');
    if (!code.empty() && at != std::string_view::npos) line_ = line_at(text_, at);
    check_keys(one, {"code", "code_known", "name", "field", "versions"});

    good_ = true;
    need(is_procedure_code(code), "code must look like 1.000948.H24: " + code);
    if (good_) need(codes_.insert(code).second, "procedure " + code + " is listed twice; its versions belong together");
    need(named(knowledges, text_of(one, "code_known")).has_value(),
         code + ": code_known must be verified, memory or invented");
    need(is_plain_text(text_of(one, "name")), code + ": name is missing");
    const std::string field = text_of(one, "field");
    need(fields_.contains(field), code + ": unknown field " + field);
    const auto versions = one.find("versions");
    need(versions != one.end() && versions->is_array() && !versions->empty(),
         code + ": versions must list at least one");
    const bool head_is_good = good_;

    if (versions == one.end() || !versions->is_array()) return;
    std::vector<std::pair<std::string, Validity>> seen;
    for (const json& version : *versions) {
      auto read = read_version(code, version, seen);
      if (!read || !head_is_good) continue;
      read->name = text_of(one, "name");
      read->field = field;
      read->field_name = fields_[field];
      procedures_.push_back(std::move(*read));
    }
  }

  std::optional<Procedure> read_version(const std::string& code, const json& one,
                                        std::vector<std::pair<std::string, Validity>>& seen) {
    good_ = true;
    need(one.is_object(), code + ": each version must be an object");
    if (!good_) return std::nullopt;
    check_keys(one,
               {"version", "level", "limit_working_days", "mode", "valid_from", "valid_to", "knowledge", "source"});

    const std::string version = text_of(one, "version");
    const std::string where = code + " " + version + ": ";
    need(is_version(version), where + "version must be 1 to 32 of a-z 0-9 - . _");
    const auto level = read_level(text_of(one, "level"));
    need(level.has_value(), where + "level must be city, district or commune");
    const auto limit = one.find("limit_working_days");
    const bool limit_fits =
        limit != one.end() && limit->is_number_unsigned() && limit->get<std::uint64_t>() <= longest_limit;
    need(limit_fits, where + "limit_working_days must be a whole number from 0 to " + std::to_string(longest_limit));
    need(text_of(one, "mode") == "DAY", where + "mode must be DAY");
    const auto knowledge = named(knowledges, text_of(one, "knowledge"));
    need(knowledge.has_value(), where + "knowledge must be verified, memory or invented");
    need(is_plain_text(text_of(one, "source")), where + "source is missing");
    const auto validity = read_validity(date_of(one, "valid_from"), date_of(one, "valid_to"), line_, findings_);

    for (const auto& [other, other_validity] : seen) {
      need(other != version, where + "the version is listed twice");
      const bool overlaps = validity && validity->overlaps(other_validity);
      need(!overlaps, std::string{where}.append("is in force at the same time as ").append(other));
    }
    if (validity) seen.emplace_back(version, *validity);
    if (!good_ || !level || !knowledge || !validity) return std::nullopt;
    return Procedure{.code = code,
                     .version = version,
                     .name = {},
                     .field = {},
                     .field_name = {},
                     .level = *level,
                     .limit = calendar::WorkingDays{limit->get<int>()},
                     .mode = text_of(one, "mode"),
                     .valid_from = validity->from,
                     .valid_to = validity->to,
                     .knowledge = *knowledge,
                     .source = text_of(one, "source")};
  }

  std::string_view text_;
  Findings& findings_;
  std::map<std::string, std::string> fields_;
  std::set<std::string> codes_;
  std::vector<Procedure> procedures_;
  int line_ = 0;
  bool good_ = true;
};

}  // namespace

Procedures read_procedures(std::string_view text, std::vector<Mistake>& mistakes) {
  Findings findings{"procedures.json", mistakes};
  return Procedures{ProceduresFile{text, findings}.read()};
}

}  // namespace motcua::catalogue::reading
