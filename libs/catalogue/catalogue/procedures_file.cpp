#include <algorithm>
#include <map>
#include <set>

#include "catalogue/entry.hpp"

namespace motcua::catalogue::reading {
namespace {

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

std::string day_or(const std::optional<core::Date>& day, const char* otherwise) {
  return day ? core::format_date(*day) : otherwise;
}

// A mistake is placed at the procedure's code, or where the defaults begin.
class ProceduresFile {
 public:
  std::optional<Procedures> read(const Entry& file, const Findings& findings) {
    const bool whole = file.is_object("fields") && file.is_list("switches") && file.is_list("procedures");
    file.need(whole, "must hold an object fields and the lists switches and procedures");
    if (!whole) return std::nullopt;
    file.only({"fields", "agencies", "switches", "procedures"});
    fields_ = file.texts("fields");
    if (file.has("agencies")) read_agencies(file);
    for (const Entry& one : file.placed("", "procedures").parts("procedures", "procedure", "code")) read_procedure(one);
    const Entry at_switches = file.placed("", "switches");
    auto defaults = read_default_switches(at_switches);
    if (!defaults.empty()) check_beginning(at_switches, defaults);
    if (findings.count() > 0) return std::nullopt;
    return Procedures{std::move(procedures_), std::move(defaults), std::move(agencies_)};
  }

 private:
  // Events carry the codes for ever.
  void read_agencies(const Entry& file) {
    agencies_ = file.texts("agencies");
    for (const auto& [code, name] : agencies_) {
      file.need(is_code(code), "agencies: code must be 1 to 32 of a-z 0-9 - . _: " + code);
    }
  }

  void read_procedure(const Entry& listed_entry) {
    const std::string code = listed_entry.text("code");
    const Entry entry = listed_entry.placed(code, code);
    entry.only({"code", "code_known", "name", "field", "versions"});
    entry.need(is_procedure_code(code), "code must look like 1.000948.H24");
    entry.need(codes_.insert(code).second, "is listed twice; its versions belong together");
    (void)entry.word("code_known", knowledge_named, "verified, memory or invented");
    const std::string name = entry.plain_text("name");
    const std::string field = entry.text("field");
    entry.need(fields_.contains(field), "unknown field " + field);
    const std::vector<Entry> listed = entry.parts("versions", "", "version");
    entry.need(!listed.empty(), "versions must list at least one");

    std::vector<Procedure> versions;
    for (const Entry& version : listed) {
      auto read = read_version(code, version);
      if (!read) continue;
      version.need(std::none_of(versions.begin(), versions.end(),
                                [&](const Procedure& other) { return other.version == read->version; }),
                   "is listed twice");
      read->name = name;
      read->field = field;
      read->field_name = fields_[field];
      versions.push_back(std::move(*read));
    }
    check_succession(entry, versions, versions.size() == listed.size());
    std::move(versions.begin(), versions.end(), std::back_inserter(procedures_));
  }

  // Nothing when its dates cannot be read; other mistakes leave a version that will not be used.
  std::optional<Procedure> read_version(const std::string& code, const Entry& version) const {
    version.only({"version", "level", "mode", "limit_working_days", "limit_hours", "limit_days", "valid_from",
                  "valid_to", "knowledge", "source", "switches", "steps", "fees", "questions", "components"});
    version.need(is_code(version.text("version")), "version must be 1 to 32 of a-z 0-9 - . _");
    const auto level = read_level(version.text("level"));
    version.need(level.has_value(), "level must be city, district or commune");
    const int before = version.mistakes();
    const auto mode = read_mode(version);
    const auto limit = mode ? read_limit(version, *mode, 0) : calendar::Allowance{};
    auto steps = mode ? read_steps(version, *mode, agencies_) : std::vector<Step>{};
    // Of limits that are wrong the sum says nothing.
    if (!steps.empty() && version.mistakes() == before) check_sum(version, steps, limit);
    auto origin = version.origin();
    auto switches = read_own_switches(version);
    auto fees = read_fees(version);
    auto questions = read_questions(version);
    auto components = read_components(version, questions);
    const auto validity = version.validity();
    if (!validity) return std::nullopt;
    return Procedure{.code = code,
                     .version = version.text("version"),
                     .name = {},
                     .field = {},
                     .field_name = {},
                     .level = level.value_or(Level::city),
                     .limit = limit,
                     .valid_from = validity->from,
                     .valid_to = validity->to,
                     .origin = std::move(origin),
                     .switches = std::move(switches),
                     .steps = std::move(steps),
                     .fees = std::move(fees),
                     .questions = std::move(questions),
                     .components = std::move(components)};
  }

  // Of the versions read so far `last` is the one that ends last, and `next` the one that begins next.
  static void check_succession(const Entry& entry, const Procedure& last, const Procedure& next, bool complete) {
    const std::string both = last.version + " and " + next.version;
    if (!last.valid_to || begins(next) < *last.valid_to) {
      entry.tell(both + " are both in force from " + day_or(next.valid_from, "the beginning"));
    } else if (complete && *last.valid_to < begins(next)) {
      entry.tell("between " + both + " no version is in force, from " + core::format_date(*last.valid_to) + " to " +
                 core::format_date(begins(next) - std::chrono::days{1}));
    }
  }

  // From the first day to the last one version is in force, and only one. With one left out a gap says nothing.
  static void check_succession(const Entry& entry, std::vector<Procedure>& versions, bool complete) {
    std::sort(versions.begin(), versions.end(),
              [](const Procedure& left, const Procedure& right) { return begins(left) < begins(right); });
    const Procedure* last = nullptr;
    for (const Procedure& one : versions) {
      if (last != nullptr) check_succession(entry, *last, one, complete);
      if (last == nullptr || (last->valid_to && (!one.valid_to || *last->valid_to < *one.valid_to))) last = &one;
    }
  }

  void check_beginning(const Entry& at, const std::vector<DefaultSwitches>& defaults) const {
    const auto first =
        std::min_element(procedures_.begin(), procedures_.end(),
                         [](const auto& left, const auto& right) { return begins(left) < begins(right); });
    if (first == procedures_.end() || begins(defaults.front()) <= begins(*first)) return;
    at.tell("switches: the first begin on " + core::format_date(begins(defaults.front())) + ", but " + first->code +
            " " + first->version + " is in force before");
  }

  std::map<std::string, std::string> fields_;
  std::map<std::string, std::string> agencies_;
  std::set<std::string> codes_;
  std::vector<Procedure> procedures_;
};

}  // namespace

std::optional<Procedures> read_procedures(std::string_view text, std::vector<Mistake>& mistakes) {
  Findings findings{"procedures.json", mistakes};
  const auto file = Entry::of_file(text, findings);
  return file ? ProceduresFile{}.read(*file, findings) : std::nullopt;
}

}  // namespace motcua::catalogue::reading
