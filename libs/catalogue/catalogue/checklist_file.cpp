#include <algorithm>

#include "catalogue/entry.hpp"

namespace motcua::catalogue::reading {
namespace {

// Above these a typing error is likelier than a rule.
constexpr std::int64_t highest_fee = 1'000'000'000;
constexpr int most_copies = 20;

// `true`, or `{"when": "question"}`.
std::optional<std::string> read_condition(const Entry& component, const std::vector<Question>& questions) {
  if (component.is_true("required")) return std::nullopt;
  component.need(component.is_object("required"), "required must be true or {\"when\": the code of a question}");
  if (!component.is_object("required")) return std::nullopt;
  const Entry required = component.part("required");
  required.only({"when"});
  std::string code = required.text("when");
  const bool is_asked =
      std::any_of(questions.begin(), questions.end(), [&](const auto& one) { return one.code == code; });
  required.need(is_asked, "when: unknown question " + code);
  return code;
}

}  // namespace

std::vector<Fee> read_fees(const Entry& version) {
  std::vector<Fee> fees;
  for (const Entry& one : version.parts("fees", "fee", "name")) {
    one.only({"name", "amount_vnd", "knowledge", "source"});
    fees.push_back({one.plain_text("name"), one.number("amount_vnd", 0, highest_fee), one.origin()});
  }
  return fees;
}

std::vector<Question> read_questions(const Entry& version) {
  std::vector<Question> questions;
  for (const Entry& one : version.coded_parts("questions", "question")) {
    one.only({"code", "text"});
    questions.push_back({one.text("code"), one.plain_text("text")});
  }
  return questions;
}

std::vector<Component> read_components(const Entry& version, const std::vector<Question>& questions) {
  std::vector<Component> components;
  for (const Entry& one : version.coded_parts("components", "component")) {
    one.only({"code", "name", "kind", "copies", "required", "digitise", "knowledge", "source"});
    components.push_back({.code = one.text("code"),
                          .name = one.plain_text("name"),
                          .kind = one.word("kind", paper_kind_named, "original, copy or electronic"),
                          .copies = static_cast<int>(one.number("copies", 1, most_copies)),
                          .when = read_condition(one, questions),
                          .digitise = one.flag("digitise"),
                          .origin = one.origin()});
  }
  return components;
}

}  // namespace motcua::catalogue::reading
